"""What came in and how it went out, as the API has it."""

from typing import Any

from models.conversations import Conversation, Message
from models.identifiers import global_id, uuid7
from models.identity import Role
from models.job import Job
from models.tenancy import acting_for
from tests.answers import codes
from tests.conftest import Ask
from tests.customer import CustomerSystem
from tests.doors import receipt, sender, written
from tests.errands import jobs_of, perform
from tests.people import Cast, hire
from tests.schema.inboxes.documents import (
    ATTEMPTS,
    EVENTS,
    NODE,
    ONE_EVENT,
    REPLAY,
    RETRY,
)


async def test_what_came_in_can_be_seen_and_what_failed_replayed(
    ask: Ask, acme: Cast, rival: Cast
) -> None:
    ours, other = await sender(acme), await sender(acme)
    await ours.push(written("Hello"), id="evt_1")
    await ours.push(receipt("nobody", "read"), id="evt_2")
    await other.push(written("Hi"), id="evt_3")
    await perform(acme, "inbound_event.apply")

    async def listed(**filters: Any) -> list[dict[str, Any]]:
        answer = await ask(acme.viewer, EVENTS, **filters)
        return [edge["node"] for edge in answer["data"]["inboundEvents"]["edges"]]

    every, [failed] = await listed(), await listed(state="FAILED")
    assert [each["externalId"] for each in every] == ["evt_3", "evt_2", "evt_1"]
    here = await listed(inbox=global_id("Inbox", other.inbox.id))
    assert [each["externalId"] for each in here] == ["evt_3"]
    assert failed["error"].startswith("MESSAGE_UNKNOWN: ")
    assert failed["payload"]["data"]["messageId"] == "nobody"
    assert failed["inbox"]["id"] == global_id("Inbox", ours.inbox.id)
    assert (await ask(acme.viewer, ONE_EVENT, id=failed["id"]))["data"]["inboundEvent"] == failed

    given = {"inboundEventId": failed["id"]}
    replayed = await ask(acme.viewer, REPLAY, input=given)
    again = await ask(acme.viewer, REPLAY, input=given)

    event = replayed["data"]["replayInboundEvent"]["inboundEvent"]
    assert (event["state"], event["error"]) == ("RECEIVED", None)
    assert codes(again) == ["INBOUND_EVENT_NOT_FAILED"]
    for answer in (
        await ask(rival.viewer, ONE_EVENT, id=failed["id"]),
        await ask(rival.viewer, NODE, id=failed["id"]),
        await ask(rival.viewer, REPLAY, input=given),
        await ask(rival.viewer, EVENTS, inbox=global_id("Inbox", ours.inbox.id)),
    ):
        assert codes(answer) == ["NOT_FOUND"]
    assert (await ask(rival.viewer, EVENTS))["data"]["inboundEvents"]["edges"] == []


async def test_a_failed_delivery_is_seen_attempt_by_attempt_and_retried(
    ask: Ask, acme: Cast, rival: Cast, customer: CustomerSystem
) -> None:
    ours = await sender(acme, callback_url=customer.url)
    await ours.push(written())
    await perform(acme, "inbound_event.apply")
    with acting_for(acme.id):
        message = await (await Conversation.get()).post("Hi", author=acme.viewer)
    id = global_id("Message", message.id)
    customer.then(422, body=b"no such customer")
    await perform(acme, "message.deliver")

    seen = (await ask(acme.viewer, ATTEMPTS, id=id))["data"]["node"]
    assert seen["status"] == "FAILED"
    [attempt] = seen["deliveryAttempts"]
    assert attempt["durationMs"] >= 0
    assert attempt | {"durationMs": 1, "createdAt": ""} == {
        "number": 1,
        "outcome": "REFUSED",
        "statusCode": 422,
        "errorCode": "HTTP_422",
        "error": "The callback answered HTTP 422.",
        "responseExcerpt": "no such customer",
        "durationMs": 1,
        "createdAt": "",
    }
    given = {"messageId": id}
    reader = await hire(acme, Role.READ_ONLY)
    assert codes(await ask(reader, RETRY, input=given)) == ["FORBIDDEN"]
    assert codes(await ask(rival.viewer, RETRY, input=given)) == ["NOT_FOUND"]
    retried = (await ask(acme.viewer, RETRY, input=given))["data"]["retryMessage"]
    assert retried["message"] == {"id": id, "status": "QUEUED", "errorCode": None}
    assert codes(await ask(acme.viewer, RETRY, input=given)) == ["MESSAGE_NOT_FAILED"]
    assert len(await jobs_of(acme, "message.deliver")) == 2
    await perform(acme, "message.deliver")
    seen = (await ask(acme.viewer, ATTEMPTS, id=id))["data"]["node"]
    assert seen["status"] == "SENT"
    assert [each["outcome"] for each in seen["deliveryAttempts"]] == ["REFUSED", "ACCEPTED"]


async def test_a_message_that_is_not_there_cannot_be_retried(ask: Ask, acme: Cast) -> None:
    for id in (global_id("Message", uuid7()), global_id("Inbox", uuid7()), "x"):
        assert codes(await ask(acme.viewer, RETRY, input={"messageId": id})) == ["NOT_FOUND"]
    with acting_for(acme.id):
        assert await Message.all().count() == 0
        assert await Job.all().count() == 0
