"""What is added to the statement that writes events, so that each has its entry in the chain."""

from collections.abc import Sequence
from typing import Any, Final

from models.audit.origin import origin

# What the machine does on its own: the jobs tell it themselves, and nobody answers for it. And what
# nobody has said yet.
LEFT_OUT: Final = frozenset(
    {"job.started", "job.progressed", "job.succeeded", "job.retrying", "job.dead"}
    | {"draft.saved", "draft.deleted", "queue.line_changed"}
    | {"notification.created", "notification.updated", "notification.all_read"}
    | {"sla.started", "sla.paused", "sla.resumed", "sla.moved", "sla.warning"}
    | {"sla.breached", "sla.met", "sla.cancelled", "sla.ended"}
)


def entries(events: Sequence[Any]) -> tuple[Any, ...] | None:
    """The arguments of EACH beyond those of the events; None when there is nothing to say."""
    told = [event.name not in LEFT_OUT for event in events]
    if not any(told):
        return None
    return (
        [event.evidence[0] for event in events],
        [event.evidence[1] for event in events],
        [event.on_behalf_of_id for event in events],
        *origin(),
        told,
    )


def entry(event: Any) -> tuple[Any, ...] | None:
    """As `entries`, of one: what `append_event` is given beyond the event."""
    if event.name in LEFT_OUT:
        return None
    before, after = event.evidence
    address, user_agent = origin()
    return before, after, event.on_behalf_of_id, address, user_agent


# Behind the company's event head, which every transaction locks last: so nobody waits for the
# chain, and its order is that of the events.
EACH: Final = """
    , audited AS (
        SELECT append_audit($1, e.occurred_at, e.id, e.name, e.subject_type, e.subject_id,
                            e.actor_kind, e.actor_id, e.on_behalf_of_id, e.before, e.after,
                            e.changes, $16::text, $17::text, e.request_id) AS seq
        FROM (
            SELECT * FROM head, unnest(
                $2::uuid[], $3::text[], $4::text[], $5::uuid[], $7::text[], $8::uuid[],
                $9::jsonb[], $10::text[], $13::jsonb[], $14::jsonb[], $15::uuid[], $18::boolean[]
            ) WITH ORDINALITY AS each (
                id, name, subject_type, subject_id, actor_kind, actor_id,
                changes, request_id, before, after, on_behalf_of_id, told, place
            )
            WHERE told ORDER BY place OFFSET 0
        ) AS e
    )
"""
# Nothing runs a query in a WITH that nothing asks.
RETURNED: Final = ", (SELECT max(seq) FROM audited)"
