"""Companies of one run: their people, what they write, and the roles these had."""

import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, Final
from uuid import UUID, uuid4

import httpx

from models.conversations import Conversation, Message
from models.database import execute, transaction
from models.events import Event, EventName
from models.identifiers import global_id
from models.identity import Member, Role
from models.tenancy import acting_for
from tests.chaos.oracle import Log, Tenure
from tests.chaos.platform import Platform
from tests.clients import SignedIn, sign_in
from tests.people import Cast, found, hire
from tests.threads import open_conversation

CREATED: Final = "message.created"
ROLES: Final = (Role.OWNER, Role.SUPERVISOR, Role.MEMBER, Role.READ_ONLY)
NAMES: Final[tuple[EventName, ...]] = ("member.updated", "invitation.created", "job.dead")
NOTE: Final = """n{n}: sendMessage(input: {{conversationId: $in, note: true,
  body: "note {n}", clientId: "{id}"}}) {{ message {{ id }} cursor }}"""
REFUSED: Final = """mutation($in: ID!) { sendMessage(input: {
  conversationId: $in, note: true, body: "too late" }) { cursor } }"""


class Undo(Exception):
    """Rolls a transaction back."""


@dataclass(eq=False)
class Firm:
    """One company; in every run there are rivals beside it."""

    cast: Cast
    people: list[SignedIn]
    open: Conversation
    resolved: Conversation
    tenures: dict[UUID, list[Tenure]]
    acknowledged: list[tuple[str, str]] = field(default_factory=list)  # message and cursor

    @classmethod
    async def found(cls, name: str) -> "Firm":
        cast = await found(name)
        people = [await sign_in(cast.owner)]
        for role in ROLES[1:]:
            viewer = await hire(cast, role, role.title())
            with acting_for(cast.id):
                member = await Member.get(id=viewer.member_id)
            people.append(await sign_in(member))
        running = await open_conversation(cast, f"Hello {name}")
        done = await open_conversation(cast, f"Bye {name}")
        with acting_for(cast.id):
            await done.resolve(by=cast.viewer)
        tenures = {who.member.id: [Tenure(who.member.role)] for who in people}
        return cls(cast, people, running, done, tenures)

    async def write(self, platform: Platform, slot: int, number: int) -> str | None:
        """So many notes by one request, each a transaction; why they were not acknowledged."""
        notes = " ".join(NOTE.format(n=n, id=uuid4().hex) for n in range(number))
        document = f"mutation($in: ID!) {{ {notes} }}"
        answer = await self._ask(platform, slot, document, self.open)
        if "errors" in answer:
            return _code(answer)
        for told in answer["data"].values():
            self.acknowledged.append((told["message"]["id"], told["cursor"]))
        return None

    async def be_refused(self, platform: Platform, slot: int) -> str:
        """The code with which a transaction that had begun is refused."""
        answer = await self._ask(platform, slot, REFUSED, self.resolved)
        return _code(answer)

    async def record(self, number: int, *, size: int = 0, undo: bool = False) -> None:
        """So many events in one transaction of another process, or none after all."""
        with acting_for(self.cast.id):
            async with transaction():
                for n in range(number):
                    changes = {"n": n, "filler": "x" * size}
                    await Event.record(NAMES[n % len(NAMES)], self.cast.owner, changes=changes)
                if undo:
                    raise Undo

    async def mark(self) -> None:
        """One more event, of which everybody is told."""
        with acting_for(self.cast.id):
            await self.open.post("That is all.", author=self.cast.viewer, note=True)

    async def change_role(self, who: SignedIn, role: Role) -> None:
        if who is self.people[0]:
            return  # a company keeps its owner
        tenures, began = self.tenures[who.member.id], time.monotonic()
        with acting_for(self.cast.id):
            member = await Member.get(id=who.member.id)
            if role is member.role:
                return
            try:
                await member.change_role(role, by=self.cast.viewer)
            finally:
                # Not known before it is looked up: the database may have been cut off meanwhile.
                now = (await Member.get(id=who.member.id)).role
                if now is role:
                    last = tenures.pop()
                    tenures.append(Tenure(last.role, last.since, time.monotonic()))
                    tenures.append(Tenure(role, began))

    @asynccontextmanager
    async def log_held(self) -> AsyncIterator[None]:
        """Nobody can commit an event meanwhile: whoever tries waits in the middle of a change."""
        with acting_for(self.cast.id):
            async with transaction():
                await execute(
                    "SELECT 1 FROM event_heads WHERE company_id = $1 FOR UPDATE", self.cast.id
                )
                yield

    async def judge_writes(self, log: Log) -> None:
        """What was acknowledged is in the log, and a message is there if and only if its event."""
        told = {event.subject: event.cursor for event in log.events if event.name == CREATED}
        for message, cursor in self.acknowledged:
            assert message in told, "a message was acknowledged and has no event"
            assert log.places[told[message]] <= log.places[cursor], "visible later than was said"
        with acting_for(self.cast.id):
            there = {global_id("Message", row.id) for row in await Message.all().only("id")}
        assert there == set(told), "a change and its event were torn apart"

    async def _ask(
        self, platform: Platform, slot: int, document: str, conversation: Conversation
    ) -> Any:
        """The answer, or an error that says why there was none."""
        api = await platform.door(slot)
        variables = {"in": global_id("Conversation", conversation.id)}
        try:
            response = await platform.http.post(
                f"{api.url}/graphql",
                json={"query": document, "variables": variables},
                headers=self.people[0].headers,
            )
        except httpx.TransportError as error:
            return {"errors": [{"extensions": {"code": repr(error)}}]}
        return response.json()


def _code(answer: Any) -> str:
    return str(answer["errors"][0]["extensions"]["code"])
