"""A file on its way in, and where it is once it has come."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Final, Self
from uuid import UUID, uuid4

from tortoise import fields
from tortoise.exceptions import IntegrityError

from models.checks import Checks
from models.database import transaction
from models.errors import Invalid, NotFound, Refusal
from models.events import Actor, Event
from models.events.meant import Owned
from models.files.announced import MAX_NAME, checked_name, checked_size
from models.files.intake import Taken, taken_in
from models.files.kinds import checked_type, require_allowed
from models.files.refusals import UploadNotPending, UploadNotStored, UploadUsed
from models.files.store import store
from models.files.usage import FileUsage
from models.idempotency import checked_client_id, fingerprint, insert, made_before
from models.identity.api_key import ApiKey
from models.identity.member import Member
from models.settings import settings
from models.tenancy import CompanyModel, every_company

if TYPE_CHECKING:
    from models.viewer import Viewer

LONGEST_MAKING: Final = timedelta(hours=6)  # of a file that is an export, or a report
MAX_INLINE: Final = 32 * 1024  # bytes of a file within a mutation


class UploadState(StrEnum):
    PENDING = "PENDING"
    STORED = "STORED"
    REJECTED = "REJECTED"
    REMOVED = "REMOVED"


class Upload(Owned, CompanyModel):
    """A file of a company's: announced, then stored; `expires_at` is when it goes unless used.

    `size` is what was announced, and what takes room from then on; `object_name` is which of its
    objects in the store it is.
    """

    member: fields.ForeignKeyNullableRelation[Member] = fields.ForeignKeyField(
        "models.Member", related_name=False, db_constraint=False, null=True
    )
    api_key: fields.ForeignKeyNullableRelation[ApiKey] = fields.ForeignKeyField(
        "models.ApiKey", related_name=False, db_constraint=False, null=True
    )
    member_id: UUID | None
    api_key_id: UUID | None
    state = fields.CharEnumField(UploadState, max_length=20, default=UploadState.PENDING)
    file_name = fields.CharField(max_length=MAX_NAME)
    content_type = fields.CharField(max_length=100)
    size = fields.BigIntField()
    checksum = fields.CharField(max_length=64, null=True)
    object_name = fields.CharField(max_length=40, null=True)
    rejection = fields.CharField(max_length=50, null=True)
    used_at: datetime | None = fields.DatetimeField(null=True)
    expires_at: datetime | None = fields.DatetimeField(null=True)
    client_id = fields.CharField(max_length=100, null=True)
    client_hash = fields.CharField(max_length=64, null=True)

    class Meta:
        table = "uploads"

    @classmethod
    async def announce(
        cls,
        *,
        by: "Viewer",
        file_name: str,
        content_type: str,
        size: int,
        client_id: str | None = None,
    ) -> Self:
        """Room for a file that will come. The same `client_id` with the same input is the same one.

        Raises FilesFull.
        """
        checks = Checks()
        file_name = checks.run(checked_name, file_name) or ""
        content_type = checks.run(checked_type, content_type) or ""
        checks.run(checked_size, size)
        client_id = checks.run(checked_client_id, client_id)
        checks.refuse()
        await require_allowed(content_type)
        asked = fingerprint(by.actor_id, file_name, content_type, size)
        upload = cls(
            member_id=by.member_id,
            api_key_id=by.api_key_id,
            file_name=file_name,
            content_type=content_type,
            size=size,
            expires_at=_soon(),
            client_id=client_id,
            client_hash=client_id and asked,
        )
        async with transaction():
            if await insert(upload):
                await FileUsage.take(size)
                await Event.record("upload.created", upload, actor=by)
                return upload
        earlier = await made_before(cls, client_id, asked)
        assert earlier is not None
        return earlier

    @classmethod
    async def bring(
        cls,
        content: bytes,
        *,
        by: "Viewer",
        file_name: str,
        content_type: str,
        client_id: str | None = None,
    ) -> Self:
        """A small file at once. Raises FileTypeMismatch; it is REJECTED then."""
        if len(content) > MAX_INLINE:
            message = f"`content` may have {MAX_INLINE} bytes: announce larger files."
            raise Invalid.because("content", "TOO_LARGE", message)
        upload = await cls.announce(
            by=by,
            file_name=file_name,
            content_type=content_type,
            size=len(content),
            client_id=client_id,
        )
        if upload.state is not UploadState.PENDING:
            return upload
        return await upload.fill(_one(content), by=by)

    @classmethod
    async def keep(
        cls,
        pieces: AsyncIterator[bytes],
        *,
        by: Actor | None,
        member_id: UUID | None,
        file_name: str,
        content_type: str,
        lasts: timedelta,
    ) -> Self:
        """A file of our own making, for a member to fetch: an export. Its kind is not doubted.

        What a worker that was killed has left of it goes at its time, too.
        """
        columns = {"file_name": checked_name(file_name), "content_type": content_type, "size": 0}
        until = datetime.now(UTC) + LONGEST_MAKING
        upload = cls(member_id=member_id, expires_at=until, **columns)
        async with transaction():
            await upload.save(force_create=True)
            await FileUsage.take(0)
            await Event.record("upload.created", upload, actor=by)
        name = uuid4().hex
        try:
            taken = await taken_in(pieces, file_id=upload.id, name=name, kind=None)
            async with transaction():
                await upload.lock()
                upload.require_pending()
                await FileUsage.take(taken.size, files=0)
                await upload._store(taken, name=name, by=by, until=datetime.now(UTC) + lasts)
        except BaseException:
            await upload.drop(by=by)
            raise
        return upload

    @classmethod
    async def due(cls, *, limit: int = 1000) -> list[tuple[UUID, UUID]]:
        """Company and id of those whose time has come, of every company."""
        with every_company():
            rows = cls.filter(expires_at__lt=datetime.now(UTC)).order_by("expires_at").limit(limit)
            return [(row.company_id, row.id) for row in await rows]

    async def fill(self, pieces: AsyncIterator[bytes], *, by: Actor | None = None) -> Self:
        """Its content, as it comes. What is not what was announced is REJECTED, and not kept.

        Raises UploadNotPending, SizeMismatch, FileTypeMismatch, FilesAway and what `pieces` raises.
        """
        self.require_pending()
        name = uuid4().hex
        try:
            taken = await taken_in(
                pieces, file_id=self.id, name=name, kind=self.content_type, size=self.size
            )
        except Refusal as refusal:
            await self.reject(refusal.code, by=by)
            raise
        return await self.settle(taken, name=name, by=by)

    async def settle(self, taken: Taken, *, name: str, by: Actor | None = None) -> Self:
        """This is its content now: of two that came at once, the first."""
        async with transaction():
            await self.lock()
            self.require_pending()
            await self._store(taken, name=name, by=by, until=None if self.used_at else _soon())
        return self

    async def reject(self, code: str, *, by: Actor | None = None) -> Self:
        """It will not be taken; nothing of it is kept."""
        async with transaction():
            await self.lock()
            if self.state is UploadState.PENDING:
                self.state, self.rejection = UploadState.REJECTED, code
                await self.save(update_fields=["state", "rejection"])
                await Event.record("upload.rejected", self, actor=by, changes={"code": code})
        return self

    def use(self) -> None:
        """From now on something needs it; call while it is locked, and save it.

        Raises UploadNotStored and UploadUsed.
        """
        if self.used_at is not None:
            raise UploadUsed
        if self.state is not UploadState.STORED:
            raise UploadNotStored
        self.used_at, self.expires_at = datetime.now(UTC), None

    async def withdraw(self, *, days: int) -> None:
        """Nothing shows it any more; its bytes go in so many days. Call while it is locked."""
        self.state = UploadState.REMOVED
        self.expires_at = datetime.now(UTC) + timedelta(days=days)
        await self.save(update_fields=["state", "expires_at"])

    async def drop(self, *, by: Actor | None) -> None:
        """Nobody will want it."""
        async with transaction():
            await self.lock()
            if self.state is not UploadState.REMOVED:
                await self.withdraw(days=0)
                await Event.record("upload.removed", self, actor=by)

    async def remove(self) -> None:
        """Its time has come: the bytes first, then the row, so that neither is left alone."""
        async with transaction():
            await self.lock()
            if self.expires_at is None or self.expires_at > datetime.now(UTC):
                return
            if self.state is not UploadState.REMOVED:
                self.state = UploadState.REMOVED
                await self.save(update_fields=["state"])
                await Event.record("upload.removed", self)
        await store().clear(self.id)
        try:
            await self._forget()
        except IntegrityError:  # something still says that it was there: an import, an export
            await self._forget(row=False)

    async def content(self, *, start: int = 0, end: int | None = None) -> AsyncIterator[bytes]:
        """Its bytes, piece by piece. Raises UploadNotStored and FilesAway."""
        if self.state is not UploadState.STORED or self.object_name is None:
            raise UploadNotStored
        return await store().get(self.id, self.object_name, start=start, end=end)

    def require_pending(self) -> None:
        late = self.expires_at is not None and self.expires_at <= datetime.now(UTC)
        if self.state is not UploadState.PENDING or late:
            raise UploadNotPending

    async def _store(
        self, taken: Taken, *, name: str, by: Actor | None, until: datetime | None
    ) -> None:
        self.state, self.object_name, self.expires_at = UploadState.STORED, name, until
        self.size, self.checksum = taken.size, taken.checksum
        await self.save()
        await Event.record("upload.stored", self, actor=by)

    async def _forget(self, *, row: bool = True) -> None:
        async with transaction():
            try:
                await self.lock()
            except NotFound:
                return  # another has done it
            if self.expires_at is None:
                return
            await FileUsage.give_back(self.size)
            if row:
                await self.delete()
            else:
                self.expires_at = None
                await self.save(update_fields=["expires_at"])


def _soon() -> datetime:
    return datetime.now(UTC) + timedelta(minutes=settings().upload_minutes)


async def _one(content: bytes) -> AsyncIterator[bytes]:
    yield content
