"""What happens to a company without any mutation: its contacts write, its jobs are done."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Final

from models.contacts.importing import IMPORT
from models.conversations import Conversation, SatisfactionRequest
from models.database import execute
from models.events import Event
from models.identifiers import global_id
from models.inboxes import AfterResolve
from models.oversight import SlaClock, SlaPolicy, observe
from models.tenancy import acting_for
from tests.customer import customer_system
from tests.doors import receipt, written
from tests.errands import perform
from tests.state.contacts_many import ordered
from tests.state.world import World, id_of

Happening = Callable[[World], Awaitable[None]]
HAPPENINGS: Final[dict[str, Happening]] = {}


def happening(happen: Happening) -> Happening:
    HAPPENINGS[happen.__name__] = happen
    return happen


@happening
async def a_stranger_writes(world: World) -> None:
    await _push(world, written("Hello", contact={"id": "new", "name": "New"}))


@happening
async def a_contact_writes_again(world: World) -> None:
    for body in ("Hello", "Anybody there?"):
        await _push(world, written(body, contact={"id": "again", "name": "Again"}))


@happening
async def a_contact_is_called_otherwise(world: World) -> None:
    for name in ("Kim", "Kim Lee"):
        contact = {"id": "renamed", "name": name, "email": f"{name.split()[-1]}@example.org"}
        await _push(world, written("Hello", contact=contact))


@happening
async def a_contact_writes_to_a_resolved_conversation(world: World) -> None:
    await _push(world, written("Hello", contact={"id": "back", "name": "Back"}))
    conversation = await _latest(world)
    with acting_for(world.company.id):
        await conversation.resolve(by=world.viewer)
    await _push(world, written("One more thing", contact={"id": "back", "name": "Back"}))


@happening
async def a_contact_writes_to_a_snoozed_conversation(world: World) -> None:
    await _push(world, written("Hello", contact={"id": "early", "name": "Early"}))
    conversation = await _latest(world)
    with acting_for(world.company.id):
        await conversation.snooze(datetime.now(UTC) + timedelta(hours=1), by=world.viewer)
    await _push(world, written("Wait", contact={"id": "early", "name": "Early"}))


@happening
async def a_promise_waits_and_is_broken(world: World) -> None:
    with acting_for(world.company.id):
        policy = await SlaPolicy.add(
            name="Gold", first_response_seconds=60, resolution_seconds=60, by=world.viewer
        )
        await policy.make_default(by=world.viewer)
    await _push(world, written("Hello", contact={"id": "promised", "name": "Promised"}))
    conversation = await _latest(world)
    with acting_for(world.company.id):
        await conversation.snooze(datetime.now(UTC) + timedelta(hours=1), by=world.viewer)
        await conversation.reopen(by=world.viewer)
        for event in await Event.filter(conversation_id=conversation.id).order_by("seq"):
            await observe(event)
        for clock in await SlaClock.filter(conversation_id=conversation.id):
            await clock.ring(datetime.now(UTC) + timedelta(minutes=2))


@happening
async def a_blocked_contact_writes(world: World) -> None:
    await _push(world, written("Hello", contact={"id": "rude", "name": "Rude"}))
    conversation = await _latest(world)
    with acting_for(world.company.id):
        await (await conversation.contact).block(by=world.viewer)
    await _push(world, written("You ...", contact={"id": "rude", "name": "Rude"}))


@happening
async def a_contact_begins_anew(world: World) -> None:
    with acting_for(world.company.id):
        await world.shop.inbox.update(after_resolve=AfterResolve.START_NEW, by=world.viewer)
    await _push(world, written("Hello", contact={"id": "anew", "name": "Anew"}))
    conversation = await _latest(world)
    with acting_for(world.company.id):
        await conversation.resolve(by=world.viewer)
    await _push(world, written("Another matter", contact={"id": "anew", "name": "Anew"}))


@happening
async def an_answer_is_delivered_and_read(world: World) -> None:
    async with customer_system() as system:
        with acting_for(world.company.id):
            await world.shop.inbox.update(callback_url=system.url, by=world.viewer)
        _, message = await world.answered()
        await perform(world.company, "message.deliver")
    for status in ("delivered", "read"):
        await _push(world, receipt(id_of(message), status))


@happening
async def an_answer_arrives_nowhere(world: World) -> None:
    with acting_for(world.company.id):
        await world.shop.inbox.update(callback_url="http://127.0.0.1:9/", by=world.viewer)
    await world.answered()
    for _ in range(4):
        await perform(world.company, "message.deliver")


@happening
async def a_delivery_is_refused(world: World) -> None:
    async with customer_system() as system:
        system.then(400)
        with acting_for(world.company.id):
            await world.shop.inbox.update(callback_url=system.url, by=world.viewer)
        await world.answered()
        await perform(world.company, "message.deliver")


@happening
async def a_push_cannot_be_understood(world: World) -> None:
    await _push(world, receipt("nobody", "read"))


@happening
async def a_snooze_is_over(world: World) -> None:
    conversation = await world.conversation()
    with acting_for(world.company.id):
        await conversation.snooze(datetime.now(UTC) + timedelta(hours=1), by=world.viewer)
        await execute(
            "UPDATE conversations SET snoozed_until = now() WHERE id = $1", conversation.id
        )
    await perform(world.company, "conversation.wake")


@happening
async def contacts_are_imported(world: World) -> None:
    await ordered(world, "name,email\nAna,ana@example.org\nBruno,b\n")
    await perform(world.company, IMPORT)


@happening
async def a_contact_says_how_it_was(world: World) -> None:
    conversation, inbox = await world.conversation(), world.shop.inbox
    with acting_for(world.company.id):
        await inbox.update(csat_enabled=True, by=world.viewer)
        await conversation.resolve(by=world.viewer)
        await inbox.update(csat_enabled=False, by=world.viewer)
        [request] = await SatisfactionRequest.filter(conversation_id=conversation.id)
    answer = {"messageId": global_id("Message", request.message_id), "rating": 4, "comment": "!"}
    await _push(world, {"type": "satisfaction.rated", "data": answer})


async def _push(world: World, payload: object) -> None:
    await world.shop.push(payload)
    await perform(world.company, "inbound_event.apply")


async def _latest(world: World) -> Conversation:
    with acting_for(world.company.id):
        return await Conversation.all().order_by("-id").first() or Conversation()
