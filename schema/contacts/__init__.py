"""The people who write to the company."""

import strawberry

from schema.contacts.contact import Contact, ContactIdentity
from schema.contacts.exporting import ExportingMutation, ExportingQuery
from schema.contacts.importing import ImportingMutation, ImportingQuery
from schema.contacts.live import ImportingSubscription
from schema.contacts.merging import MergingMutation
from schema.contacts.notes import NotesMutation
from schema.contacts.reading import ReadingQuery
from schema.contacts.segments import SegmentMutation, SegmentQuery
from schema.contacts.writing import WritingMutation

__all__ = ["Contact", "ContactIdentity", "ContactMutation", "ContactQuery", "ContactSubscription"]


@strawberry.type
class ContactQuery(ReadingQuery, SegmentQuery, ImportingQuery, ExportingQuery):
    """What can be asked about contacts."""


@strawberry.type
class ContactMutation(
    WritingMutation,
    MergingMutation,
    NotesMutation,
    SegmentMutation,
    ImportingMutation,
    ExportingMutation,
):
    """What can be done with contacts."""


@strawberry.type
class ContactSubscription(ImportingSubscription):
    """What is live about contacts."""
