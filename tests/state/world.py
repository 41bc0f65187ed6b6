"""A company at work: who acts, those who watch, and what a scenario needs."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, Final
from uuid import uuid4

from models.contacts import Contact
from models.conversations import Conversation, Message
from models.identifiers import global_id
from models.identity import Entry, Member, Role
from models.tenancy import CompanyModel, acting_for
from models.viewer import Viewer
from tests.clients import SignedIn, sign_in
from tests.doors import Sender
from tests.models.identity.arrivals import PASSWORD, join
from tests.people import Cast
from tests.state.watcher import Watcher
from tests.threads import hear


@dataclass(frozen=True)
class Deed:
    """A mutation about to be sent, with its input (None: it takes none)."""

    given: dict[str, Any] | None
    by: SignedIn | None  # None: a stranger
    silent: bool = False  # there is nothing that members could be told of


@dataclass
class World:
    """The boss acts, others watch. What a scenario acts on it makes for itself."""

    entry: Entry
    boss: SignedIn
    shop: Sender
    watchers: list[Watcher]
    rival: Watcher
    password: str = PASSWORD

    @property
    def company(self) -> Cast:
        return Cast(self.entry.seat.company.id, self.boss.member)

    @property
    def viewer(self) -> Viewer:
        return Viewer.member(self.boss.member, session_id=self.boss.session.id)

    async def sign_in_again(self) -> None:
        """The boss's session is over."""
        self.boss = await sign_in(self.boss.member)

    async def contact(self) -> Contact:
        with acting_for(self.company.id):
            return await Contact.add(name=f"Kim {uuid4().hex[:6]}", by=self.viewer)

    async def conversation(self, body: str = "Hello") -> Conversation:
        """Somebody new wrote."""
        message = await hear(self.company, self.shop.inbox, body, handle=uuid4().hex)
        with acting_for(self.company.id):
            return await Conversation.get(id=message.conversation_id)

    async def answered(self) -> tuple[Conversation, Message]:
        """A conversation in which the boss wrote last."""
        conversation = await self.conversation()
        with acting_for(self.company.id):
            message = await conversation.post("Hi", author=self.viewer)
        return conversation, message

    async def member(self, role: Role = Role.MEMBER) -> Member:
        return (await join(self.entry, role)).seat.member

    def deed(self, **given: Any) -> Deed:
        return Deed(given, self.boss)


Scenario = Callable[[World], Awaitable[Deed]]
SCENARIOS: Final[dict[tuple[str, str], Scenario]] = {}


def scenario(mutation: str, variant: str = "") -> Callable[[Scenario], Scenario]:
    """Makes what the mutation acts on, and says what it is to be given."""

    def register(prepare: Scenario) -> Scenario:
        assert (mutation, variant) not in SCENARIOS
        SCENARIOS[mutation, variant] = prepare
        return prepare

    return register


def id_of(row: CompanyModel) -> str:
    return global_id(type(row).__name__, row.id)
