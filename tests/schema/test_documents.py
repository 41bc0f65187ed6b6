"""What was validated once is remembered, within bounds, and nothing else is."""

from typing import Any

import pytest

from models.settings import settings
from schema.documents import MAX_TOKENS, Documents, Known, Memory
from tests.answers import codes
from tests.conftest import Ask
from tests.people import Cast


def remembers(text: str) -> bool:
    return Documents.memory.get(text) is not None


async def test_a_document_is_validated_once_for_everybody(
    ask: Ask, acme: Cast, rival: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = "query OnlyHere { company { name } }"
    assert not remembers(text)

    ours = await ask(acme.viewer, text)
    monkeypatch.setattr("schema.rules.visit", None)
    theirs = await ask(rival.viewer, text)

    assert remembers(text)
    assert (ours["data"], theirs["data"]) == (
        {"company": {"name": "Acme"}},
        {"company": {"name": "Rival"}},
    )


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("{ company { nothing } }", "GRAPHQL_VALIDATION_FAILED"),
        ("{ company { ...Unknown } }", "GRAPHQL_VALIDATION_FAILED"),
        ("{ company {", "GRAPHQL_PARSE_FAILED"),
        ("{ company { name } }" + " #" * 600 + "\n#" * 600, "DOCUMENT_TOO_LARGE"),
        ("{" + "__typename " * MAX_TOKENS + "}", "DOCUMENT_TOO_LARGE"),
        ("{" + "__typename " * 21 + "}", "DOCUMENT_TOO_COSTLY"),
        ("{ node(id: 1) " + "{ ... on Node " * 61 + "{ id }" + "}" * 62, "DOCUMENT_TOO_DEEP"),
        ("{ node(id: 1) " + "{ a " * 250, "GRAPHQL_PARSE_FAILED"),
    ],
)
async def test_what_is_refused_is_not_remembered(ask: Ask, text: str, code: str) -> None:
    for _ in range(2):
        assert set(codes(await ask(None, text))) == {code}

    assert not remembers(text)


async def test_a_long_document_is_validated_beside_the_loop(
    ask: Ask, acme: Cast, rival: Cast
) -> None:
    fields = " ".join(f"field{number}" for number in range(80))

    answer = await ask(acme.viewer, f"{{ company {{ {fields} }} }}")

    assert set(codes(answer)) == {"GRAPHQL_VALIDATION_FAILED"}
    assert len(answer["errors"]) == 21  # twenty and that there are more


async def test_pages_are_weighed_again_for_other_sizes(ask: Ask, acme: Cast, rival: Cast) -> None:
    text = """query ($n: Int!) { conversations(first: $n) { edges { node {
        a: id b: id c: id d: id e: id f: id g: id h: id i: id j: id k: id l: id m: id
        contact { id } } } } }"""

    answers = [await ask(acme.viewer, text, n=n) for n in (1, 100, 1)]

    assert [codes(answer) for answer in answers] == [[], [], []]
    known = Documents.memory.get(text)
    assert known is not None
    assert known.affordable.keys() == {(1,), (100,)}


async def test_strangers_learn_nothing_of_the_schema_in_production(
    ask: Ask, acme: Cast, rival: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    look = "{ __schema { queryType { name } } }"
    wrong = "{ companyy { name } }"
    assert (await ask(None, look))["data"] is not None
    assert "Did you mean" in str(await ask(None, wrong))

    production = settings().model_copy(update={"environment": "production"})
    monkeypatch.setattr("schema.documents.settings", lambda: production)

    assert codes(await ask(None, look)) == ["INTROSPECTION_DISABLED"]
    assert "Did you mean" not in str(await ask(None, wrong))
    assert (await ask(acme.viewer, look))["data"] is not None
    assert (await ask(None, "{ __typename }"))["data"] == {"__typename": "Query"}


def test_memory_is_bounded_and_forgets_what_was_not_used() -> None:
    memory = Memory(capacity=10)
    known: Any = Known.__new__(Known)

    memory.put("aaaaa", known)
    memory.put("bbbbb", known)
    memory.get("aaaaa")
    memory.put("cc", known)
    assert [memory.get(text) is known for text in ("aaaaa", "bbbbb", "cc")] == [True, False, True]

    memory.put("x" * 11, known)
    assert len(memory) == 0
