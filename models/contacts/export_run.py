"""Doing an export: page by page, never more than one of them in memory."""

from collections.abc import AsyncIterator, Sequence
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from models.contacts.consent import ConsentState, ContactConsent
from models.contacts.contact import Contact
from models.contacts.exporting import ContactExport
from models.contacts.filters import ContactFilter
from models.contacts.import_report import BOM
from models.contacts.spreadsheet import written
from models.database import fetch
from models.files.upload import Upload
from models.identifiers import global_id
from models.inboxes.inbox import InboxKind
from models.tenancy import current_company

PAGE: Final = 1_000
MAX_KEYS: Final = 90  # as many as an import takes, with the others
LASTS: Final = timedelta(days=7)
CHANNELS: Final = tuple(InboxKind)
HEADER: Final = (
    *("id", "name", "email", "phone", "locale", "blocked at", "last activity at", "created at"),
    *(f"consent {channel}" for channel in CHANNELS),
)


async def run(ordered: ContactExport) -> None:
    """The whole of it, from the beginning however often it was begun."""
    if not await ordered.begin():
        return
    writer = _Writer(ContactFilter.read(ordered.conditions))
    upload = await Upload.keep(
        writer.pieces(),
        by=ordered,
        member_id=ordered.member_id,
        file_name=f"contacts-{ordered.created_at:%Y-%m-%d}.csv",
        content_type="text/csv",
        lasts=LASTS,
    )
    await ordered.finish(upload, rows=writer.rows)


class _Writer:
    def __init__(self, filter: ContactFilter) -> None:
        self._filter = filter
        self.rows = 0

    async def pieces(self) -> AsyncIterator[bytes]:
        keys = [row[0] for row in await fetch(KEYS, current_company(), MAX_KEYS)]
        yield (BOM + written([*HEADER, *keys])).encode()
        last: UUID | None = None
        while True:
            behind = Contact.filter(deleted_at=None)
            if last is not None:
                behind = behind.filter(id__gt=last)
            page = await self._filter.among(behind).order_by("id").limit(PAGE)
            if not page:
                return
            consents = await _consents(page)
            lines = (written(_cells(each, keys, consents)) for each in page)
            yield "".join(lines).encode(errors="replace")
            self.rows += len(page)
            last = page[-1].id


async def _consents(page: Sequence[Contact]) -> dict[tuple[UUID, InboxKind], ConsentState]:
    stated = await ContactConsent.filter(contact_id__in=[each.id for each in page])
    return {(each.contact_id, each.channel): each.state for each in stated}


def _cells(
    contact: Contact, keys: Sequence[str], consents: dict[tuple[UUID, InboxKind], ConsentState]
) -> list[Any]:
    times = (contact.blocked_at, contact.last_activity_at, contact.created_at)
    attributes = (contact.custom_attributes.get(key) for key in keys)
    return [
        global_id("Contact", contact.id),
        *(contact.name, contact.email, contact.phone, contact.locale),
        *(_time(at) for at in times),
        *(consents.get((contact.id, channel), ConsentState.UNKNOWN) for channel in CHANNELS),
        *(str(each).lower() if isinstance(each, bool) else each for each in attributes),
    ]


def _time(at: datetime | None) -> str | None:
    return None if at is None else at.isoformat(timespec="seconds")


KEYS: Final = """
    SELECT DISTINCT jsonb_object_keys(custom_attributes) AS key FROM contacts
    WHERE company_id = $1 AND deleted_at IS NULL ORDER BY key LIMIT $2
"""
