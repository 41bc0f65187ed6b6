"""Who came in as a member or tried to: what somebody looks through when they fear a thief."""

from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Final
from uuid import UUID

from tortoise import fields

from models.events import Event
from models.identity.session import SHOWN_ADDRESS, SHOWN_USER_AGENT, Origin, shown
from models.tenancy import CompanyModel

if TYPE_CHECKING:
    from models.identity.member import Member

KEPT: Final = timedelta(days=90)


class Outcome(StrEnum):
    ENTERED = "ENTERED"
    WRONG_PASSWORD = "WRONG_PASSWORD"  # noqa: S105
    WRONG_CODE = "WRONG_CODE"


class SignIn(CompanyModel):
    """One attempt to come in. A failed one is noted in each company that the user is in."""

    member: "fields.ForeignKeyRelation[Member]" = fields.ForeignKeyField(
        "models.Member", related_name=False, db_constraint=False
    )
    member_id: UUID
    outcome = fields.CharEnumField(Outcome, max_length=20)
    address = fields.CharField(max_length=SHOWN_ADDRESS, null=True)
    user_agent = fields.CharField(max_length=SHOWN_USER_AGENT, null=True)

    class Meta:
        table = "sign_ins"

    @classmethod
    async def note(cls, member: "Member", outcome: Outcome, *, origin: Origin) -> None:
        """Call inside a transaction; what is older than `KEPT` goes."""
        await cls.create(
            company_id=member.company_id,
            member_id=member.id,
            outcome=outcome,
            address=shown(origin.address, SHOWN_ADDRESS),
            user_agent=shown(origin.user_agent, SHOWN_USER_AGENT),
        )
        theirs = cls.filter(company_id=member.company_id, member_id=member.id)
        await theirs.filter(created_at__lt=datetime.now(UTC) - KEPT).delete()
        if outcome is not Outcome.ENTERED:  # of that, session.started tells
            changes = {"reason": outcome}
            await Event.record("member.sign_in_failed", member, changes=changes)
