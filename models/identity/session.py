"""A signed-in member on one device, and the refresh tokens that keep it so."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final, Literal, Self
from uuid import UUID

from tortoise import fields
from tortoise.queryset import QuerySet

from models.database import transaction
from models.events import Actor, Event
from models.forgetting import days_ago, forget
from models.identity import access_token
from models.identity.refusals import NotAMember
from models.identity.secret import digest, new_secret
from models.seal import seal
from models.settings import settings
from models.tenancy import CompanyModel

if TYPE_CHECKING:
    from models.identity.member import Member
    from models.viewer import Viewer

SHOWN_USER_AGENT: Final = 300
SHOWN_ADDRESS: Final = 64
EndReason = Literal[
    "SIGNED_OUT",
    "SIGNED_OUT_EVERYWHERE",
    "ENDED_BY_MEMBER",
    "PASSWORD_CHANGED",
    "PASSWORD_RESET",
    "REFRESH_TOKEN_REUSED",
    "MEMBER_DISABLED",
    "MEMBER_REMOVED",
    "SECOND_FACTOR_RESET",
]


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a request came from."""

    address: str | None = None
    user_agent: str | None = None


@dataclass(frozen=True, slots=True)
class SessionTokens:
    """What a client holds of a session, each shown once."""

    session: "Session"
    access_token: str = field(repr=False)
    expires_at: datetime
    refresh_token: str = field(repr=False)


class Session(CompanyModel):
    """One sign-in; every access token names it, so ending it ends them all."""

    member: "fields.ForeignKeyRelation[Member]" = fields.ForeignKeyField(
        "models.Member", related_name=False, db_constraint=False
    )
    member_id: UUID
    address = fields.CharField(max_length=SHOWN_ADDRESS, null=True)
    user_agent = fields.CharField(max_length=SHOWN_USER_AGENT, null=True)
    expires_at = fields.DatetimeField()
    revoked_at = fields.DatetimeField(null=True)
    last_used_at = fields.DatetimeField(null=True)

    class Meta:
        table = "sessions"

    @classmethod
    async def start(cls, member: "Member", *, origin: Origin) -> SessionTokens:
        """Sign a member in; call inside a transaction that holds the member."""
        session = cls(company_id=member.company_id, member_id=member.id)
        session._extend(origin)
        await session.save(force_create=True)
        refresh_token = await RefreshToken.issue(session)
        await Event.record("session.started", session, actor=member)
        return session.tokens(member, refresh_token=refresh_token)

    @classmethod
    async def end_each(
        cls, sessions: QuerySet["Session"], *, reason: EndReason, by: Actor | None
    ) -> int:
        """End those of `sessions` that are still live; how many that were."""
        async with transaction():
            # In one order, so that two who end the same sessions wait and do not deadlock.
            live = await cls.live(sessions).order_by("id").select_for_update(no_key=True)
            for session in live:
                await session._end(reason, by=by)
        return len(live)

    @staticmethod
    async def forget_ended(*, days: int) -> int:
        """Drop what ended so many days ago, with its tokens; how many. For every company."""
        return await forget(FORGET_SESSIONS, *days_ago(days))

    @classmethod
    async def of(cls, viewer: "Viewer") -> Self:
        """The session that the viewer's token names. Raises NotAMember for an API key."""
        if viewer.session_id is None:
            raise NotAMember
        return await cls.get(id=viewer.session_id)

    @staticmethod
    def live(sessions: QuerySet["Session"]) -> QuerySet["Session"]:
        return sessions.filter(revoked_at=None, expires_at__gt=datetime.now(UTC))

    @property
    def is_live(self) -> bool:
        return self.revoked_at is None and self.expires_at > datetime.now(UTC)

    async def end(self, *, reason: EndReason, by: Actor | None) -> Self:
        """From now on its tokens are refused and its sockets end."""
        async with transaction():
            await self.lock()
            if self.is_live:
                await self._end(reason, by=by)
        return self

    async def prolong(self, *, origin: Origin) -> None:
        """Its device has shown itself; call with the session locked."""
        self._extend(origin)
        await self.save()

    def tokens(self, member: "Member", *, refresh_token: str) -> SessionTokens:
        token, expires_at = access_token.issue(
            user_id=member.user_id,
            company_id=member.company_id,
            member_id=member.id,
            session_id=self.id,
            at=datetime.now(UTC),
        )
        return SessionTokens(self, token, expires_at, refresh_token)

    def _extend(self, origin: Origin) -> None:
        self.last_used_at = datetime.now(UTC)
        self.expires_at = self.last_used_at + timedelta(days=settings().refresh_token_days)
        self.address = shown(origin.address, SHOWN_ADDRESS)
        self.user_agent = shown(origin.user_agent, SHOWN_USER_AGENT)

    async def _end(self, reason: EndReason, *, by: Actor | None) -> None:
        self.revoked_at = datetime.now(UTC)
        await self.save(update_fields=["revoked_at"])
        changes = {"session_id": self.id, "member_id": self.member_id, "reason": reason}
        await Event.record("session.ended", self, actor=by, changes=changes)


class RefreshToken(CompanyModel):
    """One link of a session's chain; using a rotated one again revokes the session.

    `successor` is the next link, sealed, for a client that did not get our answer and asks again.
    """

    session: fields.ForeignKeyRelation[Session] = fields.ForeignKeyField(
        "models.Session", related_name=False, db_constraint=False
    )
    session_id: UUID
    token_hash = fields.CharField(max_length=64)
    rotated_at = fields.DatetimeField(null=True)
    successor = fields.TextField(null=True)

    class Meta:
        table = "refresh_tokens"

    @classmethod
    async def issue(cls, session: Session) -> str:
        token = new_secret()
        await cls.create(
            company_id=session.company_id, session_id=session.id, token_hash=digest(token)
        )
        return token

    @staticmethod
    async def forget_rotated(*, days: int) -> int:
        """Drop the links that were used so many days ago; how many. For every company.

        Whoever uses one after that is refused as with any wrong token, and ends no session.
        """
        return await forget(FORGET_ROTATED, *days_ago(days))

    async def rotate(self, session: Session) -> str:
        """The next link; call with the session locked."""
        token = await RefreshToken.issue(session)
        await RefreshToken.filter(session_id=self.session_id).update(successor=None)
        self.rotated_at, self.successor = datetime.now(UTC), seal(token)
        await self.save(update_fields=["rotated_at", "successor"])
        return token


def shown(text: str | None, longest: int) -> str | None:
    """What a stranger says of themselves, fit to be shown."""
    return text and "".join(filter(str.isprintable, text))[:longest]


FORGET_SESSIONS: Final = """
    WITH old AS (
        SELECT company_id, id FROM sessions
        WHERE id < $1 AND least(expires_at, revoked_at) < $2
        ORDER BY id LIMIT $3 FOR UPDATE SKIP LOCKED
    ), links AS (
        DELETE FROM refresh_tokens t USING old
        WHERE t.company_id = old.company_id AND t.session_id = old.id
    )
    DELETE FROM sessions s USING old WHERE s.company_id = old.company_id AND s.id = old.id
"""
FORGET_ROTATED: Final = """
    DELETE FROM refresh_tokens WHERE id IN (
        SELECT id FROM refresh_tokens WHERE id < $1 AND rotated_at < $2
        ORDER BY id LIMIT $3 FOR UPDATE SKIP LOCKED)
"""
