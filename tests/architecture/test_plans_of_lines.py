"""Lines are read from their indexes, and only as far as somebody asks."""

from typing import Final

import asyncpg
import pytest

from models.database import execute, fetch
from models.identifiers import global_id
from models.queues import claiming, routing
from models.settings import settings
from models.tenancy import acting_for, every_company
from tests.architecture.crowd import EVERYWHERE, Place
from tests.architecture.test_plans import plans_of, walled
from tests.architecture.watching import watched

LINE: Final = """query ($id: ID!) { queue(id: $id) {
    line { waiting longestSince }
    waiting(first: 20) { edges { node { conversation { number waiting { position } } } } } } }"""
ROWS: Final = (
    # Everything waits, in one of two lines.
    """
    INSERT INTO queues (id, company_id, name, assignment, version, created_at, updated_at)
    SELECT gen_random_uuid(), c.id, 'Line ' || n, 'LEAST_BUSY', 1, now(), now() """
    + EVERYWHERE.format(100),
    """
    INSERT INTO queue_members (id, company_id, queue_id, member_id, level, created_at, updated_at)
    SELECT gen_random_uuid(), q.company_id, q.id, m.id, 'PRIMARY', now(), now()
    FROM queues q JOIN members m ON m.company_id = q.company_id AND m.email NOT LIKE 'crowd%'
    WHERE q.name LIKE 'Line %'
    """,
    """
    INSERT INTO queue_entries (id, company_id, queue_id, conversation_id, priority, place,
                               enqueued_at, joined_at, passed, created_at, updated_at)
    SELECT gen_random_uuid(), t.company_id, q.id, t.id, 0, 4 * 9007199254740992 + t.number, now(),
           now(), '[]', now(), now()
    FROM conversations t JOIN queues q ON q.company_id = t.company_id
    WHERE q.name = 'Line ' || (1 + t.number % 2)
    """,
)


@pytest.fixture(scope="module")
async def lined(place: Place) -> Place:
    with every_company():
        for written in ROWS:
            await execute(written)
    owner = await asyncpg.connect(settings().database_url)
    await owner.execute("VACUUM ANALYZE")
    await owner.close()
    return place


async def test_the_next_of_a_line_is_found_without_reading_the_line(lined: Place) -> None:
    with acting_for(lined.viewer.company_id):
        [[queue]] = await fetch("SELECT id FROM queues WHERE name = 'Line 1'")
    company, member = lined.viewer.company_id, lined.viewer.member_id

    async with watched(lined) as plans:
        await fetch(claiming.LINES, company, member)
        await fetch(claiming.CLAIM, company, queue, member, [])
        await fetch(claiming.FIRST, company, queue, member)
        await fetch(routing.FIRST, company, queue)

    walled(plans)
    lines, *others = [plan for plan in plans if "queue_entries" in plan.sql]
    assert lines.read <= 202, lines  # queues of theirs, and the head of each
    assert all(plan.read <= 4 for plan in others), others


async def test_who_is_next_is_found_among_the_members_of_a_queue(lined: Place) -> None:
    with acting_for(lined.viewer.company_id):
        [[queue]] = await fetch("SELECT id FROM queues WHERE name = 'Line 1'")
        [[theirs]] = await fetch(
            "SELECT count(*) FROM conversations WHERE assignee_id IS NOT NULL AND status <> $1",
            "RESOLVED",
        )

    async with watched(lined) as plans:
        await fetch(routing.NEXT, lined.viewer.company_id, queue, [], True)
        await fetch(claiming.BUSY, lined.viewer.company_id, lined.viewer.member_id, None)

    walled(plans)
    assert all(plan.read <= theirs + 20 for plan in plans), plans  # what they have, and they


async def test_a_line_is_counted_and_shown_from_its_index(lined: Place) -> None:
    with acting_for(lined.viewer.company_id):
        [[queue]] = await fetch("SELECT id FROM queues WHERE name = 'Line 1'")

    data, plans = await plans_of(lined, LINE, id=global_id("Queue", queue))

    walled(plans)
    assert data["queue"]["line"]["waiting"] == 500
    assert all(plan.read <= 1_050 for plan in plans), plans  # the line, and twenty of it
    assert sum(plan.read > 100 for plan in plans) == 1, plans  # to count it
