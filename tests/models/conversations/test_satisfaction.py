"""Contacts are asked how they were helped, and what they say is kept once."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from models.conversations import (
    Conversation,
    Message,
    SatisfactionExpired,
    SatisfactionRated,
    SatisfactionRequest,
)
from models.events import Event
from models.identifiers import global_id
from models.inboxes import InboundEvent, InboundState, Inbox
from models.inboxes.inbox import CSAT_QUESTION
from models.tenancy import acting_for
from tests.answers import codes
from tests.conftest import Ask
from tests.customer import CustomerSystem
from tests.doors import Sender, sender, written
from tests.errands import perform
from tests.people import Cast

INBOX = """mutation ($input: UpdateInboxInput!) {
  updateInbox(input: $input) { inbox { csatEnabled csatQuestion } } }"""
RESOLVE = """mutation ($input: ResolveConversationInput!) {
  resolveConversation(input: $input) { conversation {
    status firstReplyAt waitingSince
    satisfaction { rating comment ratedAt member { name } } } } }"""
READ = """query ($id: ID!) {
  conversation(id: $id) { satisfaction { rating comment member { name } } } }"""


@pytest.fixture
async def ours(acme: Cast, customer: CustomerSystem) -> Sender:
    """An inbox that asks, in which Kim has written."""
    inbox = await sender(acme, callback_url=customer.url)
    with acting_for(acme.id):
        await inbox.inbox.update(csat_enabled=True, by=acme.viewer)
    await inbox.push(written("Hello", id="m1"))
    await perform(acme, "inbound_event.apply")
    return inbox


async def resolved(company: Cast) -> Conversation:
    with acting_for(company.id):
        conversation = await Conversation.all().order_by("-id").first()
        assert conversation is not None
        return await conversation.resolve(by=company.viewer)


async def asked(company: Cast) -> list[SatisfactionRequest]:
    with acting_for(company.id):
        return await SatisfactionRequest.all().order_by("id")


def rated(message_id: str, rating: Any = 5, **data: Any) -> dict[str, Any]:
    given = {"messageId": message_id, "rating": rating, **data}
    return {"type": "satisfaction.rated", "data": given}


async def push(company: Cast, door: Sender, payload: dict[str, Any]) -> str | None:
    """What became of it: None when it was applied."""
    answer = await door.push(payload)
    assert answer.status_code == 202, answer.text
    await perform(company, "inbound_event.apply")
    with acting_for(company.id):
        event = await InboundEvent.all().order_by("-id").first()
        assert event is not None
        return None if event.state is InboundState.APPLIED else event.error


async def test_a_contact_is_asked_by_the_channel_and_their_answer_is_kept(
    ask: Ask, acme: Cast, rival: Cast, ours: Sender, customer: CustomerSystem
) -> None:
    with acting_for(acme.id):
        conversation = await Conversation.get()
        await conversation.take(by=acme.viewer)
    here = {"conversationId": global_id("Conversation", conversation.id)}

    answer = await ask(acme.viewer, RESOLVE, input=here)
    await perform(acme, "message.deliver")

    assert answer["data"]["resolveConversation"]["conversation"] == {
        "status": "RESOLVED",
        "firstReplyAt": None,
        "waitingSince": None,
        "satisfaction": [
            {"rating": None, "comment": None, "ratedAt": None, "member": {"name": "Acme owner"}}
        ],
    }
    [request] = await asked(acme)
    data = customer.received[-1].json["data"]
    assert (data["body"], data["sender"]["kind"]) == (CSAT_QUESTION, "SYSTEM")
    assert data["satisfaction"]["ratings"] == [1, 2, 3, 4, 5]
    assert datetime.fromisoformat(data["satisfaction"]["expiresAt"]) == request.expires_at
    payload = rated(data["id"], 4, comment="Quick!")
    assert await push(acme, ours, payload) is None
    assert await push(acme, ours, payload) is None, "the same again changes nothing"
    seen = await ask(acme.viewer, READ, statements=3, id=here["conversationId"])
    assert seen["data"]["conversation"]["satisfaction"] == [
        {"rating": 4, "comment": "Quick!", "member": {"name": "Acme owner"}}
    ]
    assert codes(await ask(rival.viewer, READ, id=here["conversationId"])) == ["NOT_FOUND"]
    with acting_for(acme.id):
        [event] = await Event.filter(name="conversation.rated")
        assert event.changes == {"rating": 4, "member_id": str(acme.owner.id)}
        assert (event.actor_kind, event.actor_id) == ("CONTACT", request.contact_id)
        [line] = await Message.filter(activity__isnull=False, sender_kind="CONTACT")
        assert (line.activity["name"], line.activity["to"]) == ("conversation.rated", "4")
    assert await push(acme, ours, rated(data["id"], 1)) == (
        "SATISFACTION_RATED: This has been rated already, and that is final."
    )


async def test_it_is_asked_once_until_it_is_answered_or_too_late(acme: Cast, ours: Sender) -> None:
    await resolved(acme)
    for number in range(2):
        await ours.push(written("Again", id=f"again{number}"))
        await perform(acme, "inbound_event.apply")
        await resolved(acme)
    [first] = await asked(acme)
    with acting_for(acme.id):
        await first.rate(2)
        await (await Conversation.get()).reopen(by=acme.viewer)
    await resolved(acme)
    assert len(await asked(acme)) == 2
    with acting_for(acme.id):
        past = datetime.now(UTC) - timedelta(seconds=1)
        await SatisfactionRequest.filter(rated_at=None).update(expires_at=past)
        await (await Conversation.get()).reopen(by=acme.viewer)
    await resolved(acme)
    assert [request.rating for request in await asked(acme)] == [2, None, None]


async def test_what_is_too_late_or_said_already_is_refused(acme: Cast, ours: Sender) -> None:
    await resolved(acme)
    [request] = await asked(acme)
    with acting_for(acme.id):
        request.expires_at = datetime.now(UTC) - timedelta(seconds=1)
        await request.save(update_fields=["expires_at"])
        with pytest.raises(SatisfactionExpired):
            await request.rate(5)
        request.expires_at = datetime.now(UTC) + timedelta(seconds=60)
        await request.save(update_fields=["expires_at"])
        await request.rate(5, " ")
        assert request.comment is None
        await request.rate(5)
        with pytest.raises(SatisfactionRated):
            await request.rate(5, "More")
        assert await Event.filter(name="conversation.rated").count() == 1


async def test_of_two_at_once_one_is_kept(acme: Cast, ours: Sender) -> None:
    await resolved(acme)
    [request] = await asked(acme)

    async def rate(rating: int) -> None:
        with acting_for(acme.id):
            await (await SatisfactionRequest.get(id=request.id)).rate(rating)

    outcomes = await asyncio.gather(*(rate(n) for n in (1, 5)), return_exceptions=True)

    assert sorted(type(outcome).__name__ for outcome in outcomes) == [
        "NoneType",
        "SatisfactionRated",
    ]


@pytest.mark.parametrize(
    ("data", "path"),
    [
        ({"rating": 0}, "data.rating"),
        ({"rating": 6}, "data.rating"),
        ({"rating": "5"}, "data.rating"),
        ({"rating": 4.5}, "data.rating"),
        ({"rating": 3, "comment": "x" * 2_001}, "data.comment"),
    ],
)
async def test_what_is_no_rating_is_refused_at_the_door(
    acme: Cast, ours: Sender, data: dict[str, Any], path: str
) -> None:
    answer = await ours.push(rated("m", **data))

    assert answer.status_code == 400
    assert [field["path"] for field in answer.json()["error"]["fields"]] == [path]


async def test_only_the_inbox_that_asked_is_answered(
    acme: Cast, rival: Cast, ours: Sender, customer: CustomerSystem
) -> None:
    await resolved(acme)
    [request] = await asked(acme)
    id = global_id("Message", request.message_id)
    other, theirs = await sender(acme), await sender(rival)

    for company, door in ((acme, other), (rival, theirs)):
        told = await push(company, door, rated(id))
        assert told is not None
        assert told.startswith("MESSAGE_UNKNOWN")
    with acting_for(acme.id):
        conversation = await Conversation.get(id=request.conversation_id)
        await conversation.reopen(by=acme.viewer)
        message = await conversation.post("Hi", author=acme.viewer)
    told = await push(acme, ours, rated(global_id("Message", message.id)))
    assert told is not None
    assert told.startswith("MESSAGE_ASKS_NOTHING")
    assert (await asked(acme))[0].rating is None


@pytest.mark.parametrize("why", ["off", "blocked", "deleted", "we wrote first"])
async def test_who_is_not_to_be_asked_is_not(acme: Cast, ours: Sender, why: str) -> None:
    with acting_for(acme.id):
        conversation = await Conversation.get()
        contact = await conversation.contact
        if why == "off":
            await (await Inbox.get()).update(csat_enabled=False, by=acme.viewer)
        elif why == "blocked":
            await contact.block(by=acme.viewer)
        elif why == "deleted":
            await contact.discard(by=acme.viewer)
        else:
            await conversation.resolve(by=acme.viewer)
            await SatisfactionRequest.all().delete()
            await Conversation.start(await Inbox.get(), contact, by=acme.viewer)
    await resolved(acme)

    assert await asked(acme) == []


async def test_an_inbox_asks_if_and_as_it_is_told(ask: Ask, acme: Cast, rival: Cast) -> None:
    door = await sender(acme)
    here = {"inboxId": global_id("Inbox", door.inbox.id)}

    async def update(**given: Any) -> Any:
        answer = await ask(acme.viewer, INBOX, input={**here, **given})
        return codes(answer) or tuple(answer["data"]["updateInbox"]["inbox"].values())

    assert await update(csatEnabled=True) == (True, CSAT_QUESTION)
    assert await update(csatQuestion="Well?") == (True, "Well?")
    assert await update(csatQuestion="") == (True, CSAT_QUESTION)
    assert await update(csatQuestion="x" * 501) == ["INVALID"]
    assert codes(await ask(rival.viewer, INBOX, input={**here, "csatEnabled": True})) == [
        "NOT_FOUND"
    ]
