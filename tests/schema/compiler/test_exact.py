"""What is plainly right is coerced as graphql-core does it, and anything else is left to it."""

from typing import Any

import pytest
from graphql import GraphQLInputObjectType, Undefined, build_schema
from graphql.utilities import coerce_input_value

from schema import schema
from schema.compiler.exact import Otherwise, taker

PLAIN = build_schema(
    """
    enum Tone { KIND CURT }
    input Name { first: String!, last: String = "Doe", more: [String!]! = [] }
    input Asked {
      id: ID!, note: Boolean = false, age: Int, names: [Name!], tone: Tone,
      tags: [[String]!], text: String
    }
    input Own { id: ID, own: Own }
    input Some { id: ID, names: [Name!] = [{ first: "a" }] }
    input Either @oneOf { id: ID, name: Name }
    type Query { asked(asked: Asked, own: Own, some: Some, either: Either): Int }
    """
)
VALUES = (
    {"id": "1"},
    {"id": "1", "note": True, "text": None, "tone": "CURT"},
    {"text": "t", "id": "1", "age": 7, "names": [{"first": "A"}, {"last": None, "first": "B"}]},
    {"id": "1", "tags": [["a", None], []]},
    {"id": "1", "tone": None, "tags": None, "names": None, "note": None},
)
STRANGE: tuple[Any, ...] = (
    *({}, {"id": None}, {"id": 1}, {"id": "1", "more": 1}, {"id": "1", "note": "true"}, None, "1"),
    *(
        {"id": "1", "tone": "LOUD"},
        {"id": "1", "tone": 1},
        {"id": "1", "age": "7"},
        {"id": "1", "names": {"first": "A"}},
    ),
    *({"id": "1", "names": [None]}, {"id": "1", "names": [{}]}, {"id": "1", "tags": [None]}, []),
)


@pytest.mark.parametrize("value", VALUES)
def test_what_is_right_is_taken_as_graphql_core_takes_it(value: dict[str, Any]) -> None:
    asked: Any = PLAIN.type_map["Asked"]

    taken = taker(asked)(value)

    assert taken == coerce_input_value(value, asked) is not Undefined
    assert list(taken) == list(coerce_input_value(value, asked))


@pytest.mark.parametrize("value", STRANGE)
def test_what_is_not_plainly_right_is_left_to_graphql_core(value: Any) -> None:
    asked: Any = PLAIN.type_map["Asked"]

    if value is None:
        assert taker(asked)(value) is None
        return
    with pytest.raises(Otherwise):
        taker(asked)(value)


@pytest.mark.parametrize("kind", ["Own", "Some", "Either"])
def test_types_that_hold_themselves_or_lists_by_default_or_one_of_many_are_left_to_it(
    kind: str,
) -> None:
    with pytest.raises(Otherwise):
        taker(PLAIN.type_map[kind])


def test_our_inputs_are_taken_but_for_conditions_that_hold_others() -> None:
    ours = [
        kind
        for kind in schema._schema.type_map.values()
        if isinstance(kind, GraphQLInputObjectType)
    ]
    left = []
    for kind in ours:
        try:
            taker(kind)
        except Otherwise:
            left.append(kind.name)

    assert all("Filter" in name or "Segment" in name or "Export" in name for name in left), left
