"""What companies say again and again."""

from schema.outreach.changing import TemplateMutation, TemplateSubscription
from schema.outreach.template import TemplateQuery

__all__ = ["TemplateMutation", "TemplateQuery", "TemplateSubscription"]
