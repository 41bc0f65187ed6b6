"""Lists of those who see a part are read in their order: as far as it takes to fill a page."""

from typing import Any

import asyncpg
import pytest

from models.conversations import Conversation
from models.identifiers import global_id, uuid7
from models.identity import Role
from models.sight import RESTRICTED
from models.tenancy import acting_for
from models.viewer import Viewer
from tests.architecture.crowd import Place
from tests.architecture.test_plans import INBOX, PAGE, list_of, plans_of, walled
from tests.people import Cast, found, hire
from tests.sights import a_queue, follows, seeing
from tests.threads import open_conversation

QUEUES = 10  # of which the viewer is in one
CONVERSATIONS = 6_000
# What differs from the first one.
OVER = {
    "id": "gen_random_uuid()",
    "number": "100 + n",
    "status": "CASE WHEN n % 7 < 5 THEN 'OPEN' ELSE 'RESOLVED' END",
    "last_message_at": "now() - n * interval '1 minute'",
    "queue_id": "($2::uuid[])[1 + n % cardinality($2::uuid[])]",
    "assignee_id": "CASE WHEN n % 3 = 0 THEN $3::uuid END",
}
CASES: dict[str, tuple[dict[str, Any], str]] = {
    "all": ({}, "conversations_recent_idx"),
    "open": ({"status": ["OPEN"]}, "conversations_status_idx"),
    "unassigned": (
        {"unassigned": True, "status": ["OPEN"]},
        "conversations_unassigned_idx",
    ),
}


@pytest.fixture(scope="module")
async def crowded(house: None, database: str) -> dict[Role, Viewer]:
    """Members of one of ten queues, which all hold as many conversations."""
    company = await found("Crowded")
    people = [await hire(company, role) for role in sorted(RESTRICTED)]
    busy = await hire(company, Role.MEMBER)
    queues = [await a_queue(company, *(people if not place else [])) for place in range(QUEUES)]
    first = await open_conversation(company)
    await _multiply(database, company, first, [queue.id for queue in queues], busy)
    for viewer in people:
        await follows(company, viewer, first)
    return {viewer.role: await seeing(viewer) for viewer in people if viewer.role}


async def _multiply(
    database: str, company: Cast, first: Conversation, queues: list[Any], busy: Viewer
) -> None:
    owner = await asyncpg.connect(database)
    columns = [
        row[0]
        for row in await owner.fetch(
            "SELECT column_name::text FROM information_schema.columns "
            "WHERE table_name = 'conversations'"
        )
    ]
    listed = ", ".join(columns)
    values = ", ".join(OVER.get(column, column) for column in columns)
    await owner.execute("ALTER TABLE conversations NO FORCE ROW LEVEL SECURITY")
    await owner.execute(
        f"INSERT INTO conversations ({listed}) SELECT {values} "
        "FROM conversations, generate_series(1, $4::int) n WHERE id = $1",
        *(first.id, queues, busy.member_id, CONVERSATIONS),
    )
    await owner.execute("ALTER TABLE conversations FORCE ROW LEVEL SECURITY")
    await owner.execute("VACUUM ANALYZE")
    await owner.close()


@pytest.mark.parametrize("role", sorted(RESTRICTED))
@pytest.mark.parametrize("case", CASES)
async def test_a_list_of_what_is_seen_is_read_in_its_order(
    crowded: dict[Role, Viewer], case: str, role: Role
) -> None:
    viewer = crowded[role]
    place = Place(viewer, *[uuid7()] * 5)
    given, index = CASES[case]
    after = None
    for _ in range(2):
        data, plans = await plans_of(place, INBOX, **given, after=after)

        walled([plan for plan in plans if "conversation_members" not in plan.sql])
        read = list_of(plans)
        assert len(data["conversations"]["edges"]) == PAGE
        scans = [scan for scan in read.scans if scan.table == "conversations"]
        assert [scan.index for scan in scans] == [index]
        assert "Sort" not in read.kinds
        # One in ten is in their queue, of which a third has somebody already.
        assert sum(scan.read + scan.removed for scan in scans) <= 2 * QUEUES * PAGE, read
        after = data["conversations"]["pageInfo"]["endCursor"]


async def test_one_that_is_seen_is_found_by_its_id(crowded: dict[Role, Viewer]) -> None:
    viewer = crowded[Role.MEMBER]
    with acting_for(viewer.company_id):
        some = await viewer.conversations.order_by("-id").first()
    assert some is not None
    document = """query ($id: ID!) { conversation(id: $id) {
        number messages(last: 50) { edges { node { body } } } } }"""
    _, plans = await plans_of(
        Place(viewer, *[uuid7()] * 5), document, id=global_id("Conversation", some.id)
    )

    assert len(plans) == 1
    assert all(plan.read <= 2 and plan.removed == 0 for plan in plans), plans
