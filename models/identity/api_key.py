"""A machine's way in."""

from collections.abc import Collection, Iterable
from datetime import UTC, datetime, timedelta
from secrets import choice
from string import ascii_lowercase, digits
from typing import TYPE_CHECKING, Any, Final, Self
from uuid import UUID

from tortoise import fields

from models.checks import Checks, line
from models.database import execute, fetch, transaction
from models.errors import Field, Invalid
from models.events import Actor, Event
from models.idempotency import insert
from models.identity.permissions import EVERY_PERMISSION
from models.identity.refusals import ApiKeyNameTaken, CompanySuspended, TokenExpired, TokenInvalid
from models.identity.secret import digest, new_secret
from models.identity.standing import require_still
from models.tenancy import CompanyModel, acting_for, every_company

if TYPE_CHECKING:
    from models.identity.member import Member
    from models.viewer import Viewer

MARK: Final = "chf_"
PREFIX_LENGTH: Final = 8
LONGEST_NAME: Final = 100
USE_NOTED_EVERY: Final = timedelta(minutes=1)


class ApiKey(CompanyModel):
    """Shown once; kept as a SHA-256 with a readable prefix. Scopes are permissions."""

    name = fields.CharField(max_length=LONGEST_NAME)
    prefix = fields.CharField(max_length=16)
    key_hash = fields.CharField(max_length=64)
    scopes: Any = fields.JSONField(default=list)
    created_by: "fields.ForeignKeyNullableRelation[Member]" = fields.ForeignKeyField(
        "models.Member", related_name=False, db_constraint=False, null=True
    )
    created_by_id: UUID | None
    expires_at = fields.DatetimeField(null=True)
    last_used_at = fields.DatetimeField(null=True)
    revoked_at = fields.DatetimeField(null=True)

    class Meta:
        table = "api_keys"

    @classmethod
    async def make(
        cls, name: str, *, scopes: Collection[str], expires_at: datetime | None, by: "Viewer"
    ) -> tuple[Self, str]:
        """A new key and its secret, which nobody sees again; it may do no more than its maker."""
        checks = Checks()
        cleaned = checks.run(line, "name", name, longest=LONGEST_NAME)
        checks.run(_known, scopes)
        expires_at = checks.run(_ahead, expires_at)
        checks.refuse()
        prefix = "".join(choice(ascii_lowercase + digits) for _ in range(PREFIX_LENGTH))
        secret = f"{MARK}{prefix}_{new_secret()}"
        key = cls(
            name=cleaned,
            prefix=f"{MARK}{prefix}",
            key_hash=digest(secret),
            scopes=sorted(set(scopes)),
            created_by_id=await cls._maker(by),
            expires_at=expires_at,
        )
        async with transaction():
            await require_still(by, "api_keys:manage", *key.scopes)
            if not await insert(key):
                raise ApiKeyNameTaken
            changes = {"scopes": key.scopes}
            await Event.record("api_key.created", key, actor=by, changes=changes)
        return key, secret

    @classmethod
    async def authenticate(cls, secret: str) -> Self:
        """The key behind a secret. Raises TokenInvalid, TokenExpired or CompanySuspended."""
        key, _ = await cls.proven(secret)
        return key

    @classmethod
    async def proven(cls, secret: str) -> tuple[Self, int]:
        """As `authenticate`, and the company's mark (models.events.endings) while that is so."""
        with every_company():
            rows = await fetch(
                """
                SELECT k.*, c.status AS company_status, coalesce(h.ended_seq, 0) AS mark
                FROM api_keys k
                JOIN companies c ON c.id = k.company_id
                LEFT JOIN event_heads h ON h.company_id = k.company_id
                WHERE k.key_hash = $1
                """,
                digest(secret),
            )
        if not rows:
            raise TokenInvalid
        key = cls._init_from_db(**rows[0])
        if key.revoked_at is not None:
            raise TokenInvalid
        if key.expires_at is not None and key.expires_at <= datetime.now(UTC):
            raise TokenExpired
        if rows[0]["company_status"] != "ACTIVE":
            raise CompanySuspended
        await key._note_use()
        return key, rows[0]["mark"]

    @classmethod
    async def revoke_beyond(
        cls, permissions: Iterable[str], *, made_by: UUID, by: Actor | None
    ) -> None:
        """Revoke the keys of a member who may no longer do all that they can."""
        for key in await cls.filter(created_by_id=made_by, revoked_at=None).order_by("id"):
            if not set(permissions).issuperset(key.scopes):
                await key.revoke(by=by)

    async def revoke(self, *, by: Actor | None) -> Self:
        async with transaction():
            await self.lock()
            if self.revoked_at is None:
                self.revoked_at = datetime.now(UTC)
                await self.save(update_fields=["revoked_at"])
                await Event.record("api_key.revoked", self, actor=by)
        return self

    @classmethod
    async def _maker(cls, by: "Viewer") -> UUID | None:
        # A key made by a key falls with the same member.
        if by.api_key_id is not None:
            return (await cls.get(id=by.api_key_id)).created_by_id
        return by.member_id

    async def _note_use(self) -> None:
        now = datetime.now(UTC)
        if self.last_used_at is None or now - self.last_used_at >= USE_NOTED_EVERY:
            with acting_for(self.company_id):
                await execute(
                    "UPDATE api_keys SET last_used_at = $1 "
                    "WHERE company_id = $2 AND id = $3 AND coalesce(last_used_at <= $4, true)",
                    now,
                    self.company_id,
                    self.id,
                    now - USE_NOTED_EVERY,
                )


def _known(scopes: Collection[str]) -> None:
    if not scopes:
        raise Invalid.because("scopes", "EMPTY", "An API key needs at least one scope.")
    if unknown := sorted(set(scopes) - EVERY_PERMISSION):
        raise Invalid(
            [Field("scopes", "UNKNOWN_SCOPE", f"There is no scope {scope}.") for scope in unknown]
        )


def _ahead(expires_at: datetime | None) -> datetime | None:
    if expires_at is None:
        return None
    aware = expires_at if expires_at.tzinfo else expires_at.replace(tzinfo=UTC)
    if aware <= datetime.now(UTC):
        raise Invalid.because("expiresAt", "IN_THE_PAST", "`expiresAt` must be in the future.")
    return aware
