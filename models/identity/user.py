"""A login identity, known to the whole installation and to no company but through its members."""

from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Final, Self
from uuid import UUID

from tortoise import fields
from tortoise.models import Model

from models.database import transaction
from models.errors import Conflict
from models.events import Event, EventName
from models.forgetting import forget
from models.identifiers import uuid7
from models.identity.member import Member
from models.identity.refusals import LinkUsed, NotAMember
from models.identity.secret import digest, new_secret
from models.identity.session import EndReason, Session
from models.tenancy import every_company

if TYPE_CHECKING:
    from models.viewer import Viewer


class User(Model):
    """Somebody who can sign in; lower-case e-mail, argon2id password hash.

    All but `of` is called in `every_company`.
    """

    id = fields.UUIDField(primary_key=True, default=uuid7)
    email = fields.CharField(max_length=254, unique=True)
    password_hash = fields.CharField(max_length=255)
    name = fields.CharField(max_length=200)
    email_verified_at = fields.DatetimeField(null=True)
    password_changed_at = fields.DatetimeField(null=True)
    last_sign_in_at = fields.DatetimeField(null=True)
    created_at = fields.DatetimeField(auto_now_add=True)
    updated_at = fields.DatetimeField(auto_now=True)

    class Meta:
        table = "users"

    @classmethod
    async def of(cls, viewer: "Viewer") -> Self:
        """The user behind a member. Raises NotAMember for an API key."""
        if viewer.user_id is None:
            raise NotAMember
        with every_company():
            return await cls.get(id=viewer.user_id)

    async def hold(self) -> Self:
        """Lock this user. Raises Conflict if the password is not the one that we have seen."""
        latest = await User.select_for_update(no_key=True).get(id=self.id)
        if latest.password_hash != self.password_hash:
            raise Conflict
        self.email_verified_at = latest.email_verified_at
        return self

    async def signed_in(self) -> None:
        self.last_sign_in_at = datetime.now(UTC)
        await self.save(update_fields=["last_sign_in_at", "updated_at"])

    async def rehash(self, password_hash: str) -> None:
        """The same password, kept under today's parameters."""
        self.password_hash = password_hash
        await self.save(update_fields=["password_hash", "updated_at"])

    async def renew(self, *, name: str, password_hash: str) -> None:
        """Somebody signed up anew before the address was confirmed: the last word counts."""
        self.name, self.password_hash = name, password_hash
        await self.save(update_fields=["name", "password_hash", "updated_at"])

    async def verify_email(self) -> None:
        """What was sent to the address has come back."""
        if self.email_verified_at is None:
            self.email_verified_at = datetime.now(UTC)
            await self.save(update_fields=["email_verified_at", "updated_at"])

    async def set_password(self, password_hash: str) -> None:
        self.password_hash, self.password_changed_at = password_hash, datetime.now(UTC)
        await self.save(update_fields=["password_hash", "password_changed_at", "updated_at"])
        await self.tell("member.password_changed")

    async def tell(self, name: EventName) -> None:
        """Each company is told of its own member."""
        for member in await Member.active().filter(user_id=self.id).order_by("id"):
            await Event.record(name, member, actor=member)

    async def end_sessions(self, *, reason: EndReason, but: UUID | None = None) -> int:
        """On all devices and in all companies, with one exception if given; how many."""
        ended = 0
        async with transaction():
            for member in await Member.filter(user_id=self.id).order_by("id"):
                sessions = Session.filter(member_id=member.id)
                if but is not None:
                    sessions = sessions.exclude(id=but)
                # Each company is told of its own member: that there are others is not its business.
                ended += await Session.end_each(sessions, reason=reason, by=member)
        return ended

    async def home(self) -> UUID:
        """The company whose job carries mail to this user: one they are in, or were."""
        members = await Member.filter(user_id=self.id).order_by("id")
        return min(members, key=lambda member: not member.is_active).company_id


class Purpose(StrEnum):
    SIGN_UP = "SIGN_UP"
    RESET_PASSWORD = "RESET_PASSWORD"  # noqa: S105
    SECOND_FACTOR = "SECOND_FACTOR"


LIFE: Final = {
    Purpose.SIGN_UP: timedelta(days=7),
    Purpose.RESET_PASSWORD: timedelta(hours=1),
    Purpose.SECOND_FACTOR: timedelta(minutes=5),
}


class UserToken(Model):
    """A single-use token, sent by mail or given for a password; only its SHA-256 is kept."""

    id = fields.UUIDField(primary_key=True, default=uuid7)
    user: fields.ForeignKeyRelation[User] = fields.ForeignKeyField(
        "models.User", related_name=False, db_constraint=False
    )
    user_id: UUID
    purpose = fields.CharEnumField(Purpose, max_length=20)
    token_hash = fields.CharField(max_length=64, unique=True)
    expires_at = fields.DatetimeField()
    used_at = fields.DatetimeField(null=True)
    created_at = fields.DatetimeField(auto_now_add=True)

    class Meta:
        table = "user_tokens"

    @classmethod
    async def issue(cls, user: User, purpose: Purpose) -> str:
        return (await cls.issued(user, purpose))[0]

    @classmethod
    async def issued(cls, user: User, purpose: Purpose) -> tuple[str, datetime]:
        """A new token, and until when it is good."""
        token, expires_at = new_secret(), datetime.now(UTC) + LIFE[purpose]
        await cls.create(
            user_id=user.id, purpose=purpose, token_hash=digest(token), expires_at=expires_at
        )
        return token, expires_at

    @classmethod
    async def holder(cls, token: str, purpose: Purpose) -> User:
        """Whose it is, if it is good at this moment. Raises LinkUsed."""
        return await User.get(id=(await cls._good(token, purpose)).user_id)

    @classmethod
    async def held(cls, token: str, purpose: Purpose) -> User:
        """The same, locked: two who come with tokens of one user at once take turns."""
        user = await User.select_for_update(no_key=True).get(
            id=(await cls._good(token, purpose)).user_id
        )
        await cls._good(token, purpose)  # is it still, now that we had our turn?
        return user

    @classmethod
    async def use(cls, token: str, purpose: Purpose) -> User:
        """Whose token it is; with it all their tokens of this purpose are used. Raises LinkUsed."""
        user = await cls.held(token, purpose)
        unused = cls.filter(user_id=user.id, purpose=purpose, used_at=None)
        await unused.update(used_at=datetime.now(UTC))
        return user

    @classmethod
    async def _good(cls, token: str, purpose: Purpose) -> Self:
        known = await cls.get_or_none(
            token_hash=digest(token),
            purpose=purpose,
            used_at=None,
            expires_at__gt=datetime.now(UTC),
        )
        if known is None:
            raise LinkUsed
        return known

    @staticmethod
    async def forget_expired() -> int:
        """Drop the tokens that are good for nothing any more; how many."""
        return await forget(FORGET_TOKENS)


FORGET_TOKENS: Final = """
    DELETE FROM user_tokens WHERE id IN (
        SELECT id FROM user_tokens WHERE expires_at < now() LIMIT $1 FOR UPDATE SKIP LOCKED)
"""
