"""One more company for somebody who is in already."""

from typing import TYPE_CHECKING

from models.checks import line
from models.database import transaction
from models.identity.company import LONGEST_NAME, Company
from models.identity.permissions import Role
from models.identity.session import Origin
from models.identity.sign_in import Entry, Seat, enter, seats_of
from models.identity.throttle import throttle
from models.identity.user import User
from models.tenancy import every_company

if TYPE_CHECKING:
    from models.viewer import Viewer


async def found_company(name: str, *, by: "Viewer", origin: Origin) -> Entry:
    """A company of the viewer's own, entered. The same again enters the same one.

    Raises Invalid, RateLimited or NotAMember.
    """
    name = line("name", name, longest=LONGEST_NAME)
    user = await User.of(by)
    await throttle("sign_up", account=user.email, address=origin.address)
    with every_company():
        async with transaction():
            await user.hold()
            for seat in await seats_of(user):
                if seat.company.name == name and seat.member.role is Role.OWNER:
                    return await enter(seat, seats=await seats_of(user), origin=origin)
            member = await Company.found(name, owner=user)
            seat = Seat(await Company.get(id=member.company_id), member)
            return await enter(seat, seats=await seats_of(user), origin=origin)
