"""An offer to join a company, sent by mail."""

from collections.abc import Collection
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Final, Self
from uuid import UUID

from tortoise import fields
from tortoise.queryset import QuerySet

from models.database import fetch, transaction
from models.events import Actor, Event
from models.identity import letters
from models.identity.permissions import Role, to_grant
from models.identity.refusals import InvitationClosed
from models.identity.secret import digest, new_secret
from models.identity.standing import require_still
from models.identity.throttle import throttle
from models.tenancy import CompanyModel

if TYPE_CHECKING:
    from models.identity.member import Member
    from models.viewer import Viewer

LIFE: Final = timedelta(days=7)


class InvitationState(StrEnum):
    OPEN = "OPEN"
    ACCEPTED = "ACCEPTED"
    REVOKED = "REVOKED"
    EXPIRED = "EXPIRED"

    @classmethod
    def of(
        cls, *, accepted_at: datetime | None, revoked_at: datetime | None, expires_at: datetime
    ) -> "InvitationState":
        if accepted_at is not None:
            return cls.ACCEPTED
        if revoked_at is not None:
            return cls.REVOKED
        return cls.EXPIRED if expires_at <= datetime.now(UTC) else cls.OPEN


class Invitation(CompanyModel):
    """Open until accepted, revoked or expired; only the token's SHA-256 is kept."""

    email = fields.CharField(max_length=254)
    role = fields.CharEnumField(Role, max_length=20)
    token_hash = fields.CharField(max_length=64)
    invited_by: "fields.ForeignKeyNullableRelation[Member]" = fields.ForeignKeyField(
        "models.Member", related_name=False, db_constraint=False, null=True
    )
    invited_by_id: UUID | None
    expires_at = fields.DatetimeField()
    accepted_at = fields.DatetimeField(null=True)
    revoked_at = fields.DatetimeField(null=True)

    class Meta:
        table = "invitations"

    @property
    def state(self) -> InvitationState:
        return InvitationState.of(
            accepted_at=self.accepted_at, revoked_at=self.revoked_at, expires_at=self.expires_at
        )

    @staticmethod
    def within(offers: QuerySet["Invitation"], state: InvitationState) -> QuerySet["Invitation"]:
        """Those of `offers` in this state now."""
        pending = offers.filter(accepted_at=None, revoked_at=None)
        now = datetime.now(UTC)
        match state:
            case InvitationState.ACCEPTED:
                return offers.filter(accepted_at__isnull=False)
            case InvitationState.REVOKED:
                return offers.filter(revoked_at__isnull=False)
            case InvitationState.EXPIRED:
                return pending.filter(expires_at__lte=now)
            case InvitationState.OPEN:
                return pending.filter(expires_at__gt=now)

    @classmethod
    async def revoke_beyond(
        cls, permissions: Collection[str], *, made_by: UUID, by: Actor | None
    ) -> None:
        """Revoke the open offers of a member who could no longer make them."""
        for offer in await cls.filter(
            invited_by_id=made_by, accepted_at=None, revoked_at=None
        ).order_by("id"):
            if to_grant(offer.role) not in permissions:
                await offer._revoke(by=by)

    async def resend(self, *, by: "Viewer") -> Self:
        """Send a new mail, valid anew; the code in the last one is void."""
        await throttle("invitation", account=str(self.company_id))
        async with transaction():
            await self.lock()
            await require_still(by, to_grant(self.role))
            if self.state not in (InvitationState.OPEN, InvitationState.EXPIRED):
                raise InvitationClosed
            token = self.renew()
            await self.save(update_fields=["token_hash", "expires_at"])
            await self.post(token, by=by)
            await Event.record("invitation.resent", self, actor=by)
        return self

    async def revoke(self, *, by: "Viewer") -> Self:
        """Its mail no longer lets anybody in. Raises InvitationClosed for an accepted one."""
        by.require(to_grant(self.role))
        return await self._revoke(by=by)

    async def accept(self, *, by: "Member") -> None:
        """It has done its work; call with it locked."""
        self.accepted_at = datetime.now(UTC)
        await self.save(update_fields=["accepted_at"])
        await Event.record("invitation.accepted", self, actor=by, changes={"member_id": by.id})

    def renew(self) -> str:
        """A new token and a new life; the caller saves."""
        token = new_secret()
        self.token_hash, self.expires_at = digest(token), datetime.now(UTC) + LIFE
        return token

    async def post(self, token: str, *, by: "Viewer") -> None:
        """Have the mail with the token sent, once the running transaction commits."""
        rows = await fetch("SELECT name FROM companies WHERE id = $1", self.company_id)
        inviter = by.name or rows[0]["name"]
        mail = letters.invitation(self, token=token, company=rows[0]["name"], inviter=inviter)
        await mail.post(company_id=self.company_id)

    async def _revoke(self, *, by: Actor | None) -> Self:
        async with transaction():
            await self.lock()
            if self.accepted_at is not None:
                raise InvitationClosed
            if self.revoked_at is None:
                self.revoked_at = datetime.now(UTC)
                await self.save(update_fields=["revoked_at"])
                await Event.record("invitation.revoked", self, actor=by)
        return self
