"""Companies and the people in them, made by the product's own verbs."""

from dataclasses import dataclass
from uuid import UUID

from models.database import transaction
from models.identifiers import uuid7
from models.identity import Company, Member, Role, User
from models.tenancy import acting_for, every_company
from models.viewer import Viewer


@dataclass(frozen=True)
class Cast:
    """One company: its id and its owner, as a row and as a viewer."""

    id: UUID
    owner: Member

    @property
    def viewer(self) -> Viewer:
        return Viewer.member(self.owner)


async def found(name: str) -> Cast:
    """A company with an owner and nothing else."""
    with every_company():
        async with transaction():
            owner = await User.create(
                email=f"{uuid7().hex}@{name.lower()}.example",
                password_hash="-",
                name=f"{name} owner",
            )
            member = await Company.found(name, owner=owner)
    return Cast(member.company_id, member)


async def hire(company: Cast, role: Role, name: str = "Robin") -> Viewer:
    """One more member of a company, as a viewer."""
    with every_company():
        user = await User.create(email=f"{uuid7().hex}@example.org", password_hash="-", name=name)
    with acting_for(company.id):
        member = await Member.create(user_id=user.id, name=name, email=user.email, role=role)
    return Viewer.member(member)
