"""State + events = fresh state, for those who see only some conversations: what comes and goes.

Their stores live through a day at random, of which the seed is told.
"""

import asyncio
from dataclasses import dataclass, field
from random import Random
from typing import Any, Final

import orjson

from models.contacts import Contact
from models.conversations import Conversation
from models.events import Event, seq_of
from models.identifiers import global_id
from models.identity import Member, Role
from models.sight import Sight, sights
from models.tenancy import acting_for
from models.viewer import Viewer
from schema.audience import includes, left_by
from tests.clients import SOON
from tests.sights import a_queue
from tests.state.conftest import Worlds
from tests.state.screen import CONVERSATION, MESSAGE
from tests.state.store import Store
from tests.state.watcher import Watcher, _send
from tests.state.world import World

REMOVED: Final = """subscription ($after: Cursor) { conversationRemoved(after: $after) {
  cursor conversationId } }"""
THREAD: Final = f"""query ($id: ID!) {{ conversation(id: $id) {{ __typename {CONVERSATION}
  messages(last: 40) {{ edges {{ node {{ __typename {MESSAGE}
  conversation {{ id }} }} }} }} }} }}"""
OF_THREADS: Final = ("Conversation", "Message")
ROUNDS: Final = 6


@dataclass
class Seer(Watcher):
    """As docs/realtime.md has it: what is gone, and what is new, is read again."""

    removed_at: str = ""
    frames: dict[str, list[Any]] = field(default_factory=lambda: {"1": [], "2": []})

    @classmethod
    async def of(cls, world: World, member: Member) -> "Seer":
        watcher = await cls.begin(world.watchers[0].door, world.watchers[0].http, member)
        assert isinstance(watcher, cls)
        watcher.removed_at = watcher.store.cursor
        return watcher

    async def learn(self, marker: str) -> list[str]:
        """Up to the event of the marker, and all that was taken from their sight."""
        names: list[str] = []
        while not names or names[-1] != marker:
            told = (await self._next("1"))["events"]
            kind, id = told["event"]["subjectType"], told["event"]["subjectId"]
            names.append(id if kind == "Contact" else told["event"]["name"])
            if kind in OF_THREADS:
                await self._read(kind, id)
            else:
                await self.store.apply(kind, id, self.ask)
            self.store.cursor = told["cursor"]
        for _ in range(await self._leavings()):
            told = (await self._next("2"))["conversationRemoved"]
            await self._thread(self.store, told["conversationId"])
            self.removed_at = told["cursor"]
        return names

    async def _read(self, kind: str, id: str) -> None:
        known = set(self.store.objects["Conversation"])
        await self.store.apply(kind, id, self.ask)
        for new in set(self.store.objects["Conversation"]) - known:
            await self._thread(self.store, new)

    async def fresh(self) -> Store:
        store = await super().fresh()
        for id in list(store.objects["Conversation"]):
            await self._thread(store, id)  # with all that is said
        return store

    async def _thread(self, store: Store, id: str) -> None:
        found = await self.ask(THREAD, id=id)
        messages = store.objects["Message"]
        for message in [m for m, of in messages.items() if of["conversation"] == id]:
            del messages[message]
        store.objects["Conversation"].pop(id, None)
        if found is not None:
            store._absorb(found)

    async def _leavings(self) -> int:
        company_id, member_id = self.who.member.company_id, self.who.member.id
        behind = seq_of(self.removed_at, company_id=company_id)
        with acting_for(company_id):
            sight: Sight | None = (await sights([member_id]))[member_id]
            events = await Event.filter(seq__gt=behind).order_by("seq")
        moves = [left_by(event) for event in events if event.conversation_id]
        return sum(move is not None and includes(move, sight) for move in moves)

    async def _next(self, id: str) -> Any:
        async with asyncio.timeout(SOON):
            if self.wire is None:
                self.wire = await self._dial()
                asked = {"query": REMOVED, "variables": {"after": self.removed_at}}
                await _send(self.wire, type="subscribe", id="2", payload=asked)
            while not self.frames[id]:
                frame = orjson.loads(await self.wire.recv())
                assert frame["type"] == "next", frame
                assert "errors" not in frame["payload"], frame
                self.frames[frame["id"]].append(frame["payload"]["data"])
        return self.frames[id].pop(0)


class Day:
    """Conversations that change hands and queues while people write in them."""

    def __init__(self, world: World, random: Random) -> None:
        self.world, self.random = world, random
        self.conversations: list[Conversation] = []

    async def begun(self) -> "Day":
        self.staff = [await self.world.member(role) for role in (Role.MEMBER, Role.SUPERVISOR)]
        self.staff.append(await self.world.member(Role.READ_ONLY))
        sales = [Viewer.member(member) for member in self.staff]
        other = Viewer.member(await self.world.member())
        self.queues = [
            await a_queue(self.world.company, *sales),
            await a_queue(self.world.company, other),
            None,
        ]
        self.holders = [self.staff[0], await self._member(other), None]
        for _ in range(3):
            self.conversations.append(await self.world.conversation())
        return self

    async def step(self) -> str:
        conversation = self.random.choice(self.conversations)
        deed = self.random.choice(
            ["move", "move", "assign", "assign", "say", "say", "follow", "new"]
        )
        by = self.world.viewer
        with acting_for(self.world.company.id):
            row = await Conversation.get(id=conversation.id)
            match deed:
                case "move":
                    keep = self.random.random() < 0.5
                    await row.move_to_queue(
                        self.random.choice(self.queues), by=by, keep_assignee=keep
                    )
                case "assign":
                    await row.assign(self.random.choice(self.holders), by=by)
                case "say":
                    await row.post("Hi", author=by, note=self.random.random() < 0.3)
                case "follow":
                    member = self.random.choice(self.staff)
                    if self.random.random() < 0.5:
                        await row.add_participants([member], by=by)
                    else:
                        await row.remove_participants([member], by=by)
        if deed == "new":
            self.conversations.append(await self.world.conversation())
        return deed

    async def _member(self, viewer: Viewer) -> Member:
        with acting_for(self.world.company.id):
            return await Member.get(id=viewer.member_id)


async def test_what_comes_and_goes_is_told_to_those_who_see_a_part(worlds: Worlds) -> None:
    world, seed = await worlds.of("sight"), Random().randrange(1_000_000)
    random = Random(seed)
    day = await Day(world, random).begun()
    seers = [await Seer.of(world, member) for member in day.staff]

    try:
        done: list[str] = []
        for number in range(ROUNDS):
            done += [await day.step() for _ in range(random.choice([1, 2, 7]))]
            with acting_for(world.company.id):
                marker = await Contact.add(name=f"Marker {number}", by=world.viewer)
            for seer in seers:
                told = await seer.learn(global_id("Contact", marker.id))
                fresh = await seer.fresh()
                every = seer.store.differences(fresh)
                differences = [each for each in every if each.startswith(OF_THREADS)]
                role = seer.who.member.role
                assert not differences, f"seed {seed}, {role}: {done}, told {told}: {differences}"
    finally:
        for seer in seers:
            await seer.close()
    held = [len(seer.store.objects["Conversation"]) for seer in seers]
    assert min(held) < len(day.conversations) + len(world.watchers)
