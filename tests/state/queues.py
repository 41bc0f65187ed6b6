"""Scenarios of queues, their members, and the lines in which conversations wait."""

from typing import Any
from uuid import uuid4

from models.conversations import Conversation
from models.identity import Availability, Member
from models.inboxes import Inbox, InboxKind
from models.queues import Assignment, Queue, QueueMember
from models.queues.membership import Level
from models.queues.routing import route
from models.tenancy import acting_for
from tests.state.world import Deed, World, id_of, scenario


@scenario("createQueue")
async def create(world: World) -> Deed:
    return world.deed(name=f"Sales {uuid4().hex[:6]}", greeting="Welcome!", colour="#00ff00")


@scenario("updateQueue")
async def update(world: World) -> Deed:
    queue = await _queue(world)
    return world.deed(queueId=id_of(queue), description="All that is sold", colour=None)


@scenario("archiveQueue")
async def archive(world: World) -> Deed:
    return world.deed(queueId=id_of(await _queue(world)))


@scenario("restoreQueue")
async def restore(world: World) -> Deed:
    queue = await _queue(world)
    with acting_for(world.company.id):
        await queue.archive(by=world.viewer)
    return world.deed(queueId=id_of(queue))


@scenario("addQueueMember")
async def add_member(world: World) -> Deed:
    member = await world.member()
    return world.deed(queueId=id_of(await _queue(world)), memberId=id_of(member))


@scenario("changeQueueMember")
async def change_member(world: World) -> Deed:
    queue, member = await _queue(world), await world.member()
    await _join(world, queue, member)
    return world.deed(queueId=id_of(queue), memberId=id_of(member), level="BACKUP")


@scenario("removeQueueMember")
async def remove_member(world: World) -> Deed:
    queue, member = await _queue(world), await world.member()
    await _join(world, queue, member)
    return world.deed(queueId=id_of(queue), memberId=id_of(member))


@scenario("setMemberCapacity")
async def set_capacity(world: World) -> Deed:
    return world.deed(memberId=id_of(await world.member()), capacity=3)


@scenario("setDefaultQueue")
async def set_default(world: World) -> Deed:
    # Of an inbox of its own: what begins in the others is seen by all who watch.
    with acting_for(world.company.id):
        inbox, _ = await Inbox.open(
            kind=InboxKind.API, name="Desk", callback_url="http://127.0.0.1:9/", by=world.viewer
        )
    return world.deed(inboxId=id_of(inbox), queueId=id_of(await _queue(world)))


@scenario("moveToQueue")
async def move(world: World) -> Deed:
    conversation, queue = await _followed(world), await _queue(world)
    return world.deed(conversationId=id_of(conversation), queueId=id_of(queue))


@scenario("moveToQueue", "from another, out of somebody's hands")
async def hand_over(world: World) -> Deed:
    conversation, _ = await _waiting(world)
    with acting_for(world.company.id):
        await conversation.take(by=world.viewer)
    return world.deed(conversationId=id_of(conversation), queueId=id_of(await _queue(world)))


@scenario("moveToQueue", "out of them all")
async def move_out(world: World) -> Deed:
    conversation, _ = await _waiting(world)
    return world.deed(conversationId=id_of(conversation), queueId=None)


@scenario("takeNext")
async def take_next(world: World) -> Deed:
    _, queue = await _waiting(world)
    await _join(world, queue, world.boss.member)
    return world.deed(queueId=id_of(queue))


@scenario("acceptOffer")
async def accept(world: World) -> Deed:
    return world.deed(conversationId=id_of(await _offered(world)))


@scenario("declineOffer")
async def decline(world: World) -> Deed:
    return world.deed(conversationId=id_of(await _offered(world)))


async def _queue(world: World, **details: Any) -> Queue:
    with acting_for(world.company.id):
        return await Queue.open(name=f"Queue {uuid4().hex[:6]}", by=world.viewer, **details)


async def _followed(world: World) -> Conversation:
    """By those who watch, who so see it wherever it is."""
    conversation = await world.conversation()
    with acting_for(world.company.id):
        watching = [watcher.who.member for watcher in world.watchers[1:]]
        return await conversation.add_participants(watching, by=world.viewer)


async def _join(world: World, queue: Queue, member: Member) -> None:
    with acting_for(world.company.id):
        await QueueMember.add(queue, member, Level.PRIMARY, by=world.viewer)


async def _waiting(world: World, **details: Any) -> tuple[Conversation, Queue]:
    conversation, queue = await _followed(world), await _queue(world, **details)
    with acting_for(world.company.id):
        await conversation.move_to_queue(queue, by=world.viewer)
    return conversation, queue


async def _offered(world: World) -> Conversation:
    """To the boss, who alone is in its queue."""
    queue = await _queue(world, assignment=Assignment.ROUND_ROBIN, accept_timeout_seconds=600)
    await _join(world, queue, world.boss.member)
    conversation = await _followed(world)
    with acting_for(world.company.id):
        boss = await Member.get(id=world.boss.member.id)
        await boss.set_capacity(1_000, by=world.viewer)
        await boss.update(availability=Availability.ONLINE, by=world.viewer)
        await conversation.move_to_queue(queue, by=world.viewer)
        await route(queue.id)
    return conversation
