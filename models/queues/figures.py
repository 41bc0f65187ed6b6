"""How long a line is, and where in it a conversation stands: worked out when somebody asks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from math import ceil
from typing import Final
from uuid import UUID

from models.database import fetch
from models.queues.entry import RANK_SPAN, URGENT_RANK
from models.tenancy import current_company


@dataclass(frozen=True, slots=True)
class Wait:
    """Of one conversation, whose turn is the sooner the lower its `position`, from 1 on."""

    position: int
    entered_at: datetime
    seconds_per_claim: float | None
    offered_to_id: UUID | None
    offer_expires_at: datetime | None

    @property
    def estimated_seconds(self) -> int | None:
        """Until it is claimed, if claims go on as they went; None when there were none."""
        if self.seconds_per_claim is None:
            return None
        return ceil(self.position * self.seconds_per_claim)


@dataclass(frozen=True, slots=True)
class Length:
    """Of one line, and since when the one that has waited longest has waited."""

    waiting: int = 0
    longest_since: datetime | None = None
    seconds_per_claim: float | None = None

    @property
    def estimated_seconds(self) -> int | None:
        """For the next one to come."""
        if self.seconds_per_claim is None:
            return None
        return ceil((self.waiting + 1) * self.seconds_per_claim)


async def waits(conversation_ids: Sequence[UUID]) -> Mapping[UUID, Wait]:
    """Of those of these conversations that wait."""
    rows = await fetch(WAITS, current_company(), list(conversation_ids))
    return {row[0]: Wait(*row[1:]) for row in rows}


async def lengths(queue_ids: Sequence[UUID]) -> Mapping[UUID, Length]:
    rows = await fetch(LENGTHS, current_company(), list(queue_ids), URGENT_RANK, RANK_SPAN)
    return {row[0]: Length(*row[1:]) for row in rows}


WAITS: Final = """
    SELECT e.conversation_id, e.position, e.enqueued_at, p.seconds_per_claim, e.offered_to_id,
           e.offer_expires_at
    FROM (
        SELECT o.*, row_number() OVER (PARTITION BY o.queue_id ORDER BY o.place, o.id) AS position
        FROM queue_entries o
        WHERE o.company_id = $1 AND o.queue_id IN (
            SELECT a.queue_id FROM queue_entries a
            WHERE a.company_id = $1 AND a.conversation_id = ANY($2))
    ) AS e
    LEFT JOIN queue_paces p ON p.company_id = $1 AND p.queue_id = e.queue_id
    WHERE e.conversation_id = ANY($2)
"""
LENGTHS: Final = """
    SELECT q.id, waiting.count, longest.enqueued_at, p.seconds_per_claim
    FROM (SELECT DISTINCT unnest($2::uuid[]) AS id) AS q
    CROSS JOIN LATERAL (
        SELECT count(*) FROM queue_entries e WHERE e.company_id = $1 AND e.queue_id = q.id
    ) AS waiting
    CROSS JOIN LATERAL (
        -- the head of each priority
        SELECT min(head.enqueued_at) AS enqueued_at FROM generate_series(0, $3::int) AS rank
        CROSS JOIN LATERAL (
            SELECT e.enqueued_at FROM queue_entries e
            WHERE e.company_id = $1 AND e.queue_id = q.id
              AND e.place >= rank * $4::bigint AND e.place < (rank + 1) * $4::bigint
            ORDER BY e.place, e.id LIMIT 1
        ) AS head
    ) AS longest
    LEFT JOIN queue_paces p ON p.company_id = $1 AND p.queue_id = q.id
"""
