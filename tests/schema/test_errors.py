"""How errors look from outside: refusals with a code, bugs as nothing but an id."""

import enum
from collections.abc import AsyncIterator
from contextlib import aclosing
from typing import Any

import pytest
import strawberry
from strawberry.types import ExecutionResult
from structlog.testing import capture_logs
from tortoise.exceptions import IntegrityError

from models.database import transaction
from models.errors import Invalid, NotFound, RateLimited
from models.identity import Member
from models.logs import story
from models.tenancy import acting_for
from schema import schema as house_schema
from schema.context import Context
from schema.documents import Documents
from schema.errors import MASK, HouseSchema, unquoted
from schema.executor import CompanyExecutor
from schema.journal import Journal
from tests.answers import codes, timeless
from tests.conftest import Ask
from tests.people import Cast

SECRET = "correct horse battery staple"


@strawberry.enum
class Colour(enum.Enum):
    RED = "red"


@strawberry.type
class Query:
    @strawberry.field
    def not_found(self) -> int:
        raise NotFound

    @strawberry.field
    def limited(self) -> int:
        raise RateLimited(retry_after=7)

    @strawberry.field
    def wrong(self) -> int:
        raise Invalid.because("input.email", "NOT_AN_EMAIL", "This is no e-mail address.")

    @strawberry.field
    def broken(self) -> int | None:
        raise ValueError(SECRET)

    @strawberry.field
    def unreadable(self) -> int | None:
        return SECRET  # type: ignore[return-value]

    @strawberry.field
    def nothing(self) -> int:
        return None  # type: ignore[return-value]

    @strawberry.field
    async def doubled(self, info: strawberry.Info[Context, None]) -> int | None:
        member = await Member.get(id=info.context.viewer.member_id)
        async with transaction():
            await Member.create(user_id=member.user_id, name=SECRET, email=SECRET, role="OWNER")
        return None

    @strawberry.field
    def echo(self, number: int = 1, colour: Colour = Colour.RED) -> int:
        return number


@strawberry.type
class Subscription:
    @strawberry.subscription
    async def breaking(self) -> AsyncIterator[int]:
        yield 1
        raise ValueError(SECRET)

    @strawberry.subscription
    async def ending(self) -> AsyncIterator[int]:
        yield 1
        raise NotFound


SCHEMA = HouseSchema(
    query=Query,
    subscription=Subscription,
    execution_context_class=CompanyExecutor,
    extensions=[Journal, Documents],
)


async def answer(document: str, *, context: Context | None = None, **variables: Any) -> Any:
    result = await SCHEMA.execute(
        document, variable_values=variables, context_value=context or Context()
    )
    assert isinstance(result, ExecutionResult)
    return {"errors": [error.formatted for error in result.errors or ()], "data": result.data}


def plain(error: Any) -> Any:
    return timeless(error)["extensions"]


@pytest.fixture(autouse=True)
def forgetful(house: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Texts that are valid here need not be so in the schema of the house."""
    monkeypatch.setattr(Documents, "memory", type(Documents.memory)())


async def test_a_refusal_keeps_its_code_message_and_details() -> None:
    [missing] = (await answer("{ notFound }"))["errors"]
    [limited] = (await answer("{ limited }"))["errors"]
    [wrong] = (await answer("{ wrong }"))["errors"]

    assert (missing["message"], plain(missing)) == (
        "There is no such thing here.",
        {"code": "NOT_FOUND"},
    )
    assert plain(limited) == {"code": "RATE_LIMITED", "retryable": True, "retryAfter": 7}
    assert wrong["extensions"]["fields"] == [
        {"path": "input.email", "code": "NOT_AN_EMAIL", "message": "This is no e-mail address."}
    ]


@pytest.mark.parametrize("field", ["broken", "unreadable", "nothing"])
async def test_a_bug_is_masked_and_logged_under_the_id_of_its_request(field: str) -> None:
    context = Context(request_id="request-1234")

    with capture_logs() as lines:
        [error] = (await answer(f"{{ {field} }}", context=context))["errors"]

    assert error["message"] == MASK
    assert plain(error) == {"code": "INTERNAL"}
    assert error["extensions"]["requestId"] == "request-1234"
    [bug] = [line for line in lines if line["event"] == "graphql.bug"]
    assert bug["path"] == [field]
    assert SECRET not in story(bug["exc_info"])
    [operation] = [line for line in lines if line["event"] == "graphql.operation"]
    assert (operation["outcome"], operation["codes"]) == ("failed", ["INTERNAL"])


async def test_what_the_database_refuses_unexpectedly_is_masked(acme: Cast, rival: Cast) -> None:
    context = Context(identity=acme.viewer)

    with capture_logs() as lines:
        [error] = (await answer("{ doubled }", context=context))["errors"]

    assert (error["message"], error["extensions"]["code"]) == (MASK, "INTERNAL")
    cause = next(line for line in lines if line["event"] == "graphql.bug")["exc_info"]
    assert isinstance(cause, IntegrityError)
    assert SECRET not in story(cause)
    assert "sqlstate=23505" in story(cause)
    assert "constraint_name=" in story(cause)
    for company in (acme, rival):
        with acting_for(company.id):
            assert await Member.all().count() == 1


@pytest.mark.parametrize(
    ("document", "variables", "code"),
    [
        ("{", {}, "GRAPHQL_PARSE_FAILED"),
        ("{ unknown }", {}, "GRAPHQL_VALIDATION_FAILED"),
        (f'{{ echo(number: "{SECRET}") }}', {}, "GRAPHQL_VALIDATION_FAILED"),
        (f'{{ echo(colour: "{SECRET}") }}', {}, "GRAPHQL_VALIDATION_FAILED"),
        ("query ($n: Int!) { echo(number: $n) }", {}, "GRAPHQL_VARIABLES_INVALID"),
        ("query ($n: Int!) { echo(number: $n) }", {"n": SECRET}, "GRAPHQL_VARIABLES_INVALID"),
        ("query ($n: Int!) { echo(number: $n) }", {"n": [SECRET]}, "GRAPHQL_VARIABLES_INVALID"),
        ("query ($c: Colour!) { echo(colour: $c) }", {"c": SECRET}, "GRAPHQL_VARIABLES_INVALID"),
        # Valid, for the variable has a default; then null all the same.
        ("query ($n: Int = 1) { echo(number: $n) }", {"n": None}, "GRAPHQL_VARIABLES_INVALID"),
    ],
)
async def test_a_fault_of_the_request_has_a_code_and_quotes_no_value(
    document: str, variables: dict[str, Any], code: str
) -> None:
    with capture_logs() as lines:
        refused = await answer(document, **variables)

    assert set(codes(refused)) == {code}
    assert SECRET not in str(refused)
    assert SECRET not in str(lines)
    assert lines[-1]["outcome"] == "invalid"


async def test_a_subscription_ends_as_a_query_would() -> None:
    for field, code in (("breaking", "INTERNAL"), ("ending", "NOT_FOUND")):
        results = await SCHEMA.stream(f"subscription {{ {field} }}", context_value=Context())
        with capture_logs() as lines:
            async with aclosing(results):
                first, last = [result async for result in results]

        assert isinstance(first, ExecutionResult)
        assert isinstance(last, ExecutionResult)
        assert first.data == {field: 1}
        assert [(error.extensions or {})["code"] for error in last.errors or ()] == [code]
        assert SECRET not in str(last.errors)
        assert lines[-1]["action"] == f"subscription {field}"


async def test_every_error_of_the_house_has_a_code(ask: Ask, acme: Cast, rival: Cast) -> None:
    for document in ("{ me { id } }", "{", "{ nothing }", '{ node(id: "x") { id } }', "{ cursor }"):
        errors = (await ask(None, document))["errors"]

        assert all(error["extensions"]["code"] for error in errors)
    assert house_schema.get_extensions()  # they are what the tests above rest on


@pytest.mark.parametrize(
    ("said", "told"),
    [
        (
            "Variable '$n' has invalid value: Int cannot represent non-integer value: 'x: y'",
            "Variable '$n' has invalid value: Int cannot represent non-integer value.",
        ),
        (
            "Expected value of type 'In' to include required field 'a', found: {b: 'x'}.",
            "Expected value of type 'In' to include required field 'a'.",
        ),
        (
            "Expected value of type 'In' not to include unknown field 'b'."
            " Did you mean 'a'? Found: {b: 'x'}.",
            "Expected value of type 'In' not to include unknown field 'b'. Did you mean 'a'?",
        ),
        (
            "Expected value of type 'T', but encountered error 'no: x'; found: 'x'.",
            "Expected value of type 'T'.",
        ),
        ("Value 'x' does not exist in 'E' enum.", "This value does not exist in 'E' enum."),
        (
            "Value cannot represent a DateTime: \"x\". Invalid isoformat string: 'x'",
            "Value cannot represent a DateTime.",
        ),
        ("Cannot query field 'x' on type 'Y'.", "Cannot query field 'x' on type 'Y'."),
    ],
)
def test_messages_are_told_without_their_values(said: str, told: str) -> None:
    assert unquoted(said) == told
