"""A front end that watches: it follows the events of its company and keeps its store true."""

import asyncio
from dataclasses import dataclass
from typing import Any

import httpx
import orjson
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from models.events import Event, seq_of
from models.events.meant import FOR
from models.identity import PERMISSIONS, Member
from models.tenancy import acting_for
from tests.chaos.oracle import may_hear
from tests.clients import SOON, Door, SignedIn, sign_in
from tests.state.store import Store

EVENTS = """subscription ($after: Cursor) { events(after: $after) {
  cursor event { name subjectId subjectType } } }"""


class Lost(Exception):
    """The connection, with the code of its close."""


class Outdated(Exception):
    """What it knows is from before its queues changed."""


@dataclass
class Watcher:
    """One member on one device, whatever becomes of their sessions."""

    door: Door
    http: httpx.AsyncClient
    who: SignedIn
    store: Store
    wire: ClientConnection | None = None

    @classmethod
    async def begin(cls, door: Door, http: httpx.AsyncClient, member: Member) -> "Watcher":
        who = await sign_in(member)
        watcher = cls(door, http, who, Store(PERMISSIONS[member.role]))
        await watcher.store.fill(watcher.ask)
        return watcher

    async def ask(self, document: str, **variables: Any) -> Any:
        """The data; None where it says NOT_FOUND."""
        body = {"query": document, "variables": variables}
        response = await self.http.post("/graphql", json=body, headers=self.who.headers)
        if response.status_code == 401:
            await self._sign_in_again()
            return await self.ask(document, **variables)
        answer = response.json()
        if "errors" not in answer:
            return answer["data"]
        assert [e["extensions"]["code"] for e in answer["errors"]] == ["NOT_FOUND"], answer
        return None

    async def catch_up(self) -> list[str]:
        """Hear all that there is to hear, and apply it; the names of what happened."""
        names: list[str] = []
        while due := await self._due():
            changed: dict[tuple[str, str], None] = {}
            for name in due:
                try:
                    told = await self._hear()
                except Outdated:
                    await self.store.fill(self.ask)
                    changed.clear()
                    break
                assert told["event"]["name"] == name
                self.store.cursor = told["cursor"]
                changed[told["event"]["subjectType"], told["event"]["subjectId"]] = None
                names.append(name)
            for kind, id in changed:  # who finds their sign-in ended begins another, which is told
                await self.store.apply(kind, id, self.ask)
        return names

    async def fresh(self) -> Store:
        """What a client would hold that came just now."""
        return await Store(self.store.permissions).fill(self.ask)

    async def close(self) -> None:
        if self.wire is not None:
            await self.wire.close()

    async def _due(self) -> list[str]:
        """What it has not heard of yet, and may."""
        company_id = self.who.member.company_id
        behind = seq_of(self.store.cursor, company_id=company_id)
        with acting_for(company_id):
            rows: Any = (
                await Event.filter(seq__gt=behind).order_by("seq").values_list("name", "changes")
            )
        return [
            name
            for name, changes in rows
            if may_hear(name, self.store.permissions) and self._is_for_us(changes)
        ]

    def _is_for_us(self, changes: dict[str, Any]) -> bool:
        told = changes.get(FOR)
        return (
            told is None
            or told.get("may") in self.store.permissions
            or str(self.who.member.id) in told["actors"]
            or bool(told["queues"])
        )

    async def _sign_in_again(self) -> None:
        """Their front end shows the door, and they come in by it."""
        with acting_for(self.who.member.company_id):
            self.who = await sign_in(await Member.get(id=self.who.member.id))

    async def _hear(self) -> Any:
        async with asyncio.timeout(SOON):
            while True:
                try:
                    self.wire = self.wire or await self._dial()
                    frame = orjson.loads(await self.wire.recv())
                except ConnectionClosed:
                    self.wire = None
                    await self.ask("{ cursor }")  # finds out whether a new sign-in is needed
                    continue
                if "CURSOR_EXPIRED" in str(frame):
                    await self.close()
                    self.wire = None
                    raise Outdated
                assert frame["type"] == "next", frame
                assert "errors" not in frame["payload"], frame
                return frame["payload"]["data"]["events"]

    async def _dial(self) -> ClientConnection:
        wire = await connect(
            self.door.socket_url,
            subprotocols=["graphql-transport-ws"],  # type: ignore[list-item]
            compression=None,
        )
        await _send(wire, type="connection_init", payload=self.who.headers)
        await wire.recv()
        asked = {"query": EVENTS, "variables": {"after": self.store.cursor}}
        await _send(wire, type="subscribe", id="1", payload=asked)
        return wire


async def _send(wire: ClientConnection, **message: Any) -> None:
    await wire.send(orjson.dumps(message).decode())
