"""Offering somebody a place in the company."""

from typing import TYPE_CHECKING

from models.database import transaction
from models.events import Event
from models.identity.company import Company
from models.identity.email import email_address
from models.identity.invitation import Invitation, InvitationState
from models.identity.member import Member
from models.identity.permissions import Role, to_grant
from models.identity.refusals import AlreadyInvited, AlreadyMember
from models.identity.standing import require_still
from models.identity.throttle import throttle

if TYPE_CHECKING:
    from models.viewer import Viewer


async def invite(email: str, role: Role, *, by: "Viewer") -> Invitation:
    """Invite by mail. Doing it again sends nothing again; an expired invitation is made anew.

    Raises AlreadyMember or AlreadyInvited.
    """
    email = email_address("email", email)
    await throttle("invitation", account=str(by.company_id))
    async with transaction():
        await Company.held()  # two who invite the same person take turns
        await require_still(by, to_grant(role))
        if await Member.filter(email=email, removed_at=None).exists():
            raise AlreadyMember
        offer = await Invitation.get_or_none(email=email, accepted_at=None, revoked_at=None)
        if offer is not None and offer.state is InvitationState.OPEN:
            if offer.role is not role:
                raise AlreadyInvited
            return offer
        offer = offer or Invitation(email=email)
        offer.role, offer.invited_by_id = role, by.member_id
        token = offer.renew()
        await offer.save()
        await offer.post(token, by=by)
        await Event.record("invitation.created", offer, actor=by, changes={"role": role})
    return offer
