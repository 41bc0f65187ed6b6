"""One configured connection to a channel."""

from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Final, Self
from uuid import UUID

from tortoise import fields

from models.callback import Uncallable, check
from models.checks import Checks, line, text
from models.database import transaction
from models.errors import Invalid
from models.events import Event
from models.idempotency import ClientIdReused, fingerprint, insert
from models.inboxes.signature import new_secret, signed
from models.queues import Queue
from models.seal import seal, unseal
from models.settings import settings
from models.tenancy import CompanyModel

if TYPE_CHECKING:
    from models.viewer import Viewer

ROTATION_GRACE: Final = timedelta(hours=24)
MAX_NAME: Final = 100
MAX_CLIENT_ID: Final = 100
MAX_QUESTION: Final = 500
CSAT_QUESTION: Final = "How did we do? Rate us from 1 (poor) to 5 (great)."


class InboxKind(StrEnum):
    API = "API"


class AfterResolve(StrEnum):
    """What a new message of a contact does when their last conversation is resolved."""

    REOPEN = "REOPEN"
    START_NEW = "START_NEW"


class Inbox(CompanyModel):
    """Where a company's contacts write; an API inbox has a callback for what is answered."""

    name = fields.CharField(max_length=MAX_NAME)
    kind = fields.CharEnumField(InboxKind, max_length=20)
    callback_url = fields.CharField(max_length=2000, null=True)
    sealed_secret = fields.TextField()
    sealed_previous_secret = fields.TextField(null=True)
    previous_secret_until = fields.DatetimeField(null=True)
    after_resolve = fields.CharEnumField(AfterResolve, max_length=20, default=AfterResolve.REOPEN)
    csat_enabled = fields.BooleanField(default=False)
    csat_question = fields.CharField(max_length=MAX_QUESTION, null=True)
    default_queue: fields.ForeignKeyNullableRelation[Queue] = fields.ForeignKeyField(
        "models.Queue", related_name=False, db_constraint=False, null=True
    )
    default_queue_id: UUID | None
    disabled_at = fields.DatetimeField(null=True)
    sla_policy_id: UUID | None = fields.UUIDField(null=True)
    client_id = fields.CharField(max_length=MAX_CLIENT_ID, null=True)
    client_hash = fields.CharField(max_length=64, null=True)

    class Meta:
        table = "inboxes"

    @classmethod
    async def open(
        cls,
        *,
        kind: InboxKind,
        name: str,
        callback_url: str,
        after_resolve: AfterResolve = AfterResolve.REOPEN,
        client_id: str | None = None,
        by: "Viewer",
    ) -> tuple[Self, str | None]:
        """A new inbox and its secret; asked again with its `client_id`, the inbox alone."""
        checks = Checks()
        cleaned = checks.run(line, "name", name, longest=MAX_NAME)
        if client_id is not None:
            client_id = checks.run(line, "clientId", client_id, longest=MAX_CLIENT_ID)
        await _check_callback(checks, callback_url)
        checks.refuse()
        secret = new_secret()
        inbox = cls(
            kind=kind,
            name=cleaned,
            callback_url=callback_url,
            after_resolve=after_resolve,
            client_id=client_id,
            client_hash=fingerprint(kind, cleaned, callback_url, after_resolve),
            sealed_secret=seal(secret),
        )
        async with transaction():
            if not await insert(inbox):
                return await cls._opened_before(inbox), None
            await Event.record("inbox.created", inbox, actor=by)
        return inbox, secret

    async def update(
        self,
        *,
        name: str | None = None,
        callback_url: str | None = None,
        after_resolve: AfterResolve | None = None,
        csat_enabled: bool | None = None,
        csat_question: str | None = None,
        by: "Viewer",
    ) -> Self:
        """Change what is given; a blank question is asked as CSAT_QUESTION."""
        checks = Checks()
        if name is not None:
            name = checks.run(line, "name", name, longest=MAX_NAME)
        if callback_url is not None:
            await _check_callback(checks, callback_url)
        if csat_question:
            csat_question = checks.run(text, "csatQuestion", csat_question, longest=MAX_QUESTION)
        checks.refuse()
        wanted = {
            "name": name,
            "callback_url": callback_url,
            "after_resolve": after_resolve,
            "csat_enabled": csat_enabled,
            "csat_question": csat_question,
        }
        async with transaction():
            await self.lock()
            changed = {
                column: value
                for column, value in wanted.items()
                if value is not None and value != getattr(self, column)
            }
            if changed:
                self.update_from_dict(changed)
                await self.save(update_fields=changed)
                # Names only: a callback's address may hold a token, and the log is read by more.
                await Event.record(
                    "inbox.updated", self, actor=by, changes={"fields": list(changed)}
                )
        return self

    async def set_default_queue(self, queue: Queue | None, *, by: "Viewer") -> Self:
        """Where conversations that contacts begin here wait. Raises QueueArchived."""
        async with transaction():
            if queue is not None:
                (await queue.lock()).require_open()
            await self.lock()
            wanted = queue.id if queue else None
            if self.default_queue_id != wanted:
                self.default_queue_id = wanted
                await self.save(update_fields=["default_queue_id"])
                changes = {"fields": ["default_queue_id"]}
                await Event.record("inbox.updated", self, actor=by, changes=changes)
        return self

    async def rotate_secret(self, *, revoke_previous: bool = False, by: "Viewer") -> str:
        """A new secret; the old one stays good for ROTATION_GRACE, unless it is revoked."""
        secret = new_secret()
        async with transaction():
            await self.lock()
            previous = None if revoke_previous else self.sealed_secret
            until = None if revoke_previous else datetime.now(UTC) + ROTATION_GRACE
            self.update_from_dict(
                {
                    "sealed_secret": seal(secret),
                    "sealed_previous_secret": previous,
                    "previous_secret_until": until,
                }
            )
            await self.save()
            await Event.record(
                "inbox.secret_rotated", self, actor=by, changes={"previous_secret_until": until}
            )
        return secret

    async def disable(self, *, by: "Viewer") -> Self:
        """Take nothing in and send nothing out."""
        async with transaction():
            await self.lock()
            if self.disabled_at is None:
                self.disabled_at = datetime.now(UTC)
                await self.save(update_fields=["disabled_at"])
                await Event.record("inbox.disabled", self, actor=by)
        return self

    async def enable(self, *, by: "Viewer") -> Self:
        async with transaction():
            await self.lock()
            if self.disabled_at is not None:
                self.disabled_at = None
                await self.save(update_fields=["disabled_at"])
                await Event.record("inbox.enabled", self, actor=by)
        return self

    @property
    def inbound_url(self) -> str:
        return inbound_url(self.id)

    @property
    def secrets(self) -> list[str]:
        """Those that are good now, newest first."""
        sealed = [self.sealed_secret]
        until = self.previous_secret_until
        if self.sealed_previous_secret and until and until > datetime.now(UTC):
            sealed.append(self.sealed_previous_secret)
        return [unseal(each) for each in sealed]

    def sign(self, body: bytes, *, id: str) -> dict[str, str]:
        """The headers by which the customer's system knows that a POST is ours."""
        return signed(self.secrets, id=id, body=body)

    @classmethod
    async def _opened_before(cls, asked: Self) -> Self:
        inbox = await cls.get(client_id=asked.client_id)
        if inbox.client_hash != asked.client_hash:
            raise ClientIdReused
        return inbox


def inbound_url(id: UUID) -> str:
    """Where the customer's system pushes to."""
    return f"{settings().public_url}/inbound/{id}"


async def _check_callback(checks: Checks, url: str) -> None:
    try:
        await check(url)
    except Uncallable as refusal:
        checks.run(_refuse_callback, refusal)


def _refuse_callback(reason: Uncallable) -> None:
    raise Invalid.because("callbackUrl", reason.code, str(reason))
