"""Contacts written into a file."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final, Self
from uuid import UUID

from tortoise import fields

from models.checks import Checks
from models.contacts.authored import author
from models.contacts.filters import ContactFilter
from models.contacts.transfer import UNFINISHED, Transfer, TransferState
from models.database import transaction
from models.events import Event
from models.idempotency import ClientIdReused, checked_client_id, fingerprint, insert
from models.job import Job, JobPriority

if TYPE_CHECKING:
    from models.files.upload import Upload
    from models.viewer import Viewer

EXPORT: Final = "contact_export.run"


class ContactExport(Transfer):
    """Of those that `conditions` find while it is done; `rows` is how many they were."""

    upload: fields.ForeignKeyNullableRelation["Upload"] = fields.ForeignKeyField(
        "models.Upload", related_name=False, db_constraint=False, null=True
    )
    upload_id: UUID | None
    conditions: Any = fields.JSONField(default=dict)
    rows = fields.IntField(default=0)

    class Meta:
        table = "contact_exports"

    @classmethod
    async def order(cls, filter: Any, *, by: "Viewer", client_id: str | None = None) -> Self:
        """Have contacts exported, by a job. The same `client_id` with the same filter is the same.

        Who has the file has all that the company knows of its contacts: so it is told who asked.
        """
        checks = Checks()
        conditions = checks.run(ContactFilter.read, filter)
        client_id = checks.run(checked_client_id, client_id)
        checks.refuse()
        assert conditions is not None
        asked = fingerprint(by.actor_id, conditions.kept())
        ordered = cls(
            conditions=conditions.kept(),
            client_id=client_id,
            client_hash=client_id and asked,
            **author(by),
        )
        async with transaction():
            if await insert(ordered):
                await Event.record("contact_export.created", ordered, actor=by)
                payload = {"contact_export_id": str(ordered.id)}
                await Job.enqueue(
                    EXPORT, payload, unique_key=str(ordered.id), priority=JobPriority.BULK
                )
                return ordered
        earlier = await cls.get(client_id=client_id)
        if earlier.client_hash != asked:
            raise ClientIdReused
        return earlier

    async def begin(self) -> bool:
        """Is there something to do?"""
        async with transaction():
            await self.lock()
            if self.state not in UNFINISHED:
                return False
            self.state = TransferState.RUNNING
            self.started_at = self.started_at or datetime.now(UTC)
            await self.save()
        return True

    async def finish(self, upload: "Upload", *, rows: int) -> None:
        async with transaction():
            await self.lock()
            if self.state is TransferState.RUNNING:
                self.upload_id, self.rows = upload.id, rows
                await self._end(TransferState.SUCCEEDED)

    async def fail(self, code: str, detail: str) -> None:
        """There will be no file."""
        async with transaction():
            await self.lock()
            if self.state in UNFINISHED:
                self.error_code, self.error_detail = code[:50], detail[:500]
                await self._end(TransferState.FAILED)

    async def _end(self, state: TransferState) -> None:
        self.state, self.finished_at = state, datetime.now(UTC)
        await self.save()
        changes = {"state": state, "rows": self.rows}
        await Event.record("contact_export.finished", self, actor=self, changes=changes)
