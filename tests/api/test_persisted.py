"""Documents that a request names instead of sending, over HTTP and over sockets."""

import os
import subprocess
import sys
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

import httpx
import orjson
import pytest
from graphql import parse

from models.settings import Misconfigured, settings
from schema import persisted
from schema.documents import Known, Memory, name_of_text
from schema.persisted import require_valid
from tests.answers import codes
from tests.clients import Door, open_socket, sign_in, socket_of
from tests.people import Cast

COMPANY = "query Named { company { name } }"
EVENTS = "subscription Told { events { name } }"


def hashed(text: str, *, version: int = 1) -> dict[str, Any]:
    """`extensions` of an automatic persisted query."""
    name = sha256(text.encode()).hexdigest()
    return {"persistedQuery": {"version": version, "sha256Hash": name}}


@pytest.fixture
def listed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An installation with documents of its own."""
    path = tmp_path / "documents.json"
    path.write_bytes(orjson.dumps({"company-1": COMPANY, "events-1": EVENTS}))
    yield from configured(monkeypatch, TRUSTED_DOCUMENTS=str(path))


@pytest.fixture
def listed_only(listed: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """An installation that executes nothing else."""
    for _ in configured(monkeypatch, TRUSTED_DOCUMENTS_ONLY="true"):
        yield


async def test_a_document_is_sent_once_and_then_named(
    http: httpx.AsyncClient, acme: Cast, rival: Cast
) -> None:
    text = f"query Once {{ company {{ name }} }} # {acme.id}"
    ours, theirs = await sign_in(acme.owner), await sign_in(rival.owner)

    unknown = await http.post("/graphql", json={"extensions": hashed(text)}, headers=ours.headers)
    sent = await http.post(
        "/graphql", json={"query": text, "extensions": hashed(text)}, headers=ours.headers
    )
    for who, name in ((ours, "Acme"), (theirs, "Rival")):
        named = await http.post("/graphql", json={"extensions": hashed(text)}, headers=who.headers)
        assert named.json()["data"] == {"company": {"name": name}}

    assert (unknown.status_code, codes(unknown.json())) == (200, ["PERSISTED_QUERY_NOT_FOUND"])
    assert unknown.json()["errors"][0]["message"] == "PersistedQueryNotFound"
    assert "data" not in unknown.json()
    assert sent.json()["data"] == {"company": {"name": "Acme"}}


async def test_a_document_is_named_in_a_get_too(
    http: httpx.AsyncClient, acme: Cast, rival: Cast
) -> None:
    who = await sign_in(acme.owner)
    await http.post("/graphql", json={"query": COMPANY}, headers=who.headers)
    named = {"extensions": orjson.dumps(hashed(COMPANY)).decode()}

    answer = await http.get("/graphql", params=named, headers=who.headers)

    assert answer.json()["data"] == {"company": {"name": "Acme"}}


async def test_a_hash_of_another_text_is_refused(http: httpx.AsyncClient, acme: Cast) -> None:
    who = await sign_in(acme.owner)
    body = {"query": "{ cursor }", "extensions": hashed(COMPANY)}

    answer = await http.post("/graphql", json=body, headers=who.headers)

    assert (answer.status_code, codes(answer.json())) == (400, ["PERSISTED_QUERY_MISMATCH"])


@pytest.mark.parametrize("asked", [{}, [], "x", {"sha256Hash": 1}, {"sha256Hash": ""}, 0])
async def test_what_is_no_name_is_not_known(http: httpx.AsyncClient, asked: object) -> None:
    answer = await http.post("/graphql", json={"extensions": {"persistedQuery": asked}})

    assert codes(answer.json()) == ["PERSISTED_QUERY_NOT_FOUND"]


async def test_what_is_not_valid_gets_no_name(http: httpx.AsyncClient, acme: Cast) -> None:
    who, text = await sign_in(acme.owner), "{ nothing }"
    body = {"query": text, "extensions": hashed(text)}

    first = await http.post("/graphql", json=body, headers=who.headers)
    named = await http.post("/graphql", json={"extensions": hashed(text)}, headers=who.headers)

    assert codes(first.json()) == ["GRAPHQL_VALIDATION_FAILED"]
    assert codes(named.json()) == ["PERSISTED_QUERY_NOT_FOUND"]


async def test_a_name_opens_nothing_that_its_text_would_not(
    http: httpx.AsyncClient, acme: Cast
) -> None:
    who = await sign_in(acme.owner)
    await http.post("/graphql", json={"query": COMPANY}, headers=who.headers)

    stranger = await http.post("/graphql", json={"extensions": hashed(COMPANY)})

    assert codes(stranger.json()) == ["UNAUTHENTICATED"]


async def test_sockets_take_names_and_go_on_when_they_know_none(
    door: Door, http: httpx.AsyncClient, acme: Cast, rival: Cast
) -> None:
    ours, theirs = await sign_in(acme.owner), await sign_in(rival.owner)
    text = f"query Once {{ company {{ name }} }} # socket {acme.id}"
    async with socket_of(door, ours) as client, socket_of(door, theirs) as other:
        payload = {"extensions": hashed(text)}
        await client.send({"id": "1", "type": "subscribe", "payload": payload})
        unknown = await client.receive()
        await client.send({"id": "2", "type": "subscribe", "payload": payload | {"query": text}})
        sent = [await client.receive(), await client.receive()]
        for socket, name in ((client, "Acme"), (other, "Rival")):
            await socket.send({"id": "3", "type": "subscribe", "payload": payload})
            assert (await socket.receive())["payload"]["data"] == {"company": {"name": name}}
            assert (await socket.receive())["type"] == "complete"

    assert (unknown["id"], unknown["type"]) == ("1", "error")
    assert unknown["payload"][0]["message"] == "PersistedQueryNotFound"
    assert [message["type"] for message in sent] == ["next", "complete"]


async def test_a_socket_says_nothing_of_documents_to_strangers(door: Door, acme: Cast) -> None:
    async with open_socket(door) as client:
        payload = {"extensions": hashed(COMPANY)}
        await client.send({"id": "1", "type": "subscribe", "payload": payload})

        assert (await client.closed())[0] == 4401


async def test_an_installations_documents_are_executed_by_their_id(
    listed: Path, door: Door, http: httpx.AsyncClient, acme: Cast, rival: Cast
) -> None:
    who, stranger = await sign_in(acme.owner), await sign_in(rival.owner)
    for each, name in ((who, "Acme"), (stranger, "Rival")):
        body = {"documentId": "company-1"}
        answer = await http.post("/graphql", json=body, headers=each.headers)
        assert answer.json()["data"] == {"company": {"name": name}}

    by_hash = await http.get(
        "/graphql", params={"documentId": f"sha256:{name_of_text(COMPANY)}"}, headers=who.headers
    )
    unknown = await http.post("/graphql", json={"documentId": "nope"}, headers=who.headers)
    async with socket_of(door, who) as client:
        payload = {"documentId": "company-1"}
        await client.send({"id": "1", "type": "subscribe", "payload": payload})
        assert (await client.receive())["payload"]["data"] == {"company": {"name": "Acme"}}

    assert by_hash.json()["data"] == {"company": {"name": "Acme"}}
    assert (unknown.status_code, codes(unknown.json())) == (400, ["DOCUMENT_NOT_FOUND"])


async def test_an_installation_may_execute_its_own_documents_only(
    listed_only: None, door: Door, http: httpx.AsyncClient, acme: Cast, rival: Cast
) -> None:
    who = await sign_in(acme.owner)
    for body, code in (
        ({"query": "{ cursor }"}, ["DOCUMENT_NOT_TRUSTED"]),
        ({"query": "{ cursor }", "extensions": hashed("{ cursor }")}, ["DOCUMENT_NOT_TRUSTED"]),
        ({"query": COMPANY}, []),
        ({"extensions": hashed(COMPANY)}, []),
        ({"documentId": "company-1"}, []),
    ):
        answer = await http.post("/graphql", json=body, headers=who.headers)
        assert codes(answer.json()) == code
    async with socket_of(door, who) as client:
        assert (await client.run("{ cursor }"))[0]["extensions"]["code"] == "DOCUMENT_NOT_TRUSTED"
        assert (await client.run(COMPANY))["data"] == {"company": {"name": "Acme"}}


@pytest.mark.parametrize(
    ("written", "told"),
    [
        (b"{", "not a file of JSON"),
        (b'["x"]', "not an object of ids and documents"),
        (b'{"a": 1}', "not an object of ids and documents"),
        (b'{"old-7": "{ me {"}', "old-7: Syntax Error"),
        (b'{"old-7": "{ nothing }"}', "old-7: Cannot query field 'nothing'"),
    ],
)
def test_documents_that_could_not_be_executed_are_told_before_they_are_asked_for(
    written: bytes, told: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "documents.json"
    path.write_bytes(written)

    for _ in configured(monkeypatch, TRUSTED_DOCUMENTS=str(path)):
        with pytest.raises(Misconfigured, match=told):
            require_valid()


def test_a_server_does_not_start_with_them(tmp_path: Path, database: str) -> None:
    ended = subprocess.run(
        [sys.executable, "-m", "api.cli", "serve", "--port", "1"],
        env=os.environ | {"TRUSTED_DOCUMENTS": str(tmp_path / "missing.json")},
        capture_output=True,
        text=True,
        check=False,
    )

    assert (ended.returncode, ended.stdout) == (1, "")
    assert ended.stderr == "chatia: TRUSTED_DOCUMENTS is not a file of JSON.\n"


def test_a_name_is_forgotten_with_its_document() -> None:
    memory = Memory(capacity=30)
    texts = ["{ company { id } }", "{ company { name } }"]
    for text in texts:
        memory.put(text, Known.of(parse(text)))

    assert [memory.text(name_of_text(text)) for text in texts] == [None, texts[1]]


def configured(monkeypatch: pytest.MonkeyPatch, **environment: str) -> Iterator[Path]:
    """The settings, with these."""
    with monkeypatch.context() as patch:
        for name, value in environment.items():
            patch.setenv(name, value)
        forget()
        settings()
        yield Path()
    forget()


def forget() -> None:
    settings.cache_clear()
    persisted.trusted.cache_clear()
    persisted._texts.cache_clear()
