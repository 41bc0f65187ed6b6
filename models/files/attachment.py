"""Files that belong to a message."""

from collections.abc import Sequence
from datetime import UTC, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final, Self
from uuid import UUID

from tortoise import fields

from models.database import transaction
from models.errors import Field, Invalid
from models.events import Event
from models.files.announced import MAX_NAME
from models.files.intake import Taken
from models.files.kinds import PICTURES
from models.files.upload import Upload
from models.files.usage import FileUsage
from models.job import Job, JobPriority
from models.settings import settings
from models.tenancy import CompanyModel, locked

if TYPE_CHECKING:
    from models.conversations.message import Message
    from models.files.source import Incoming
    from models.viewer import Viewer

MAX_ATTACHMENTS: Final = 10  # of a message
FETCH: Final = "attachment.fetch"
PREVIEW: Final = "attachment.preview"


class AttachmentState(StrEnum):
    PENDING = "PENDING"
    STORED = "STORED"
    FAILED = "FAILED"


class Attachment(CompanyModel):
    """A file of a message; PENDING while it is fetched from where a contact's system has it.

    `source` is where that is, as long as it must be known.
    """

    message: fields.ForeignKeyRelation["Message"] = fields.ForeignKeyField(
        "models.Message", related_name=False, db_constraint=False
    )
    upload: fields.ForeignKeyRelation[Upload] = fields.ForeignKeyField(
        "models.Upload", related_name=False, db_constraint=False
    )
    message_id: UUID
    upload_id: UUID
    state = fields.CharEnumField(AttachmentState, max_length=20)
    file_name = fields.CharField(max_length=MAX_NAME)
    content_type = fields.CharField(max_length=100)
    size = fields.BigIntField(null=True)
    checksum = fields.CharField(max_length=64, null=True)
    error_code = fields.CharField(max_length=50, null=True)
    preview_width = fields.IntField(null=True)
    preview_height = fields.IntField(null=True)
    source: Any = fields.JSONField(null=True)

    class Meta:
        table = "attachments"

    @classmethod
    async def claim(cls, ids: Sequence[str | UUID], *, by: "Viewer") -> list[Upload]:
        """The viewer's own uploads with these ids, used from now on; in a transaction.

        Raises NotFound, UploadNotStored and UploadUsed.
        """
        if not ids:
            return []
        uploads = {id: await locked(by.uploads, id) for id in sorted(ids, key=str)}
        for upload in uploads.values():
            upload.use()
            await upload.save(update_fields=["used_at", "expires_at"])
        return [uploads[id] for id in ids]

    @classmethod
    async def attach(cls, message: "Message", uploads: Sequence[Upload]) -> None:
        """What was claimed is part of this new message."""
        for upload in uploads:
            attachment = await cls.create(
                message_id=message.id,
                upload_id=upload.id,
                state=AttachmentState.STORED,
                file_name=upload.file_name,
                content_type=upload.content_type,
                size=upload.size,
                checksum=upload.checksum,
            )
            await attachment._want_preview()

    @classmethod
    async def promise(cls, message: "Message", files: "Sequence[Incoming]") -> None:
        """What came with a new message, to be fetched."""
        for file in files:
            upload = await Upload.create(
                file_name=file.file_name,
                content_type=file.content_type or "",
                size=0,
                used_at=datetime.now(UTC),
            )
            await FileUsage.take(0)
            attachment = await cls.create(
                message_id=message.id,
                upload_id=upload.id,
                state=AttachmentState.PENDING,
                file_name=upload.file_name,
                content_type=upload.content_type,
                source=file.source,
            )
            payload = {"attachment_id": str(attachment.id)}
            await Job.ensure(FETCH, payload, unique_key=str(attachment.id))

    @classmethod
    async def withdraw(cls, message: "Message") -> None:
        """A message that is deleted shows no files, and in time they are gone; in a transaction."""
        for attachment in await cls.filter(message_id=message.id):
            upload = await locked(Upload.all(), attachment.upload_id)
            await upload.withdraw(days=settings().deleted_file_days)
            await attachment.delete()

    async def arrive(self, taken: Taken, *, name: str, content_type: str) -> Self:
        """It has been fetched. Raises FilesFull, and NotFound if its message is deleted."""
        async with transaction():
            await self.lock()
            if self.state is not AttachmentState.PENDING:
                return self
            upload = await locked(Upload.all(), self.upload_id)
            await FileUsage.take(taken.size, files=0)
            upload.content_type = content_type
            await upload.settle(taken, name=name)
            await self._change(
                state=AttachmentState.STORED,
                content_type=content_type,
                size=taken.size,
                checksum=taken.checksum,
                source=None,
            )
            await self._want_preview()
        return self

    async def fail(self, code: str) -> Self:
        """It could not be fetched, and will not be."""
        async with transaction():
            await self.lock()
            if self.state is AttachmentState.PENDING:
                upload = await locked(Upload.all(), self.upload_id)
                await upload.reject(code)
                await self._change(state=AttachmentState.FAILED, error_code=code, source=None)
        return self

    async def show(self, *, width: int, height: int) -> Self:
        """There is a preview of this size."""
        async with transaction():
            await self.lock()
            await self._change(preview_width=width, preview_height=height)
        return self

    async def _change(self, **changes: Any) -> None:
        self.update_from_dict(changes)
        await self.save(update_fields=changes)
        message = await self.message
        told = {"attachment_id": self.id, "fields": sorted(changes)}
        await Event.record("message.attachments_changed", message, changes=told)

    async def _want_preview(self) -> None:
        if self.content_type in PICTURES:
            payload = {"attachment_id": str(self.id)}
            await Job.ensure(
                PREVIEW, payload, unique_key=str(self.id), priority=JobPriority.INTERACTIVE
            )


def checked_attachments(ids: Sequence[str | UUID]) -> list[str | UUID]:
    """Not too many, and none twice. Raises Invalid."""
    wrong = []
    if len(ids) > MAX_ATTACHMENTS:
        message = f"A message may have {MAX_ATTACHMENTS} attachments."
        wrong.append(Field("attachmentIds", "TOO_MANY", message))
    if len(set(ids)) < len(ids):
        wrong.append(Field("attachmentIds", "REPEATED", "An attachment is named twice."))
    if wrong:
        raise Invalid(wrong)
    return list(ids)
