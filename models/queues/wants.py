"""That a waiting line be looked at: a job, wanted in the transaction that gives it a reason."""

from collections.abc import Iterable, Sequence
from functools import partial
from typing import Any, Final
from uuid import UUID

from models.database import after_commit, current_transaction, execute
from models.identifiers import uuid7
from models.job import BELL
from models.live.channels import ring
from models.tenancy import current_company
from models.work import client
from models.writes import Last

ROUTE: Final = "queue.route"
AGAIN: Final = "/again"
RELEASE: Final = "queue.release"  # of what a member held who is gone


class Wants:
    """What a transaction wants looked at, as `want_routing` is told.

    One write says it, as long as it is not written: no statement may want the same job twice.
    """

    sql = """
        INSERT INTO jobs (id, company_id, kind, version, payload, priority, unique_key, run_at,
                          state, attempts, deaths, fence, errors, created_at, updated_at)
        SELECT overlay(gen_random_uuid()::text PLACING left($1::uuid::text, 18) FROM 1)::uuid, $2,
               'queue.route', 1, jsonb_build_object('queue_id', q.id), 'INTERACTIVE', q.id::text,
               now(), 'PENDING', 0, 0, 0, '[]', now(), now()
        FROM queues q
        WHERE q.company_id = $2 AND q.assignment <> 'MANUAL' AND (q.id = ANY($3) OR q.id IN (
            SELECT m.queue_id FROM queue_members m
            WHERE m.company_id = $2 AND (m.member_id = ANY($4) OR m.member_id IN (
                SELECT e.offered_to_id FROM queue_entries e
                WHERE e.company_id = $2 AND e.conversation_id = ANY($5)))))
        ORDER BY q.id
        ON CONFLICT (company_id, kind, unique_key)
            WHERE unique_key IS NOT NULL AND state IN ('PENDING', 'RUNNING', 'RETRYING')
        -- Held until we commit: whoever takes it then sees why it was wanted.
        DO UPDATE SET run_at = least(jobs.run_at, excluded.run_at), updated_at = now()
        RETURNING 1
    """

    def __init__(self) -> None:
        self.queues: set[UUID] = set()
        self.members: set[UUID] = set()
        self.conversations: set[UUID] = set()
        self.written = False

    @property
    def arguments(self) -> Sequence[Any]:
        self.written = True
        wanted = self.queues, self.members, self.conversations
        return uuid7(), current_company(), *map(sorted, wanted)


async def want_routing(
    *,
    queues: Iterable[UUID] = (),
    members: Iterable[UUID] = (),
    conversations: Iterable[UUID] = (),
) -> None:
    """Have these lines looked at, and those of all queues that these members are in, after us.

    So, too, of the members who have these conversations on offer. Costs no read. A line that is
    being looked at right now is looked at once more.
    """
    wanted = current_transaction().batch(_rung)
    new = not wanted or wanted[-1].written
    if new:
        wanted.append(Wants())
    wants = wanted[-1]
    wants.queues.update(queues)
    wants.members.update(members)
    wants.conversations.update(conversations)
    if new:
        await client().store(wants)


async def begin_routing(queue_id: UUID) -> None:
    """From here on, who wants this line looked at wants another job than those that run."""
    keys = [str(queue_id), f"{queue_id}{AGAIN}"]
    await execute(UNLINK, current_company(), ROUTE, keys)


def _rung(wanted: list[Wants]) -> Sequence[Last]:
    if any(wants.queues for wants in wanted):  # for others, a dispatcher looks soon enough
        after_commit(partial(ring, BELL))
    return ()


UNLINK: Final = """
    UPDATE jobs SET unique_key = NULL
    WHERE company_id = $1 AND kind = $2 AND unique_key = ANY($3) AND state = 'RUNNING'
"""
