"""What a plan answers is what graphql-core answers, to the byte, for every document there is."""

from collections import Counter
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.viewer import Viewer
from schema.context import Context
from tests.answers import codes
from tests.asking import encoded, executed, executed_event, known_of, payload, planned
from tests.bench.works import INBOX, ONE, SEARCH, THREAD
from tests.plans import needs_plans
from tests.schema.compiler.alone import alone
from tests.schema.compiler.conftest import examples
from tests.schema.compiler.generated import Document, mutations, queries, subscriptions
from tests.schema.compiler.world import World

pytestmark = needs_plans
SEARCHES = ("search", "searchMessages", "searchMessages", "conversations", "contacts")


def asked_by(viewer: Viewer | None) -> Context:
    return Context(identity=viewer, address="192.0.2.1", user_agent="tests", quiet=True)


@examples(short=250, long=20_000)
@given(data=st.data())
async def test_a_query_is_answered_alike(
    world: World, figures: Counter[str], data: st.DataObject
) -> None:
    await _ask_both_ways(data.draw(queries(world)), world, figures, data)


@examples(short=40, long=2_000)
@given(data=st.data())
async def test_a_search_is_answered_alike(
    world: World, figures: Counter[str], data: st.DataObject
) -> None:
    await _ask_both_ways(data.draw(queries(world, SEARCHES)), world, figures, data)


@pytest.mark.parametrize("text", [INBOX, THREAD, ONE, SEARCH])
async def test_a_document_whose_speed_is_measured_has_a_plan(world: World, text: str) -> None:
    for id in world.ids["Conversation"]:
        document = Document(text, {"id": id, "words": "zoe"})
        for viewer in (world.viewers[0], *world.viewers[-3:]):
            by_plan = await planned(text, document.variables, asked_by(viewer))
            answer = await executed(text, document.variables, asked_by(viewer))

            assert by_plan.data == encoded(answer), (document, by_plan.reason)


async def test_of_two_that_fail_either_is_told_as_it_is_alone(world: World) -> None:
    viewer = world.viewers[0]
    document = Document(
        """query ($id: ID!, $after: String) { at: node(id: $id) { id } ...Who }
        fragment Who on Query { members(after: $after) { pageInfo { hasNextPage } } }""",
        {"id": "nobody", "after": "nothing"},
    )
    one, other = [
        await executed(left.text, left.variables, asked_by(viewer))
        for left in (alone(document, ["at"]), alone(document, ["members"]))
    ]
    mistaken = other | {"errors": [other["errors"][0] | {"path": ["at"]}]}

    assert (codes(one), codes(other)) == (["NOT_FOUND"], ["CURSOR_INVALID"])
    await _require_alike(one, other, document, viewer)
    with pytest.raises(AssertionError):
        await _require_alike(one, mistaken, document, viewer)


@examples(short=60, long=4_000)
@given(data=st.data())
async def test_what_a_mutation_gave_is_told_alike(
    world: World, figures: Counter[str], data: st.DataObject
) -> None:
    document = data.draw(mutations(world))
    if not _is_let_in(document, figures):
        return

    context = asked_by(world.viewers[0])
    by_plan = await planned(document.text, document.variables, context)
    answer = await executed(document.text, document.variables, context)  # of what was given

    _compare(by_plan.data, encoded(answer), document, by_plan.reason, figures)


@examples(short=60, long=4_000)
@given(data=st.data())
async def test_an_event_is_told_alike(
    world: World, figures: Counter[str], data: st.DataObject
) -> None:
    viewer = data.draw(st.sampled_from([viewer for viewer in world.viewers[:14] if viewer]))
    name, event = data.draw(st.sampled_from(world.events))
    document = data.draw(subscriptions(world, name))
    if not _is_let_in(document, figures):
        return

    told, reason = await payload(document.text, document.variables, asked_by(viewer), event)
    expected = await executed_event(document.text, document.variables, asked_by(viewer), event)

    _compare(told, expected, document, reason, figures)


async def _ask_both_ways(
    document: Document, world: World, figures: Counter[str], data: st.DataObject
) -> None:
    viewer = data.draw(st.sampled_from(world.viewers))
    if not _is_let_in(document, figures):
        return

    context = asked_by(viewer)
    by_plan = await planned(document.text, document.variables, context)
    after = await executed(document.text, document.variables, context)
    answer = await executed(document.text, document.variables, asked_by(viewer))

    _compare(by_plan.data, encoded(answer), document, by_plan.reason, figures)
    await _require_alike(after, answer, document, viewer)


def _is_let_in(document: Document, figures: Counter[str]) -> bool:
    figures["documents"] += 1
    if known_of(document.text, document.variables) is None:
        figures["… refused at the door"] += 1
        return False
    return True


def _compare(
    data: bytes | None,
    expected: bytes | None,
    document: Document,
    reason: Exception | None,
    figures: Counter[str],
) -> None:
    """All that has no error must have a plan, too."""
    assert data == expected, (document, reason)
    if data is not None:
        figures["… answered by a plan"] += 1
        return
    figures["… with errors, handed over"] += 1
    figures[f"    because of {type(reason).__name__}"] += 1


async def _require_alike(
    one: dict[str, Any], other: dict[str, Any], document: Document, viewer: Viewer | None
) -> None:
    """The same data, and the same errors in any order.

    Where nothing is left, graphql-core tells of what failed first, and of several it is chance
    which that was: then each of them is what it says of that field alone.
    """
    if _sorted(one) == _sorted(other):
        return
    assert one["data"] is None, (document, one, other)
    assert other["data"] is None, (document, one, other)
    for error in (*one["errors"], *other["errors"]):
        left = alone(document, _keys(error))
        answer = await executed(left.text, left.variables, asked_by(viewer))
        assert _told(error) in map(_told, answer["errors"]), (document, error, answer)


def _told(error: dict[str, Any]) -> tuple[list[str], str, dict[str, Any]]:
    return _keys(error), error["message"], error["extensions"]


def _keys(error: dict[str, Any]) -> list[str]:
    """Its path, of whichever of a list."""
    return [key for key in error["path"] if isinstance(key, str)]


def _sorted(answer: dict[str, Any]) -> dict[str, Any]:
    return answer | {"errors": sorted(map(repr, answer.get("errors", [])))}
