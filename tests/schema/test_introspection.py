"""Tools that read the schema get it from memory, and read nothing else from there."""

import pytest
from graphql import build_client_schema, get_introspection_query, print_schema

from schema import schema
from schema.introspection import REMEMBERED, Introspection
from tests.conftest import Ask
from tests.people import Cast

QUESTION = get_introspection_query(specified_by_url=True, input_value_deprecation=True)


@pytest.fixture(autouse=True)
def forgetful(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Introspection, "answers", type(Introspection.answers)())


async def test_the_schema_is_told_whole_and_worked_out_once(
    ask: Ask, acme: Cast, rival: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = await ask(acme.viewer, QUESTION)
    monkeypatch.setattr("schema.introspection.execute", None)
    again = await ask(rival.viewer, QUESTION)

    told = build_client_schema(first["data"])
    assert set(told.type_map) == set(schema._schema.type_map)
    assert print_schema(told) == print_schema(schema._schema)
    assert again == first


@pytest.mark.parametrize(
    "document",
    [
        "{ __schema { queryType { name } } company { name } }",
        "query ($n: String!) { __type(name: $n) { name } }",
        "{ ...F } fragment F on Query { company { name } }",
        "{ __typename }",
    ],
)
async def test_whatever_else_is_asked_is_not_remembered(
    ask: Ask, acme: Cast, rival: Cast, document: str
) -> None:
    for cast in (acme, rival):
        answer = await ask(cast.viewer, document, n="Query")
        assert "errors" not in answer
        if "company" in document:
            assert answer["data"]["company"]["name"] == cast.owner.name.removesuffix(" owner")

    assert not Introspection.answers


async def test_memory_is_bounded(ask: Ask, acme: Cast) -> None:
    for number in range(REMEMBERED + 2):
        await ask(acme.viewer, f"{{ a{number}: __schema {{ queryType {{ name }} }} }}")

    assert len(Introspection.answers) == REMEMBERED
