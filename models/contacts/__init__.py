"""The people who write to a company."""

from models.contacts.attributes import (
    AttributeDefinition,
    AttributeTarget,
    AttributeType,
    AttributeValue,
)
from models.contacts.consent import ConsentChange, ConsentState, ContactConsent, ContactOptedOut
from models.contacts.contact import Contact
from models.contacts.contact_merge import ContactMerge
from models.contacts.contact_note import ContactNote
from models.contacts.exporting import ContactExport
from models.contacts.identity import ContactIdentity
from models.contacts.import_row import ContactImportRow
from models.contacts.importing import ContactImport, ImportMode, MatchBy
from models.contacts.merging import ContactBlockDiffers, merge
from models.contacts.person import ContactExists, ContactMerged
from models.contacts.search import matching
from models.contacts.segment import Segment
from models.contacts.transfer import TransferState

__all__ = [
    "AttributeDefinition",
    "AttributeTarget",
    "AttributeType",
    "AttributeValue",
    "ConsentChange",
    "ConsentState",
    "Contact",
    "ContactBlockDiffers",
    "ContactConsent",
    "ContactExists",
    "ContactExport",
    "ContactIdentity",
    "ContactImport",
    "ContactImportRow",
    "ContactMerge",
    "ContactMerged",
    "ContactNote",
    "ContactOptedOut",
    "ImportMode",
    "MatchBy",
    "Segment",
    "TransferState",
    "matching",
    "merge",
]
