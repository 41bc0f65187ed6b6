"""A conversation and its thread are one statement, which nothing sorts: each part has its order."""

from models.database import execute, pinned
from models.identifiers import global_id
from models.tenancy import acting_for
from tests.architecture.crowd import Place
from tests.architecture.test_plans import plans_of

THREAD = """query ($id: ID!) { conversation(id: $id) { messages(last: 50) {
    edges { node { seq sender { ... on Member { name } ... on Contact { name } } } } } } }"""
FREE = ("parallel_setup_cost", "parallel_tuple_cost", "min_parallel_table_scan_size")
OFF = ("enable_indexscan", "enable_indexonlyscan", "enable_bitmapscan")


async def test_a_thread_needs_no_order_over_all(place: Place) -> None:
    _, plans = await plans_of(place, THREAD, id=global_id("Conversation", place.conversation))

    assert "Append" in plans[-1].kinds
    assert plans[-1].kinds.isdisjoint({"Sort", "Incremental Sort", "Merge Append"})


async def test_a_thread_comes_in_its_order_even_where_all_that_can_be_is_done_at_once(
    place: Place,
) -> None:
    id = global_id("Conversation", place.conversation)
    with acting_for(place.viewer.company_id):
        async with pinned():
            for name in (*FREE, *OFF):
                await execute(f"SET {name} = 0")
            data, plans = await plans_of(place, THREAD, id=id)
            for name in (*FREE, *OFF):
                await execute(f"RESET {name}")

    seqs = [edge["node"]["seq"] for edge in data["conversation"]["messages"]["edges"]]
    assert len(seqs) > 10
    assert seqs == sorted(seqs)
    assert "Gather" in plans[-1].kinds
