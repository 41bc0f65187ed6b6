"""What a document may ask for, and that finding out takes no longer than reading it."""

import pytest
from graphql import build_schema, get_introspection_query, parse, validate

from schema.budget import (
    Budget,
    Refused,
    Scale,
    introspects,
    require_affordable,
    size_variables,
)

SCHEMA = build_schema("""
    interface Node { id: ID! }
    type PageInfo { endCursor: String }
    type Edge { cursor: String! node: Thread! }
    type Threads { edges: [Edge!]! pageInfo: PageInfo! }
    type Thread implements Node {
      id: ID! parent: Thread labels: [Thread!]!
      threads(first: Int, last: Int, after: String): Threads!
    }
    type Query {
      id: ID! thread: Thread node(id: ID!): Node threads(first: Int, last: Int): Threads!
    }
    type Mutation { id: ID! }
""")


def refusal(document: str, **variables: object) -> str | None:
    try:
        require_affordable(SCHEMA, parse(document), variables)
    except Refused as refused:
        return str((refused.extensions or {})["code"])
    return None


def cost(document: str, **variables: object) -> int:
    parsed = parse(document)
    return Scale(SCHEMA, parsed, variables).weigh(parsed.definitions[0]).cost  # type: ignore[arg-type]


def nested(levels: int) -> str:
    return "{ thread " + "{ parent " * (levels - 2) + "{ id }" + " }" * (levels - 1)


@pytest.mark.parametrize(
    ("document", "expected"),
    [
        ("{ id }", 1),
        ("{ thread { id parent { id } } }", 4),
        ("{ threads { edges { node { id } } } }", 1 + 20 * 3),
        ("{ threads(first: 50) { edges { node { id } } pageInfo { endCursor } } }", 1 + 50 * 5),
        ("{ threads(last: 5) { edges { cursor } } }", 1 + 5 * 2),
        ("{ threads(first: 1000) { edges { cursor } } }", 1 + 100 * 2),
        ("{ threads(first: -1) { edges { cursor } } }", 1),
        ("{ threads(first: 99999999999) { edges { cursor } } }", 1 + 100 * 2),
        ("{ threads(first: null) { edges { cursor } } }", 1 + 20 * 2),
        ("query ($n: Int) { threads(first: $n) { edges { cursor } } }", 1 + 20 * 2),
        ("query ($n: Int = 7) { threads(first: $n) { edges { cursor } } }", 1 + 7 * 2),
        ("{ thread { labels { id } } }", 1 + 1 + 10),
        ("{ threads(first: 2) { ...Page } } fragment Page on Threads { edges { cursor } }", 5),
        ('{ node(id: "x") { ... on Thread { threads(first: 3) { edges { cursor } } } } }', 8),
    ],
)
def test_a_field_costs_one_for_each_time_it_is_answered(document: str, expected: int) -> None:
    assert cost(document) == expected


@pytest.mark.parametrize(
    ("given", "expected"), [(3, 7), (500, 201), (-5, 1), ("3", 41), (None, 41), ({"a": 1}, 41)]
)
def test_a_page_may_be_as_long_as_a_variable_says(given: object, expected: int) -> None:
    document = "query ($n: Int) { threads(first: $n) { edges { cursor } } }"

    assert cost(document, n=given) == expected


def test_pages_within_pages_multiply() -> None:
    document = (
        "query ($n: Int!) { threads(first: 100) { edges { node {"
        " threads(first: $n) { edges { node { id } } } } } } }"
    )

    assert refusal(document, n=20) is None
    assert refusal(document, n=50) == "DOCUMENT_TOO_COSTLY"


def test_depth_is_counted_through_fragments() -> None:
    deepest = Budget().depth
    through = "{ thread { ...F } } fragment F on Thread { parent { ...G } } fragment G on Thread "

    assert refusal(nested(deepest)) is None
    assert refusal(nested(deepest + 1)) == "DOCUMENT_TOO_DEEP"
    assert refusal(through + nested(deepest - 2)) is None
    assert refusal(through + nested(deepest - 1)) == "DOCUMENT_TOO_DEEP"


def test_aliases_are_counted_through_fragments() -> None:
    most = Budget().aliases
    aliases = " ".join(f"a{number}: id" for number in range(most // 2))
    document = "{ x: thread { ...F } thread { ...F } } fragment F on Thread {"

    assert refusal(f"{{ thread {{ {' '.join(f'a{n}: id' for n in range(most))} }} }}") is None
    assert refusal(document + aliases + "}") == "DOCUMENT_TOO_COSTLY"


def test_root_fields_and_directives_are_bounded() -> None:
    budget = Budget()

    assert refusal("{" + "id " * budget.root_fields + "}") is None
    assert refusal("{" + "id " * (budget.root_fields + 1) + "}") == "DOCUMENT_TOO_COSTLY"
    assert refusal("mutation {" + "id " * (budget.root_fields + 1) + "}") == "DOCUMENT_TOO_COSTLY"
    skips = "@skip(if: true) " * (budget.directives + 1)
    assert refusal(f"{{ id {skips} }}") == "DOCUMENT_TOO_COSTLY"


def test_fragments_that_double_are_weighed_once_each() -> None:
    """Walked at each spread, this would take longer than the universe has been there."""
    doubling = "".join(f"fragment F{n} on Thread {{ ...F{n + 1} ...F{n + 1} }} " for n in range(50))

    assert refusal("{ thread { ...F0 } } " + doubling + "fragment F50 on Thread { id }") == (
        "DOCUMENT_TOO_COSTLY"
    )


def test_what_validation_reports_is_left_to_it() -> None:
    for document in (
        "{ thread { ...Unknown } }",
        "{ thread { ...A } } fragment A on Thread { ...B } fragment B on Thread { ...A id }",
        "{ nothing { at { all } } }",
        "{ thread { ... on Nothing { id } } }",
        "fragment A on Nothing { id }",
        "subscription { id }",
        "type Query { id: ID }",
    ):
        assert refusal(document) is None
        assert validate(SCHEMA, parse(document))


def test_a_long_chain_of_fragments_is_refused_before_it_is_walked() -> None:
    chain = "".join(f"fragment F{n} on Thread {{ ...F{n + 1} }} " for n in range(100))

    assert refusal("{ thread { ...F0 } } " + chain) == "DOCUMENT_TOO_DEEP"


def test_one_look_at_the_schema_is_affordable_and_three_are_not() -> None:
    look = get_introspection_query().replace("query IntrospectionQuery", "query")

    assert refusal(look) is None
    assert refusal("{ a: __schema { b: types { name } } }") is None
    thrice = "{" + " ".join(f"a{n}: __schema {{ types {{ name }} }}" for n in range(3)) + "}"
    assert refusal(thrice) == "DOCUMENT_TOO_COSTLY"


def test_a_look_at_the_schema_is_seen_wherever_it_hides() -> None:
    assert introspects(parse("{ ...F } fragment F on Query { ... on Query { __type { name } } }"))
    assert introspects(parse("{ x: __schema { types { name } } }"))
    assert not introspects(parse("{ __typename thread { id } }"))


def test_the_variables_that_matter_are_those_of_pages() -> None:
    document = (
        "query ($a: Int, $b: Int, $c: ID!) { threads(last: $b) { ...F } node(id: $c) { id } }"
        " fragment F on Threads { edges { node { threads(first: $a) { edges { cursor } } } } }"
    )

    assert size_variables(parse(document)) == ("a", "b")
