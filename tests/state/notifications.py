"""Scenarios of what members are told of, and how; but for the policy it is one's own."""

from models.notifications import Notification
from models.tenancy import acting_for
from tests.state.handling import TOMORROW
from tests.state.world import Deed, World, id_of, scenario
from tests.telling import KEYS, a_device, noticed


@scenario("markNotificationRead")
async def read(world: World) -> Deed:
    return _mine(world, notificationId=id_of(await _noticed(world)))


@scenario("markNotificationUnread")
async def unread(world: World) -> Deed:
    notification = await _noticed(world)
    with acting_for(world.company.id):
        await notification.read()
    return _mine(world, notificationId=id_of(notification))


@scenario("markAllNotificationsRead")
async def read_all(world: World) -> Deed:
    await _noticed(world)
    return _mine(world)


@scenario("snoozeNotification")
async def snooze(world: World) -> Deed:
    return _mine(world, notificationId=id_of(await _noticed(world)), until=TOMORROW)


@scenario("setNotificationPreference")
async def prefer(world: World) -> Deed:
    return _mine(world, type="NEW_MESSAGE", channel="EMAIL", on=True)


@scenario("updateNotificationSettings")
async def settle(world: World) -> Deed:
    return _mine(world, quietFrom="22:00", quietUntil="07:00", digest="DAILY", digestHour=8)


@scenario("updateNotificationPolicy")
async def decree(world: World) -> Deed:
    return world.deed(waitingSeconds=120, previews=True)


@scenario("registerDevice")
async def register(world: World) -> Deed:
    return _mine(world, name="Laptop", endpoint="http://127.0.0.1:9/device", **KEYS)


@scenario("removeDevice")
async def remove(world: World) -> Deed:
    with acting_for(world.company.id):
        device = await a_device("Phone", by=world.viewer)
    return _mine(world, deviceId=id_of(device))


def _mine(world: World, **given: object) -> Deed:
    return Deed(given, world.boss, silent=True)


async def _noticed(world: World) -> Notification:
    conversation = await world.conversation()
    with acting_for(world.company.id):
        return await noticed(conversation, world.boss.member.id)
