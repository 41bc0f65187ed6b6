"""What companies say again and again."""

from models.outreach.revision import TemplateRevision
from models.outreach.template import (
    ShortcodeTaken,
    Template,
    TemplateArchived,
    TemplateVisibility,
)
from models.outreach.variables import VariableType
from models.outreach.wording import TextTooLong, VariablesMissing

__all__ = [
    "ShortcodeTaken",
    "Template",
    "TemplateArchived",
    "TemplateRevision",
    "TemplateVisibility",
    "TextTooLong",
    "VariableType",
    "VariablesMissing",
]
