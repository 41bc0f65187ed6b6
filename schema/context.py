"""What every resolver is given: who asks, from where, and the loaders of this one operation."""

from contextlib import AbstractAsyncContextManager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol
from uuid import UUID, uuid4

import strawberry

from models.errors import CursorExpired, Unauthenticated
from models.tenancy import acting_for
from models.viewer import Viewer
from schema.audience import Audience, includes
from schema.loaders import Loaders


class Turn(AbstractAsyncContextManager[None], Protocol):
    """The right to execute, waited for; it may be given back before the end of the block."""

    def give(self) -> None: ...


@dataclass(slots=True)
class Context:
    """One request, or one operation of a socket."""

    identity: Viewer | None = None
    address: str | None = None
    user_agent: str | None = None
    request_id: str = field(default_factory=lambda: uuid4().hex)
    # Of a subscription: where it goes on after a cut (above its `after`) and where it stops, the
    # event it is telling and its time, and up to where it has told all there was for it.
    resume_cursor: str | None = None
    until_seq: int | None = None
    event_seq: int | None = None
    event_at: datetime | None = None
    settled_seq: int | None = None
    # What the event is about, and whether of each only the latest is asked for.
    event_subject: UUID | None = None
    # Of those who see only some conversations, who is told of it; None: all of them.
    event_audience: Audience | None = None
    coalesces: bool = False
    # Who executes together with many others waits here, once for each event.
    turn: Turn | None = None
    # Other executions read the same for the same event.
    shares: bool = False
    # The client's name for a mutation that it may repeat; and whether all of it was a repetition.
    idempotency_key: str | None = None
    replayed: bool = False
    # Somebody else tells of this operation in log and figures.
    quiet: bool = False

    @property
    def viewer(self) -> Viewer:
        """Who is asking; raises Unauthenticated when nobody has said."""
        if self.identity is None:
            raise Unauthenticated
        return self.identity

    def told_to(self, audience: Audience | None) -> bool:
        """Is there anybody here who may be told of an event?"""
        return audience is None or includes(audience, self.viewer.sight, self.viewer.actor_id)

    async def require_same_sight(self, seq: int) -> None:
        """Raises CursorExpired if the viewer saw other conversations at this place of the log."""
        viewer = self.viewer
        if viewer.sight is not None:
            with acting_for(viewer.company_id):
                if await viewer.sight.has_changed_since(seq):
                    raise CursorExpired

    @property
    def loaders(self) -> Loaders:
        return _loaders.get()


Info = strawberry.Info[Context, None]
_loaders: ContextVar[Loaders] = ContextVar("loaders")


def fresh_loaders() -> None:
    """Forget what was loaded: a new operation, or a new event of a subscription, begins."""
    _loaders.set(Loaders())
