"""What a plan may never do: act twice, believe a client's text, or read past the walls."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import orjson
import pytest
from graphql import GraphQLNonNull, GraphQLObjectType, get_named_type, is_leaf_type, parse
from tortoise.queryset import QuerySet

from models.conversations import Conversation, Message
from models.database import execute, fetch, transaction
from models.identifiers import global_id
from models.identity import ApiKey
from models.tenancy import acting_for
from models.viewer import Viewer
from schema.compiled import answer, attempt, plans
from schema.compiler.conditions import Conditions, Unwritable
from schema.compiler.leaves import time
from schema.compiler.plans import Plans
from schema.compiler.select import FORMS, Order, Select
from schema.compiler.source import quoted
from schema.context import Context
from schema.documents import Known
from tests.answers import codes
from tests.asking import executed, planned
from tests.people import Cast
from tests.plans import needs_plans
from tests.schema.compiler.generated import SCHEMA
from tests.threads import open_conversation

pytestmark = needs_plans

# What a loader reads beside the rows, it reads whole.
WITH_LOADERS = {("Conversation", "unreadCount")}
SEND = """mutation ($id: ID!) { sendMessage(input: {conversationId: $id, body: "Once"}) {
    message { body sender { ... on Member { name } } conversation { contact { name } } } } }"""


async def machine(company: Cast, *scopes: str) -> Viewer:
    with acting_for(company.id):
        key, _ = await ApiKey.make(
            "A key", scopes=["company:read", *scopes], expires_at=None, by=company.viewer
        )
    return Viewer.machine(key)


async def test_a_mutation_whose_answer_has_an_error_is_done_once(acme: Cast, rival: Cast) -> None:
    conversation = await open_conversation(acme)
    await open_conversation(rival)
    sender = await machine(acme, "conversations:read", "messages:read", "messages:send")
    variables = {"id": global_id("Conversation", conversation.id)}
    context = Context(identity=sender)

    by_plan = await planned(SEND, variables, context)
    response = await executed(SEND, variables, context)

    assert by_plan.data is None
    assert codes(response) == ["FORBIDDEN"]  # who may not see contacts
    with acting_for(acme.id):
        assert await Message.filter(conversation_id=conversation.id, body="Once").count() == 1


async def test_a_mutation_that_was_refused_is_not_tried_again(acme: Cast, rival: Cast) -> None:
    theirs = await open_conversation(rival)
    context = Context(identity=acme.viewer)
    variables = {"id": global_id("Conversation", theirs.id)}

    by_plan = await planned(SEND, variables, context)
    [refused] = by_plan.done.values()
    response = await executed(SEND, variables, context)

    assert codes(response) == ["NOT_FOUND"]
    assert type(refused.error).__name__ == "NotFound"


async def test_what_is_left_is_for_the_same_operation_only(acme: Cast, rival: Cast) -> None:
    conversation = await open_conversation(acme)
    context = Context(identity=acme.viewer)
    variables = {"id": global_id("Conversation", conversation.id)}
    await planned(SEND, variables, context)

    other = await executed(SEND, variables, Context(identity=acme.viewer))

    assert other["data"]["sendMessage"]["message"]["body"] == "Once"
    with acting_for(acme.id):
        assert await Message.filter(conversation_id=conversation.id, body="Once").count() == 2


@pytest.mark.parametrize("name", ['a"', "a b", "", "é", "1a", "a\n", "a};"])
def test_nothing_but_a_name_becomes_a_key(name: str) -> None:
    with pytest.raises(ValueError, match="no name"):
        quoted(name)


@pytest.mark.parametrize(
    "at",
    [
        datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC),
        datetime(2026, 1, 2, 3, 4, 5, 6, tzinfo=UTC),
        datetime(2026, 1, 2, 3, 4, 5, 600_000, tzinfo=UTC),
        datetime(2026, 1, 2, 3, 4, 5, 40, tzinfo=UTC),
        datetime(2026, 1, 2, 3, 4, 5, 123_456, tzinfo=UTC),
        datetime(2, 1, 1, tzinfo=UTC),
        datetime(9999, 12, 31, 23, 59, 59, 999_998, tzinfo=UTC),
        datetime(2026, 1, 2, tzinfo=timezone(timedelta(hours=-3))),
    ],
)
async def test_a_time_is_written_as_strawberry_writes_it(
    acme: Cast, rival: Cast, at: datetime
) -> None:
    with acting_for(acme.id):
        async with transaction():
            await execute("SET LOCAL TimeZone = 'America/Sao_Paulo'")
            await execute("SET LOCAL DateStyle = 'German'")
            form = FORMS["json"].sql.format("$1::timestamptz")
            [[local]] = await fetch(f"SELECT {form}", at)

    assert time(local) == time(FORMS["json"].made(at)) == at.astimezone(UTC).isoformat()


async def test_a_statement_has_the_wall_on_every_table(acme: Cast, rival: Cast) -> None:
    select = Select(Conversation, wall="company_id")
    select.place("t0", "number", Conversation)
    joined = select.join("t0", "last_message_id", Conversation, Message)
    select.place(joined, "body", Message)

    with acting_for(acme.id):
        rows = Conversation.filter(status="OPEN")
        conditions = Conditions(rows, wall="company_id", company=acme.id)
        sql = select.sql(conditions.template.format("$2"), Order(Conversation, ["id"], 3))
        found = await fetch(sql, rival.id, *conditions.values)

    assert sql.count('"company_id" = $1') == 2
    assert found == []  # asked for the rival's, row-level security has none


@pytest.mark.parametrize(
    "asked",
    [
        lambda rows: rows.limit(1),
        lambda rows: rows.filter(subject__icontains="a"),
        lambda rows: rows.filter(contact__name="a"),
        lambda rows: rows.exclude(number=1),
        lambda rows: rows.distinct(),
        lambda rows: rows.select_for_update(),
        lambda rows: rows.prefetch_related("contact"),
    ],
)
async def test_a_queryset_with_more_than_we_write_is_not_written(
    acme: Cast, rival: Cast, asked: Any
) -> None:
    with acting_for(acme.id), pytest.raises(Unwritable):
        Conditions(asked(Conversation.all()), wall="company_id", company=acme.id)


@pytest.mark.parametrize("window", ["first: 2", "last: 2"])
async def test_a_row_and_a_page_of_it_are_read_by_one_statement(
    acme: Cast, rival: Cast, monkeypatch: pytest.MonkeyPatch, window: str
) -> None:
    ours, theirs = await open_conversation(acme), await open_conversation(rival)
    with acting_for(acme.id):
        for body in ("One", "Two"):
            await ours.post(body, author=acme.viewer)
    text = f"""query ($id: ID!) {{ conversation(id: $id) {{ subject contact {{ id }}
        messages({window}) {{ edges {{ node {{ body }} }} pageInfo {{ hasNextPage }} }} }} }}"""
    statements: list[str] = []

    async def seen(sql: str, *values: Any) -> list[Any]:
        statements.append(sql)
        return await fetch(sql, *values)

    context = Context(identity=acme.viewer)
    host = replace(plans.host, fetch=seen)
    monkeypatch.setattr("schema.compiled.plans", Plans(host))
    by_plan = await planned(text, {"id": global_id("Conversation", ours.id)}, context)
    none = await planned(text, {"id": global_id("Conversation", theirs.id)}, context)

    bodies = ["Hello", "One"] if window == "first: 2" else ["One", "Two"]
    [page] = [each["messages"] for each in orjson.loads(by_plan.data or b"{}").values()]
    assert [edge["node"]["body"] for edge in page["edges"]] == bodies
    assert none.data is None
    assert len(statements) == 2


async def test_a_plan_is_for_those_who_may_the_same(acme: Cast, rival: Cast) -> None:
    conversation = await open_conversation(acme)
    document = "query ($id: ID!) { conversation(id: $id) { lastMessagePreview number } }"
    known = Known.of(parse(document))
    variables = {"id": global_id("Conversation", conversation.id)}
    blind = await machine(acme, "conversations:read")

    seen = await answer(known, None, variables, Context(identity=acme.viewer))
    unseen = await answer(known, None, variables, Context(identity=blind))
    foreign = await attempt(known, None, variables, Context(identity=rival.viewer))

    assert seen is not None
    assert unseen is not None
    assert orjson.loads(seen)["conversation"]["lastMessagePreview"] == "Hello"
    assert orjson.loads(unseen)["conversation"]["lastMessagePreview"] is None
    assert foreign.data is None


async def test_plans_are_forgotten_when_there_are_too_many(acme: Cast, rival: Cast) -> None:
    few = Plans(plans.host, capacity=3)

    for number in range(10):
        document = parse(f"{{ a{number}: company {{ name }} }}")
        few.of(document, None, {}, acme.viewer.permissions)

    assert len(few._known) == 3
    assert len(few._operations) == 3


def every_list() -> list[str]:
    """A document for each list at the root, with every field of its rows that asks for no more."""
    documents = []
    for name, field in SCHEMA.query_type.fields.items():  # type: ignore[union-attr]
        kind = get_named_type(field.type)
        required = any(isinstance(of.type, GraphQLNonNull) for of in field.args.values())
        if not isinstance(kind, GraphQLObjectType) or "edges" not in kind.fields or required:
            continue
        node = get_named_type(get_named_type(kind.fields["edges"].type).fields["node"].type)
        assert isinstance(node, GraphQLObjectType)
        asked = [
            key
            for key, of in node.fields.items()
            if is_leaf_type(get_named_type(of.type)) and (node.name, key) not in WITH_LOADERS
        ]
        documents.append(
            f"{{ {name}(first: 3) {{ edges {{ cursor node {{ {' '.join(asked)} }} }} "
            "pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }"
        )
    return documents


@pytest.mark.parametrize("document", every_list())
async def test_no_list_reads_its_rows_whole(
    acme: Cast, rival: Cast, monkeypatch: pytest.MonkeyPatch, document: str
) -> None:
    await open_conversation(acme)

    async def refused(rows: QuerySet[Any]) -> Any:
        raise AssertionError(f"{rows.model.__name__} was read whole.")

    monkeypatch.setattr(QuerySet, "_execute", refused)
    by_plan = await planned(document, {}, Context(identity=acme.viewer))

    assert by_plan.data is not None, by_plan.reason
