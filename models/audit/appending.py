"""What is added to the statement that writes events, so that each has its entry in the chain."""

from collections.abc import Sequence
from typing import Any, Final

from models.audit.origin import origin

# What the machine does on its own: the jobs tell it themselves, and nobody answers for it.
LEFT_OUT: Final = frozenset(
    {"job.started", "job.progressed", "job.succeeded", "job.retrying", "job.dead"}
)


def entries(events: Sequence[Any]) -> tuple[Any, ...] | None:
    """The arguments of APPENDED beyond those of the events; None when there is nothing to say."""
    ids = [None if event.name in LEFT_OUT else event.id for event in events]
    if not any(ids):
        return None
    return (
        ids,
        [event.evidence[0] for event in events],
        [event.evidence[1] for event in events],
        [event.on_behalf_of_id for event in events],
        *origin(),
    )


# Behind the company's event head, which every transaction locks last: so nobody waits for the
# chain, and its order is that of the events.
APPENDED: Final = """
    , audited AS (
        SELECT append_audit($1, head.occurred_at, $13::uuid[], $4::text[], $5::text[], $6::uuid[],
                            $8::text[], $9::uuid[], $16::uuid[], $14::jsonb[], $15::jsonb[],
                            $10::jsonb[], $17::text, $18::text, $11::text[]) AS seq
        FROM head
    )
"""
# Nothing runs a query in a WITH that nothing asks.
RETURNED: Final = ", (SELECT seq FROM audited)"
