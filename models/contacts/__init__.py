"""The people who write to a company."""

from models.contacts.contact import Contact, ContactIdentity

__all__ = ["Contact", "ContactIdentity"]
