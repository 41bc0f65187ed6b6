"""The people who write to a company."""

from models.contacts.attributes import (
    AttributeDefinition,
    AttributeTarget,
    AttributeType,
    AttributeValue,
)
from models.contacts.contact import Contact
from models.contacts.identity import ContactIdentity
from models.contacts.person import ContactExists
from models.contacts.search import matching

__all__ = [
    "AttributeDefinition",
    "AttributeTarget",
    "AttributeType",
    "AttributeValue",
    "Contact",
    "ContactExists",
    "ContactIdentity",
    "matching",
]
