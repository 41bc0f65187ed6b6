"""Scenarios of business hours, of what is promised, and where."""

from typing import Any, Final

from models.oversight import SlaPolicy
from models.queues import BusinessHours, Queue
from models.tenancy import acting_for
from tests.state.world import Deed, World, id_of, scenario

WEEKLY: Final = [{"day": "MONDAY", "opens": "09:00", "closes": "18:00"}]


@scenario("createBusinessHours")
async def open_(world: World) -> Deed:
    holidays = [{"name": "Christmas", "date": "2026-12-25", "yearly": True}]
    return world.deed(name="Office", timezone="UTC", weekly=WEEKLY, holidays=holidays)


@scenario("createBusinessHours", "with a client's id")
async def open_with_an_id(world: World) -> Deed:
    return world.deed(name="Night", timezone="UTC", weekly=WEEKLY, clientId="night")


@scenario("updateBusinessHours")
async def change_hours(world: World) -> Deed:
    hours = await _hours(world, "Shop")
    return world.deed(businessHoursId=id_of(hours), name="Corner shop", timezone="Asia/Tokyo")


@scenario("deleteBusinessHours")
async def delete_hours(world: World) -> Deed:
    return world.deed(businessHoursId=id_of(await _hours(world, "Short-lived")))


@scenario("setDefaultBusinessHours")
async def default_hours(world: World) -> Deed:
    return world.deed(businessHoursId=id_of(await _hours(world, "Usual")))


@scenario("setDefaultBusinessHours", "instead of others")
async def other_default_hours(world: World) -> Deed:
    with acting_for(world.company.id):
        await (await _hours(world, "Summer")).make_default(by=world.viewer)
    return world.deed(businessHoursId=id_of(await _hours(world, "Winter")))


@scenario("createSlaPolicy")
async def promise(world: World) -> Deed:
    hours = await _hours(world, "Promised")
    return world.deed(
        name="Gold",
        firstResponseSeconds=600,
        resolutionSeconds=86_400,
        warnPercent=80,
        businessHoursId=id_of(hours),
    )


@scenario("updateSlaPolicy")
async def promise_more(world: World) -> Deed:
    policy = await _policy(world, "Silver")
    return world.deed(slaPolicyId=id_of(policy), firstResponseSeconds=60, warnPercent=None)


@scenario("archiveSlaPolicy")
async def promise_no_more(world: World) -> Deed:
    return world.deed(slaPolicyId=id_of(await _policy(world, "Bronze")))


@scenario("setDefaultSlaPolicy")
async def promise_all(world: World) -> Deed:
    return world.deed(slaPolicyId=id_of(await _policy(world, "For all")))


@scenario("setDefaultSlaPolicy", "none")
async def promise_nobody(world: World) -> Deed:
    with acting_for(world.company.id):
        await (await _policy(world, "Was for all")).make_default(by=world.viewer)
    return world.deed(slaPolicyId=None)


@scenario("setInboxSlaPolicy")
async def promise_in_an_inbox(world: World) -> Deed:
    policy = await _policy(world, "Of the shop")
    return world.deed(inboxId=id_of(world.shop.inbox), slaPolicyId=id_of(policy))


@scenario("setQueueSlaPolicy")
async def promise_in_a_queue(world: World) -> Deed:
    policy = await _policy(world, "Of the queue")
    with acting_for(world.company.id):
        queue = await Queue.open(name="Promised", by=world.viewer)
    return world.deed(queueId=id_of(queue), slaPolicyId=id_of(policy))


@scenario("setConversationSlaPolicy")
async def promise_one(world: World) -> Deed:
    policy = await _policy(world, "For one")
    return world.deed(conversationId=id_of(await world.conversation()), slaPolicyId=id_of(policy))


async def _hours(world: World, name: str) -> BusinessHours:
    details: dict[str, Any] = {"timezone": "UTC", "weekly": WEEKLY, "holidays": []}
    with acting_for(world.company.id):
        return await BusinessHours.add(name=name, by=world.viewer, **details)


async def _policy(world: World, name: str) -> SlaPolicy:
    with acting_for(world.company.id):
        return await SlaPolicy.add(name=name, next_response_seconds=3600, by=world.viewer)
