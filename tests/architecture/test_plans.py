"""Every hot list is read by an index, for its filter and its order, behind the walls."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import asyncpg
import orjson
import pytest
from tortoise.queryset import QuerySet

from models.contacts import Contact, matching
from models.conversations import Conversation, ConversationStatus, Message
from models.database import execute, fetch
from models.demo import bulk
from models.events import Event
from models.job import Job, JobState
from models.tenancy import acting_for, every_company
from schema.pages import Order

PAGE = 51
OPEN = ConversationStatus.OPEN
SHOWN = ("Node Type", "Relation Name", "Index Name", "Index Cond", "Sort Key")
RECENT = Order("last_message_at").sorting(backwards=False)
NEWEST = Order("id").sorting(backwards=False)
BY_NAME = Order("search_name", descending=False).sorting(backwards=False)
END = Order("seq", descending=False).sorting(backwards=True)
# Long done, so that no test that follows is given one to do.
JOBS = """
    INSERT INTO jobs (id, company_id, kind, version, payload, priority, state, run_at, attempts,
                      deaths, fence, errors, created_at, updated_at)
    SELECT gen_random_uuid(), c.id, 'demo', 1, '{}', 'NORMAL',
           CASE WHEN n % 20 = 0 THEN 'DEAD' ELSE 'SUCCEEDED' END, now(), 1, 0, 1, '[]', now(), now()
    FROM companies c, generate_series(1, 2000) n WHERE c.name LIKE 'Company 0%'
"""
EVENTS = """
    INSERT INTO events (id, company_id, seq, name, subject_type, subject_id, actor_kind, changes,
                        occurred_at, created_at, updated_at)
    SELECT gen_random_uuid(), c.id, n, 'message.created', 'Message', gen_random_uuid(), 'SYSTEM',
           '{}', now(), now(), now()
    FROM companies c, generate_series(1, 2000) n WHERE c.name LIKE 'Company 0%'
"""


THREAD = """
    INSERT INTO messages (id, company_id, conversation_id, inbox_id, seq, inbound_count, direction,
                          sender_kind, body, status, occurred_at, created_at, updated_at)
    SELECT gen_random_uuid(), c.company_id, c.id, c.inbox_id, 1000 + n, 0, 'INTERNAL', 'SYSTEM',
           'Noted.', 'RECEIVED', now(), now(), now()
    FROM conversations c JOIN companies o ON o.id = c.company_id, generate_series(1, 2000) n
    WHERE o.name = 'Company 00003' AND c.number = 1
"""


@dataclass(frozen=True)
class Place:
    """One company of five, and what its lists are filtered by."""

    company: UUID
    thread: UUID
    assignee: UUID
    contact: UUID


@pytest.fixture(scope="module")
async def place(house: None, database: str) -> Place:
    """With enough rows in each company that reading them all would be dear."""
    await bulk.write(companies=5, messages=12_000)
    with every_company():
        for written in (JOBS, EVENTS, THREAD):
            await execute(written)
        [row] = await fetch(
            "SELECT c.company_id, c.id, c.assignee_id, c.contact_id FROM conversations c "
            "JOIN companies o ON o.id = c.company_id "
            "WHERE o.name = 'Company 00003' AND c.assignee_id IS NOT NULL ORDER BY c.number LIMIT 1"
        )
        [thread] = await fetch("SELECT conversation_id FROM messages WHERE seq = 3000")
    owner = await asyncpg.connect(database)
    await owner.execute("ANALYZE")
    await owner.close()
    return Place(row[0], thread[0], row[2], row[3])


CASES: dict[str, tuple[Callable[[Place], QuerySet[Any]], list[str], str]] = {
    "all conversations": (lambda _: Conversation.all(), RECENT, "conversations_recent_idx"),
    "conversations of a status": (
        lambda _: Conversation.filter(status=OPEN),
        RECENT,
        "conversations_status_idx",
    ),
    "conversations of an assignee and a status": (
        lambda place: Conversation.filter(assignee_id=place.assignee, status=OPEN),
        RECENT,
        "conversations_assignee_idx",
    ),
    "unassigned conversations of a status": (
        lambda _: Conversation.filter(assignee_id=None, status=OPEN),
        RECENT,
        "conversations_unassigned_idx",
    ),
    "conversations of a contact": (
        lambda place: Conversation.filter(contact_id=place.contact),
        NEWEST,
        "conversations_contact_idx",
    ),
    "the end of a thread": (
        lambda place: Message.filter(conversation_id=place.thread),
        END,
        "messages_seq_key",
    ),
    "contacts by name": (
        lambda _: Contact.filter(deleted_at=None),
        BY_NAME,
        "contacts_name_idx",
    ),
    "events after a position": (lambda _: Event.filter(seq__gt=100), ["seq"], "events_"),
    "jobs of a state": (lambda _: Job.filter(state=JobState.DEAD), NEWEST, "jobs_list_idx"),
    "all jobs": (lambda _: Job.all(), NEWEST, "jobs_"),
}


@pytest.mark.parametrize("case", CASES)
async def test_a_page_is_read_from_an_index_in_its_order(place: Place, case: str) -> None:
    rows, order, index = CASES[case]
    nodes = await plan(place.company, lambda: rows(place).order_by(*order).limit(PAGE))

    read = [node for node in nodes if "Relation Name" in node]
    assert read
    assert all("company_id" in node.get("Index Cond", "") for node in read), nodes
    assert all(index in node["Index Name"] for node in read), nodes
    assert not {"Sort", "Seq Scan"} & {node["Node Type"] for node in nodes}, nodes


@pytest.mark.parametrize("search", ["ana", "contact7", "+5551"])
async def test_a_search_for_contacts_reads_none_but_what_may_match(
    place: Place, search: str
) -> None:
    nodes = await plan(
        place.company,
        lambda: matching(Contact.filter(deleted_at=None), search).order_by(*BY_NAME).limit(PAGE),
    )

    assert "Seq Scan" not in {node["Node Type"] for node in nodes}
    conditions = [node["Index Cond"] for node in nodes if "Index Cond" in node]
    assert all("company_id" in condition for condition in conditions), nodes


async def plan(company: UUID, rows: Callable[[], QuerySet[Any]]) -> list[dict[str, Any]]:
    """The nodes of the plan, as the runtime role has it; below partitions, of each that is left."""
    with acting_for(company):
        [[text]] = await rows().explain()
    pending, nodes = [orjson.loads(text)[0]["Plan"]], []
    while pending:
        node = pending.pop()
        pending += node.get("Plans", ())
        nodes.append({key: node[key] for key in SHOWN if key in node})
    return nodes
