"""Front ends that stay subscribed: whatever befalls them, they come back with their cursor."""

import asyncio
import time
from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any, Final
from uuid import UUID

import httpx
from websockets.exceptions import WebSocketException

from models.events import Event
from models.tenancy import acting_for
from tests.clients import SignedIn
from tests.fleet import Process

PATIENCE: Final = 20.0  # seconds until a server has to have answered
PAUSE: Final = 0.05  # seconds between two attempts
LOST: Final = (OSError, WebSocketException, httpx.TransportError)
Door = Callable[[int], Awaitable[Process]]


@dataclass(frozen=True)
class Topic:
    """A subscription: its document, and the names of the events it tells of (None: all)."""

    document: str
    names: frozenset[str] | None = None


EVERYTHING: Final = Topic(
    "subscription ($after: Cursor) { events(after: $after) { cursor event { name subjectId } } }"
)
IN_FULL: Final = Topic(
    """subscription ($after: Cursor) { events(after: $after) {
    cursor event { name subjectId changes occurredAt } } }"""
)
SOME: Final = Topic(
    """subscription ($after: Cursor) {
    events(after: $after, names: ["message.created", "company.updated"]) {
      cursor event { name subjectId } } }""",
    frozenset({"message.created", "company.updated"}),
)
MESSAGES: Final = Topic(
    """subscription ($after: Cursor) { messageAdded(after: $after) {
    cursor event message { id body sender { ... on Member { name } } } } }""",
    frozenset({"message.created"}),
)
TOPICS: Final = (EVERYTHING, IN_FULL, SOME, MESSAGES)


@dataclass(frozen=True, slots=True)
class Heard:
    """One event, as a client was told of it."""

    cursor: str
    name: str
    subject: str

    @classmethod
    def of(cls, payload: Any) -> "Heard":
        """Raises Refused for errors."""
        if payload.get("errors"):
            raise Refused(payload["errors"])
        (told,) = payload["data"].values()
        if "message" in told:
            return cls(told["cursor"], told["event"], told["message"]["id"])
        return cls(told["cursor"], told["event"]["name"], told["event"]["subjectId"])


@dataclass
class Span:
    """One subscription from its beginning to its end: `after` what, and what came."""

    after: str | None
    floor: int  # the head of the log before it was asked for
    begun: float = field(default_factory=time.monotonic)
    accepted: float | None = None
    heard: list[Heard] = field(default_factory=list)


class Refused(Exception):
    """The server said what it must not say to this client."""


class Follower(ABC):
    """One subscription of one member that is never given up, over any number of connections."""

    def __init__(
        self, name: str, who: SignedIn, topic: Topic, door: Door, *, slot: int, after: str | None
    ) -> None:
        self.name = name
        self.who = who
        self.topic = topic
        self.forgives = False  # that an operation fails when the database is cut off
        self.dismissed = 0
        self.first_after = after
        self.spans: list[Span] = []
        self._door = door
        self._slot = slot
        self._position = after
        self._back = 0
        self._steps_left: int | None = None
        self._reads = asyncio.Event()
        self._reads.set()
        self._attempt: asyncio.Task[None] | None = None
        self._task = asyncio.create_task(self._live())

    @property
    def company_id(self) -> UUID:
        return self.who.member.company_id

    @property
    def heard(self) -> list[Heard]:
        """All that came, in the order in which it came, repeats included."""
        return [event for span in self.spans for event in span.heard]

    @property
    def begins(self) -> str | None:
        """The position behind which it must hear everything; None while that is not known."""
        first = next((span.heard[0] for span in self.spans if span.heard), None)
        return self.first_after or (first.cursor if first else None)

    @property
    def failure(self) -> BaseException | None:
        """What ended it before it was told to end."""
        done = self._task.done() and not self._task.cancelled()
        return self._task.exception() if done else None

    def cut(self, *, after: int, slot: int, back: int = 0) -> None:
        """Lose the connection so many steps from now; return elsewhere, some cursors back."""
        self._slot, self._back = slot, back
        if after:
            self._steps_left = after
        else:
            self._break()

    async def again(self, *, back: int = 0) -> None:
        """Give the subscription up and begin it anew, by the same connection where there can be."""
        self._back = back
        self._break()

    def stop_reading(self) -> None:
        self._reads.clear()

    def read_on(self) -> None:
        self._reads.set()

    async def close(self) -> None:
        self._task.cancel()
        await asyncio.wait({self._task})

    async def _live(self) -> None:
        while True:
            attempt = self._attempt = asyncio.create_task(self._follow())
            try:
                await asyncio.wait({attempt})
            finally:
                attempt.cancel()
                await asyncio.wait({attempt})
            error = None if attempt.cancelled() else attempt.exception()
            if isinstance(error, Refused) and self.forgives and "UNAVAILABLE" in str(error):
                self.dismissed += 1
            elif error and not isinstance(error, LOST):
                raise error
            self._go_back()
            self._slot += 1
            await asyncio.sleep(PAUSE)

    @abstractmethod
    async def _follow(self) -> None:
        """One connection, to its end."""

    def _break(self) -> None:
        """Leave without a word."""
        if self._attempt is not None:
            self._attempt.cancel()

    async def _begin(self) -> Span:
        while True:
            try:
                with acting_for(self.company_id):
                    return Span(self._position, await Event.head())
            except Exception:  # noqa: BLE001 - the test may have cut the database from under us
                await asyncio.sleep(PAUSE)

    def _accepted(self, span: Span) -> None:
        span.accepted = time.monotonic()
        self.spans.append(span)

    def _take(self, payload: Any) -> None:
        heard = Heard.of(payload)
        self.spans[-1].heard.append(heard)
        self._position = heard.cursor

    async def _step(self) -> None:
        """Here the connection may get lost, or nobody reads on for a while."""
        if self._steps_left is not None:
            self._steps_left -= 1
            if self._steps_left <= 0:
                self._steps_left = None
                raise ConnectionAbortedError
        await self._reads.wait()

    def _go_back(self) -> None:
        if self._back and (heard := self.heard):
            self._position = heard[-min(self._back + 1, len(heard))].cursor
        self._back = 0
