"""The inbound door: who gets through it, and that nothing stays of those who do not."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import orjson
import pytest

from api.inbound import MAX_BYTES
from models.inboxes import InboundEvent, InboundState
from models.job import Job
from models.tenancy import acting_for
from tests.customer import environment
from tests.doors import Sender, knock, sender, sign, written
from tests.people import Cast


@pytest.fixture
async def ours(acme: Cast) -> Sender:
    return await sender(acme)


async def kept(company: Cast) -> list[InboundEvent]:
    """All that the door has stored: events, and no job without one."""
    with acting_for(company.id):
        events = await InboundEvent.all().order_by("id")
        assert await Job.filter(kind="inbound_event.apply").count() == len(events)
    return events


async def test_a_signed_push_is_kept_as_it_came_and_a_job_waits(
    acme: Cast, rival: Cast, ours: Sender
) -> None:
    push = written("Where is my order?")

    answer = await ours.push(push, id="evt_1")

    assert (answer.status_code, answer.json()) == (202, {"duplicate": False})
    [event] = await kept(acme)
    assert (event.external_id, event.payload, event.state) == ("evt_1", push, InboundState.RECEIVED)
    with acting_for(acme.id):
        [job] = await Job.filter(kind="inbound_event.apply")
    assert job.payload == {"event_id": str(event.id)}
    assert await kept(rival) == []


async def test_the_same_push_again_is_a_duplicate(acme: Cast, ours: Sender) -> None:
    first = await ours.push(written(), id="evt_1")
    again = await ours.push(written(), id="evt_1")

    assert [first.status_code, again.status_code] == [202, 202]
    assert again.json() == {"duplicate": True}
    assert len(await kept(acme)) == 1


async def test_of_many_at_once_one_is_kept(acme: Cast, ours: Sender) -> None:
    push = written()

    answers = await asyncio.gather(*(ours.push(push, id="evt_1") for _ in range(8)))

    assert [answer.status_code for answer in answers] == [202] * 8
    assert sorted(answer.json()["duplicate"] for answer in answers) == [False] + [True] * 7
    assert len(await kept(acme)) == 1


async def test_an_event_id_belongs_to_its_inbox(acme: Cast, rival: Cast, ours: Sender) -> None:
    theirs = await sender(rival)

    answers = [await each.push(written(), id="evt_1") for each in (ours, theirs)]

    assert [answer.json()["duplicate"] for answer in answers] == [False, False]
    assert (len(await kept(acme)), len(await kept(rival))) == (1, 1)


async def test_a_rivals_secret_opens_nothing_of_ours(acme: Cast, rival: Cast, ours: Sender) -> None:
    theirs = await sender(rival)

    answer = await ours.push(written(), secret=theirs.secret)

    assert answer.status_code == 401
    assert (await kept(acme), await kept(rival)) == ([], [])


async def test_whether_an_inbox_exists_cannot_be_told(acme: Cast, ours: Sender) -> None:
    with acting_for(acme.id):
        disabled = await sender(acme)
        await disabled.inbox.disable(by=acme.viewer)
    stranger = "whsec_" + "A" * 43 + "="
    old = datetime.now(UTC) - timedelta(minutes=6)
    ids: list[UUID | str] = [ours.inbox.id, disabled.inbox.id, uuid4(), "not-an-id", "0"]

    for headers in ({}, {"webhook-signature": ""}, {"webhook-timestamp": "now"}):
        answers = [
            await ours.push(written(), secret=stranger, inbox_id=id, headers=headers) for id in ids
        ]
        assert {answer.status_code for answer in answers} == {401}
        assert len({answer.text for answer in answers}) == 1
    answers = [await ours.push(written(), secret=stranger, inbox_id=id, at=old) for id in ids]
    assert {answer.text for answer in answers} == {answers[0].text}
    assert await kept(acme) == []


@pytest.mark.parametrize(
    ("headers", "code"),
    [
        ({"webhook-id": ""}, "SIGNATURE_MISSING"),
        ({"webhook-timestamp": ""}, "SIGNATURE_MISSING"),
        ({"webhook-signature": ""}, "SIGNATURE_MISSING"),
        ({"webhook-timestamp": "yesterday"}, "TIMESTAMP_INVALID"),
        ({"webhook-timestamp": "nan"}, "TIMESTAMP_INVALID"),
        ({"webhook-timestamp": "9" * 400}, "TIMESTAMP_INVALID"),
        ({"webhook-id": "another"}, "SIGNATURE_INVALID"),
        ({"webhook-signature": "v1,AAAA"}, "SIGNATURE_INVALID"),
        ({"webhook-signature": "v1,%%%"}, "SIGNATURE_INVALID"),
        ({"webhook-signature": "v1"}, "SIGNATURE_INVALID"),
        ({"webhook-signature": "v1a,AAAA"}, "SIGNATURE_INVALID"),
        ({"webhook-signature": ","}, "SIGNATURE_INVALID"),
    ],
)
async def test_what_is_wrong_with_a_signature_is_told(
    acme: Cast, ours: Sender, headers: dict[str, str], code: str
) -> None:
    answer = await ours.push(written(), headers=headers)

    assert answer.status_code == 401
    assert answer.json()["error"]["code"] == code
    assert await kept(acme) == []


@pytest.mark.parametrize(("minutes", "code"), [(-6, "TIMESTAMP_TOO_OLD"), (6, "TIMESTAMP_TOO_NEW")])
async def test_a_signature_is_good_for_five_minutes(
    acme: Cast, ours: Sender, minutes: int, code: str
) -> None:
    answer = await ours.push(written(), at=datetime.now(UTC) + timedelta(minutes=minutes))

    assert (answer.status_code, answer.json()["error"]["code"]) == (401, code)
    assert await kept(acme) == []


async def test_a_body_that_was_changed_on_its_way_is_refused(acme: Cast, ours: Sender) -> None:
    headers = sign(ours.secret, orjson.dumps(written("Send 1")))

    answer = await knock(ours.inbox.id, orjson.dumps(written("Send 1000")), headers)

    assert answer.status_code == 401
    assert await kept(acme) == []


async def test_one_good_signature_among_several_is_enough(ours: Sender) -> None:
    body = orjson.dumps(written())
    headers = sign(ours.secret, body)
    headers["webhook-signature"] = f"v1,AAAA v1a,AAAA {headers['webhook-signature']}"

    assert (await knock(ours.inbox.id, body, headers)).status_code == 202


async def test_after_a_rotation_both_secrets_are_good_for_a_day(acme: Cast, ours: Sender) -> None:
    with acting_for(acme.id):
        new = await ours.inbox.rotate_secret(by=acme.viewer)

    assert (await ours.push(written())).status_code == 202
    assert (await ours.push(written(), secret=new)).status_code == 202

    with acting_for(acme.id):
        await type(ours.inbox).all().update(previous_secret_until=datetime.now(UTC))
    assert (await ours.push(written())).status_code == 401
    assert (await ours.push(written(), secret=new)).status_code == 202


async def test_a_leaked_secret_can_be_revoked_at_once(acme: Cast, ours: Sender) -> None:
    with acting_for(acme.id):
        new = await ours.inbox.rotate_secret(revoke_previous=True, by=acme.viewer)

    assert (await ours.push(written())).status_code == 401
    assert (await ours.push(written(), secret=new)).status_code == 202


async def test_a_disabled_inbox_says_so_to_those_who_can_sign(acme: Cast, ours: Sender) -> None:
    with acting_for(acme.id):
        await ours.inbox.disable(by=acme.viewer)

    answer = await ours.push(written())

    assert (answer.status_code, answer.json()["error"]["code"]) == (403, "INBOX_DISABLED")
    assert await kept(acme) == []


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
            {"data.id": "MISSING", "data.contact.id": "MISSING", "data.body": "MISSING"},
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


async def test_the_address_given_out_is_the_one_that_is_listened_at(ours: Sender) -> None:
    with environment(PUBLIC_URL="https://chat.example/"):
        assert ours.inbox.inbound_url == f"https://chat.example/inbound/{ours.inbox.id}"
