"""Somebody is invited and comes."""

from models.identity import Entry, Invitation, Role, accept_invitation, invite
from models.tenancy import acting_for, every_company
from tests.models.identity.arrivals import PASSWORD, code_in, last_mail, somewhere, viewer_of


async def invited(entry: Entry, email: str, role: Role = Role.MEMBER) -> tuple[Invitation, str]:
    """The invitation, and the code from its mail."""
    company = entry.seat.company.id
    with acting_for(company):
        offer = await invite(email, role, by=viewer_of(entry))
    return offer, code_in(await last_mail(company, to=email.strip().lower()))


async def comes(code: str, password: str = PASSWORD, name: str | None = "Robin") -> Entry:
    return await accept_invitation(code, name=name, password=password, origin=somewhere())


async def again(offer: Invitation) -> Invitation:
    with every_company():
        return await Invitation.get(id=offer.id)
