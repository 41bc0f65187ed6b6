"""A document is validated as graphql-core does it, in less time, and before its first execution."""

import pytest
from graphql import OperationType, build_schema, parse, validate

from schema import schema
from schema.context import Context
from schema.documents import Documents
from schema.planned import READS, planned
from schema.rules import faults_in
from tests.people import Cast
from tests.plans import needs_plans

WRONG = (
    "{ company { nothing } nowhere }",
    "{ company }",
    "{ company { name { deeper } } }",
    "{ company { name { } name(first: 1) name @skip name @nothing } }",
    "query A { viewer { ...F } } query A { company { name } } fragment G on Company { name }",
    "fragment F on Company { ...F } { company { ...F ...Missing } }",
    "query($id: ID!, $other: Nothing) { conversation(id: $id, id: 3) { id(a: 1) } }",
    "query($a: Int) { conversations(first: $b) { edges { node { id: number id } } } }",
    "{ conversations(first: true, status: [NEVER], no: 1) { edges { cursor @skip @twice } } }",
    "subscription { messageAdded { cursor } conversationUpdated { cursor } }",
    "mutation { sendMessage(input: {conversationId: 1, body: 2, body: 3, less: 4}) { cursor } }",
    "{ node(id: 1) { ... on Company { name } ... on String { x } ... on Message { id: body } } }",
    'type T { a: Int } { __typename @include(if: "x") @include(if: true) @include(if: false) }',
    # Directives out of place.
    """query($a: Int @skip(if: true)) @skip(if: $a) { ...F @deprecated
    ... on Query @deprecated { company @deprecated { name @specifiedBy(url: "x") @skip } } }
    fragment F on Query @include(if: true) { __typename @deprecated }
    enum E @deprecated { ONE @skip } input I @oneOf { a: Int @deprecated b: Int @skip }""",
    "{ company { edges { node } nothing { name } } viewer conversations { edges { id { a } } } }",
    "{ " + " ".join(f"field{number}" for number in range(40)) + " }",
    "{ company(a: " + "{ a: [" * 70 + "] }" * 70 + ") { name } }",
    "{ company " * 100 + "}" * 100,
    # Variables: in lists, objects and directives, in fragments of fragments, in what they are by
    # default, of wrong types, twice, unused, and where there is only the sign of one.
    """query($a: Int!, $b: Boolean, $b: ID) { conversations(first: 3, status: [OPEN, $b]) {
    edges { node { ...A id @include(if: $a) } } } }
    fragment A on Conversation { messages(last: $c) { edges { cursor @skip(if: $b) } } ...B }
    fragment B on Conversation { subject @skip(if: $d) }""",
    "mutation($m: SendMessageInput, $s: String = 3) { sendMessage(input: $m) { cursor } }",
    "mutation($s: String) { sendMessage(input: {conversationId: $s, body: $n}) { cursor } }",
    """query A($x: ID!) { ...F } query B { ...F } query C($x: ID, $y: Int = "x") { ...F }
    fragment F on Query { conversation(id: $x) { id } }""",
    'query($unused: Int) { searchMessages(query: "$20") { nothing } } # $n',
    "query($a: [Int!]! = [1, null]) { conversations(first: $a) @include(if: $a) { nothing } }",
    "{ ...A } "
    + " ".join(
        f"fragment F{n} on Query {{ node(id: 1) {{ ... on Query {{ ...F{n + 1} }} }} }}"
        for n in range(200)
    ),
)
RIGHT = (
    "query($id: ID!) { conversation(id: $id) { messages(last: 3) { edges { cursor } } } }",
    """query($many: Int = 3, $not: Boolean!) { conversations(first: $many, status: OPEN) {
    ...Page } }
    fragment Page on ConversationConnection { edges { node { id ...Named @skip(if: $not) } } }
    fragment Named on Conversation { contact { name } }""",
)


@pytest.mark.parametrize("text", WRONG)
@pytest.mark.parametrize("hidden", [True, False], ids=["closed", "open"])
def test_all_rules_in_one_find_what_each_finds(text: str, hidden: bool) -> None:
    core, document = schema._schema, parse(text)

    ours = faults_in(core, document, max_errors=20, hide_suggestions=hidden)

    theirs = validate(core, document, max_errors=20, hide_suggestions=hidden)
    assert theirs
    assert [error.formatted for error in ours] == [error.formatted for error in theirs]


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("{ one some sum own { one } of { sum own { one } } }", 3),  # without what they want
        ("{ one { one } own some { } }", 3),
        ("type T { a: Floa, b: Float, of: [Float] } { one }", 2),  # what definitions may name
        ("query($a: Floa, $b: Float) { one }", 4),
    ],
)
def test_so_it_is_in_a_schema_of_few_fields(text: str, count: int) -> None:
    core = build_schema("""type Query {
        sum(of: Int!): Int, one: Int, some(of: Int! = 1): [Int], own: Query, of(one: ID!): Query
    }""")
    document = parse(text)

    ours = faults_in(core, document, max_errors=20, hide_suggestions=False)

    theirs = validate(core, document)
    assert len(theirs) == count
    assert [error.formatted for error in ours] == [error.formatted for error in theirs]


@pytest.mark.parametrize("text", RIGHT)
def test_with_what_is_right_nothing_is_found(text: str) -> None:
    core, document = schema._schema, parse(text)

    assert validate(core, document) == []
    assert faults_in(core, document, max_errors=20, hide_suggestions=False) == []


@needs_plans
async def test_a_document_never_seen_has_a_plan_at_once(acme: Cast, rival: Cast) -> None:
    text = "query NeverSeen { company { name } }"
    assert Documents.memory.get(text) is None

    answer = await planned(text, None, {}, Context(identity=acme.viewer), kinds=READS)

    theirs = await planned(text, None, {}, Context(identity=rival.viewer), kinds=READS)
    assert b'"name":"Acme"' in (answer or b"")
    assert b'"name":"Rival"' in (theirs or b"")


async def test_what_is_wrong_with_a_document_is_looked_for_once(
    acme: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    text, context = "query Wrong { company { nobody } }", Context(identity=acme.viewer)
    kinds = frozenset({OperationType.QUERY})
    assert await planned(text, None, {}, context, kinds=kinds) is None
    monkeypatch.setattr("schema.rules.visit", None)

    told = await schema.execute(text, context_value=context)

    assert [error.extensions["code"] for error in told.errors or () if error.extensions] == [
        "GRAPHQL_VALIDATION_FAILED"
    ]
    assert Documents.memory.get(text) is None
