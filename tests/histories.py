"""Conversations whose events are told at times of our choosing."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from models.conversations import Conversation
from models.events import Event
from models.identifiers import uuid7
from models.oversight import SlaClock, SlaMetric, SlaPolicy, observe
from models.tenancy import acting_for
from models.viewer import Viewer
from tests.people import Cast
from tests.threads import open_conversation

HOUR = 3600
MONDAY = datetime(2026, 11, 16, 9, tzinfo=UTC)


@dataclass
class History:
    """One conversation of a company; `hours` are since MONDAY at nine."""

    company: Cast
    conversation: Conversation

    @classmethod
    async def begin(cls, company: Cast) -> "History":
        return cls(company, await open_conversation(company))

    async def tell(
        self, name: str, hours: float, *, by: Viewer | str = "SYSTEM", **changes: Any
    ) -> None:
        kind = by if isinstance(by, str) else by.actor_kind
        with acting_for(self.company.id):
            await observe(
                Event(
                    id=uuid7(),
                    seq=1,
                    name=name,
                    subject_type="Conversation",
                    subject_id=self.conversation.id,
                    conversation_id=self.conversation.id,
                    actor_kind=kind,
                    actor_id=None if isinstance(by, str) else by.actor_id,
                    changes=changes,
                    occurred_at=at(hours),
                )
            )

    async def hear(self, hours: float, **changes: Any) -> None:
        await self.tell("message.created", hours, by="CONTACT", direction="INBOUND", **changes)

    async def answer(self, hours: float, *, by: Viewer | str) -> None:
        await self.tell("message.created", hours, by=by, direction="OUTBOUND")

    async def clocks(self, metric: SlaMetric | None = None) -> list[SlaClock]:
        with acting_for(self.company.id):
            clocks = await SlaClock.filter(conversation_id=self.conversation.id).order_by("id")
        return [clock for clock in clocks if metric in (None, clock.metric)]

    async def ring(self, clock_id: UUID, hours: float) -> SlaClock:
        with acting_for(self.company.id):
            return await (await SlaClock.get(id=clock_id)).ring(at(hours))


def at(hours: float) -> datetime:
    return MONDAY + timedelta(hours=hours)


async def promise(company: Cast, **details: Any) -> SlaPolicy:
    promised: dict[str, Any] = {
        "name": "Gold",
        "first_response_seconds": HOUR,
        "next_response_seconds": 2 * HOUR,
        "resolution_seconds": 8 * HOUR,
        "warn_percent": 75,
    }
    with acting_for(company.id):
        policy = await SlaPolicy.add(by=company.viewer, **promised | details)
        return await policy.make_default(by=company.viewer)
