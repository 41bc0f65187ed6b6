"""The inbound door: who gets through it, and that nothing stays of those who do not."""

import asyncio
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import orjson
import pytest

from models.database import EVERY_POOL, client
from models.inboxes import InboundState
from models.job import Job
from models.tenancy import acting_for, every_company
from tests.customer import environment
from tests.doors import Sender, knock, sender, sign, written
from tests.exchange import kept
from tests.people import Cast


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


async def test_the_address_given_out_is_the_one_that_is_listened_at(ours: Sender) -> None:
    with environment(PUBLIC_URL="https://chat.example/"):
        assert ours.inbox.inbound_url == f"https://chat.example/inbound/{ours.inbox.id}"


async def test_when_we_are_busy_the_push_is_put_off(
    acme: Cast, ours: Sender, monkeypatch: pytest.MonkeyPatch
) -> None:
    with every_company():
        monkeypatch.setattr(client(), "acquire_timeout", 0.05)
        held = [await client().checkout() for _ in range(EVERY_POOL)]
        try:
            answer = await ours.push(written())
        finally:
            for connection in held:
                await client().checkin(connection)

    assert (answer.status_code, answer.json()["error"]["code"]) == (503, "OVERLOADED")
    assert answer.headers["retry-after"] == "1"
    assert await kept(acme) == []
    assert (await ours.push(written())).status_code == 202
