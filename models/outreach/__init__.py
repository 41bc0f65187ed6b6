"""What companies say again and again."""

from models.outreach.revision import TemplateRevision
from models.outreach.template import Template, TemplateVisibility

__all__ = ["Template", "TemplateRevision", "TemplateVisibility"]
