"""What the company's people tell each other of a contact."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final, Self
from uuid import UUID

from tortoise import fields

from models.checks import Checks, text
from models.contacts.authored import Authored, author
from models.contacts.contact import Contact
from models.database import transaction
from models.errors import Forbidden
from models.events import Event
from models.idempotency import ClientIdReused, checked_client_id, fingerprint, insert

if TYPE_CHECKING:
    from models.viewer import Viewer

MAX_NOTE: Final = 10_000


class ContactNote(Authored):
    """No contact ever sees one."""

    contact: fields.ForeignKeyRelation[Contact] = fields.ForeignKeyField(
        "models.Contact", related_name=False, db_constraint=False
    )
    contact_id: UUID
    body = fields.TextField()
    edited_at: Any = fields.DatetimeField(null=True)
    client_id = fields.CharField(max_length=100, null=True)
    client_hash = fields.CharField(max_length=64, null=True)

    class Meta:
        table = "contact_notes"

    @classmethod
    async def add(
        cls, contact: Contact, body: str, *, by: "Viewer", client_id: str | None = None
    ) -> Self:
        """A note on a contact. The same `client_id` with the same body is the same note."""
        checks = Checks()
        body = checks.run(_checked, body) or ""
        client_id = checks.run(checked_client_id, client_id)
        checks.refuse()
        asked = client_id and fingerprint(by.actor_id, contact.id, body)
        async with transaction():
            await contact.hold()
            note = cls(
                contact_id=contact.id,
                body=body,
                client_id=client_id,
                client_hash=asked,
                **author(by),
            )
            if not await insert(note):
                earlier = await cls.get(client_id=client_id)
                if earlier.client_hash != asked:
                    raise ClientIdReused
                return earlier
            await note._record("contact.note_added", by)
        return note

    async def edit(self, body: str, *, by: "Viewer") -> Self:
        """Say it otherwise. Only its author may."""
        body = _checked(body)
        if not self.is_by(by):
            raise Forbidden("Only its author can edit a note.")
        async with transaction():
            await self.lock()
            if self.body != body:
                self.body, self.edited_at = body, datetime.now(UTC)
                await self.save(update_fields=["body", "edited_at"])
                await self._record("contact.note_edited", by)
        return self

    async def erase(self, *, by: "Viewer") -> Self:
        """Its author may, and whoever has `contacts:delete`; it is gone then."""
        if not self.is_by(by) and not by.may("contacts:delete"):
            raise Forbidden("Only its author and supervisors can delete a note.")
        async with transaction():
            await self.lock()
            await self.delete()
            await self._record("contact.note_deleted", by)
        return self

    async def _record(self, name: Any, by: "Viewer") -> None:
        await Event.record(name, self, actor=by, changes={"contact_id": self.contact_id})


def _checked(body: str) -> str:
    return text("body", body, longest=MAX_NOTE)
