"""One of everything that is kept around a contact."""

from uuid import uuid4

from models.contacts import (
    ConsentState,
    Contact,
    ContactConsent,
    ContactExport,
    ContactImport,
    ContactImportRow,
    ContactNote,
    ImportMode,
    MatchBy,
    Segment,
    merge,
)
from models.contacts.mapping import Column, ImportField
from models.identifiers import global_id
from models.inboxes import InboxKind
from models.viewer import Viewer
from tests.files import uploaded


async def around(contact: Contact, name: str, *, by: Viewer) -> dict[str, str]:
    """All of it says `name`; ids by the names that arguments have for them."""
    note = await ContactNote.add(contact, name, by=by)
    await note.edit(f"{name} {name}", by=by)
    await ContactConsent.declare(
        contact, InboxKind.API, ConsentState.OPTED_IN, by=by, source=name[:100]
    )
    other, same = [await Contact.add(name=name, by=by) for _ in range(2)]
    await merge(contact, same, by=by)
    segment = await Segment.make(
        f"{name[:50]} {uuid4().hex}", {"name": {"is": [name[:100]]}}, by=by
    )
    ordered = await _ordered(name, by=by)
    exported = await ContactExport.order({"blocked": False}, by=by)
    ids = {
        "into": contact,
        "from": other,
        "contactNoteId": note,
        "segmentId": segment,
        "contactImportId": ordered,
        "contactExportId": exported,
    }
    return {key: global_id(type(row).__name__, row.id) for key, row in ids.items()}


async def _ordered(name: str, *, by: Viewer) -> ContactImport:
    content = f"email\n{name}\n".encode()
    upload = await uploaded(by, content, file_name="contacts.csv", content_type="text/csv")
    ordered = await ContactImport.order(
        upload,
        by=by,
        mapping=[Column(0, ImportField.EMAIL)],
        mode=ImportMode.UPSERT,
        match_by=MatchBy.EMAIL,
    )
    await ContactImportRow.create(
        contact_import_id=ordered.id, line=2, field="email", code="EMAIL_INVALID", message=name
    )
    return ordered
