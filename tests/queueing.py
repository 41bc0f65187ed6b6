"""Queues, members in them and conversations that wait, for tests."""

from collections.abc import Sequence
from typing import Any, Final
from uuid import uuid4

from models.conversations import Conversation
from models.database import execute
from models.events import Event
from models.identifiers import global_id
from models.identity import Member, Role
from models.job import Job, JobState
from models.queues import Level, Queue, QueueEntry, QueueMember
from models.queues.routing import route
from models.queues.wants import ROUTE
from models.tenancy import acting_for
from models.viewer import Viewer
from tests.people import Cast, hire
from tests.threads import hear, open_inbox

CROWD: Final = """
    WITH made AS (
        INSERT INTO conversations
        SELECT (jsonb_populate_record(c, jsonb_build_object(
            'id', gen_random_uuid(), 'number', last.number + n, 'client_id', NULL))).*
        FROM conversations c, conversation_counters AS last, generate_series(1, $3) AS n
        WHERE last.company_id = $1 AND c.company_id = $1 AND c.id = $2
        RETURNING id, number
    )
    INSERT INTO queue_entries
    SELECT (jsonb_populate_record(e, jsonb_build_object(
        'id', gen_random_uuid(), 'conversation_id', made.id, 'place', e.place + made.number))).*
    FROM queue_entries e, made WHERE e.company_id = $1 AND e.conversation_id = $2
"""


async def open_queue(company: Cast, name: str = "Support", **details: Any) -> Queue:
    with acting_for(company.id):
        return await Queue.open(name=name, by=company.viewer, **details)


async def join(
    company: Cast,
    *queues: Queue,
    name: str = "Robin",
    level: Level = Level.PRIMARY,
    role: Role = Role.MEMBER,
    capacity: int = 10,
) -> Viewer:
    """A new member of the company who is in these queues."""
    viewer = await hire(company, role, name)
    with acting_for(company.id):
        member = await Member.get(id=viewer.member_id)
        if capacity != member.capacity:
            await member.set_capacity(capacity, by=company.viewer)
        for queue in queues:
            await QueueMember.add(queue, member, level, by=company.viewer)
    return viewer


def me(viewer: Viewer) -> str:
    """A member's own global id."""
    assert viewer.member_id is not None
    return global_id("Member", viewer.member_id)


async def waiting(company: Cast, queue: Queue, times: int = 1) -> list[Conversation]:
    """New conversations that contacts of their own began in this queue, in their order."""
    inbox = await open_inbox(company)
    with acting_for(company.id):
        await inbox.set_default_queue(queue, by=company.viewer)
    heard = [await hear(company, inbox, handle=uuid4().hex) for _ in range(times)]
    with acting_for(company.id):
        return [await Conversation.get(id=message.conversation_id) for message in heard]


async def crowd(like: Conversation, times: int) -> None:
    """So many more that wait where this one does, right behind it; nobody is told."""
    await execute(CROWD, like.company_id, like.id, times)
    await execute(
        "UPDATE conversation_counters SET number = number + $2 WHERE company_id = $1",
        like.company_id,
        times,
    )


async def line(company: Cast, queue: Queue) -> Sequence[object]:
    """The ids of the conversations that wait in it, in its order."""
    with acting_for(company.id):
        entries = await QueueEntry.filter(queue_id=queue.id).order_by("place", "id")
        return [entry.conversation_id for entry in entries]


async def routed(company: Cast, queue: Queue) -> None:
    """As the worker does it, if the job is wanted."""
    with acting_for(company.id):
        if await wants(company, queue):
            await Job.filter(unique_key=str(queue.id), state=JobState.PENDING).update(
                state=JobState.SUCCEEDED
            )
            await route(queue.id)


async def wants(company: Cast, queue: Queue) -> int:
    """How many jobs that route it are due."""
    with acting_for(company.id):
        return await Job.filter(
            kind=ROUTE, unique_key=str(queue.id), state=JobState.PENDING
        ).count()


async def holders(company: Cast, conversations: Sequence[Conversation]) -> list[object]:
    with acting_for(company.id):
        return [(await Conversation.get(id=each.id)).assignee_id for each in conversations]


async def told(company: Cast, name: str) -> list[Event]:
    with acting_for(company.id):
        return await Event.filter(name=name).order_by("seq")
