"""What is pushed: its size, its form, and that nothing stays of what does not fit."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import orjson
import pytest
from starlette.types import Message

from api.inbound import MAX_BYTES
from tests.doors import HOUSE, Sender, knock, written
from tests.exchange import kept
from tests.people import Cast


async def test_a_declared_length_is_refused_before_it_is_read(acme: Cast, ours: Sender) -> None:
    answer = await ours.push(b"x" * (MAX_BYTES + 1))

    assert (answer.status_code, answer.json()["error"]["code"]) == (413, "TOO_LARGE")
    assert await kept(acme) == []


async def test_an_undeclared_length_is_cut_off_while_reading(acme: Cast, ours: Sender) -> None:
    sent = 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal sent
        while sent < 10 * MAX_BYTES:
            sent += 1024
            yield b"x" * 1024

    answer = await knock(ours.inbox.id, endless(), {"content-type": "application/json"})

    assert answer.status_code == 413
    assert sent <= MAX_BYTES + 2048


async def test_a_body_of_the_full_size_is_taken(acme: Cast, ours: Sender) -> None:
    push = written()
    padding = MAX_BYTES - len(orjson.dumps(push))

    assert (await ours.push(orjson.dumps(push) + b" " * padding)).status_code == 202


@pytest.mark.parametrize("kind", ["text/plain", "", "application/x-www-form-urlencoded"])
async def test_only_json_is_taken(acme: Cast, ours: Sender, kind: str) -> None:
    answer = await ours.push(written(), headers={"content-type": kind})

    assert (answer.status_code, answer.json()["error"]["code"]) == (415, "NOT_JSON")
    assert await kept(acme) == []


async def test_json_with_a_charset_is_json(ours: Sender) -> None:
    kind = {"content-type": "Application/JSON; charset=utf-8"}

    assert (await ours.push(written(), headers=kind)).status_code == 202


@pytest.mark.parametrize("body", [b"", b"{", b"hello", b'{"a":1}x', b'"\\ud800"', b"[" * 5000])
async def test_what_is_not_json_is_malformed(acme: Cast, ours: Sender, body: bytes) -> None:
    answer = await ours.push(body)

    assert (answer.status_code, answer.json()["error"]["code"]) == (400, "MALFORMED")
    assert await kept(acme) == []


async def test_what_is_not_utf_8_is_not_signed(acme: Cast, ours: Sender) -> None:
    answer = await ours.push(b'{"a":"\xff"}')

    assert answer.status_code == 401
    assert await kept(acme) == []


@pytest.mark.parametrize(
    ("push", "faults"),
    [
        ([], {"": "MODEL_ATTRIBUTES_TYPE"}),
        ({}, {"type": "UNION_TAG_NOT_FOUND"}),
        ({"type": "message.deleted", "data": {}}, {"type": "UNION_TAG_INVALID"}),
        ({"type": "message.created"}, {"data": "MISSING"}),
        (
            {"type": "message.created", "data": {"contact": {}}},
            {"data.id": "MISSING", "data.contact.id": "MISSING", "data.body": "BLANK"},
        ),
        (written(body=1), {"data.body": "STRING_TYPE"}),
        (written(body="  "), {"data.body": "BLANK"}),
        (written(body="x" * 10_001), {"data.body": "TOO_LONG"}),
        (written(body="nul \0"), {"data.body": "UNSTORABLE"}),
        (written(id="x" * 201), {"data.id": "TOO_LONG"}),
        (written(occurredAt="yesterday"), {"data.occurredAt": "DATETIME_FROM_DATE_PARSING"}),
        (written(occurredAt="2026-01-01T10:00:00"), {"data.occurredAt": "TIMEZONE_AWARE"}),
        (written(occured_at=None), {"data.occured_at": "EXTRA_FORBIDDEN"}),
        (
            written(contact={"id": "kim", "email": "kim", "phone": "123", "name": ""}),
            {
                "data.contact.email": "EMAIL_INVALID",
                "data.contact.phone": "PHONE_INVALID",
                "data.contact.name": "BLANK",
            },
        ),
        (
            {"type": "message.status", "data": {"messageId": "x", "status": "bounced"}},
            {"data.status": "LITERAL_ERROR"},
        ),
    ],
)
async def test_a_push_that_does_not_fit_is_told_all_that_is_wrong(
    acme: Cast, ours: Sender, push: Any, faults: dict[str, str]
) -> None:
    answer = await ours.push(push)

    assert (answer.status_code, answer.json()["error"]["code"]) == (400, "INVALID")
    fields = answer.json()["error"]["fields"]
    assert {field["path"]: field["code"] for field in fields} == faults
    assert await kept(acme) == []


@pytest.mark.parametrize("id", ["x" * 201, "tab\there"])
async def test_an_event_id_must_be_one_that_we_can_keep(acme: Cast, ours: Sender, id: str) -> None:
    answer = await ours.push(written(), id=id)

    assert answer.status_code == 400
    assert answer.json()["error"]["fields"][0]["path"] == "webhook-id"
    assert await kept(acme) == []


async def test_a_body_that_does_not_come_is_not_waited_for(
    ours: Sender, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("api.inbound.MAX_SECONDS", 0.05)

    async def slow() -> AsyncIterator[bytes]:
        yield b"{"
        await asyncio.Event().wait()

    answer = await knock(ours.inbox.id, slow(), {"content-type": "application/json"})

    assert (answer.status_code, answer.json()["error"]["code"]) == (408, "TOO_SLOW")


async def test_a_body_that_breaks_off_leaves_nothing(acme: Cast, ours: Sender) -> None:
    parts: list[Message] = [
        {"type": "http.request", "body": b"{", "more_body": True},
        {"type": "http.disconnect"},
    ]
    sent: list[Message] = []

    async def receive() -> Message:
        return parts.pop(0)

    async def send(message: Message) -> None:
        sent.append(message)

    scope = {
        "type": "http",
        "method": "POST",
        "path": f"/inbound/{ours.inbox.id}",
        "query_string": b"",
        "headers": [(b"content-type", b"application/json")],
    }
    await HOUSE(scope, receive, send)

    assert sent[0]["status"] == 400
    assert await kept(acme) == []
