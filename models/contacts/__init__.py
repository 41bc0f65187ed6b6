"""The people who write to a company."""

from models.contacts.attribute_value import AttributeOperator, AttributeTarget, AttributeValue
from models.contacts.attributes import AttributeArchived, AttributeDefinition, AttributeExists
from models.contacts.consent import ConsentChange, ConsentState, ContactConsent, ContactOptedOut
from models.contacts.contact import Contact
from models.contacts.contact_merge import ContactMerge
from models.contacts.contact_note import ContactNote
from models.contacts.exporting import ContactExport
from models.contacts.filters import ContactFilter
from models.contacts.identity import ContactIdentity
from models.contacts.import_row import ContactImportRow
from models.contacts.importing import ContactImport
from models.contacts.merging import ContactBlockDiffers, merge
from models.contacts.person import ContactExists, ContactMerged
from models.contacts.planning import ImportMode, MatchBy
from models.contacts.search import matching
from models.contacts.segment import Segment, SegmentExists
from models.contacts.transfer import TransferState
from models.contacts.values import AttributeType

__all__ = [
    "AttributeArchived",
    "AttributeDefinition",
    "AttributeExists",
    "AttributeOperator",
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
    "ContactFilter",
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
    "SegmentExists",
    "TransferState",
    "matching",
    "merge",
]
