"""Contacts written into a file."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final, Self
from uuid import UUID

from tortoise import fields

from models.checks import Checks
from models.contacts.authored import author
from models.contacts.filters import ContactFilter
from models.contacts.transfer import UNFINISHED, Transfer, TransferFinished, TransferState
from models.database import transaction
from models.events import Actor, Event
from models.idempotency import checked_client_id, fingerprint, insert, made_before
from models.job import Job, JobPriority, on_cancelled

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
        earlier = await made_before(cls, client_id, asked)
        assert earlier is not None
        return earlier

    async def cancel(self, *, by: Actor | None) -> Self:
        """There will be no file. Raises TransferFinished."""
        async with transaction():
            await self.lock()
            if self.state is not TransferState.CANCELLED:
                if self.state not in UNFINISHED:
                    raise TransferFinished
                await self._end(TransferState.CANCELLED, by=by)
        return self

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
        """It is in this file, which nobody needs if it has come to another end meanwhile."""
        async with transaction():
            await self.lock()
            if self.state is TransferState.RUNNING:
                self.upload_id, self.rows = upload.id, rows
                await self._end(TransferState.SUCCEEDED, by=self)
            else:
                await upload.drop(by=self)

    async def fail(self, code: str, detail: str) -> None:
        """There will be no file."""
        async with transaction():
            await self.lock()
            if self.state in UNFINISHED:
                self.error_code, self.error_detail = code[:50], detail[:500]
                await self._end(TransferState.FAILED, by=self)

    async def _end(self, state: TransferState, *, by: Actor | None) -> None:
        self.state, self.finished_at = state, datetime.now(UTC)
        await self.save()
        changes = {"state": state, "rows": self.rows}
        await Event.record("contact_export.finished", self, actor=by, changes=changes)


@on_cancelled(EXPORT)
async def _cancel_with_its_job(payload: Mapping[str, Any]) -> None:
    for ordered in await ContactExport.filter(id=payload.get("contact_export_id")):
        if ordered.state in UNFINISHED:
            await ordered.cancel(by=None)
