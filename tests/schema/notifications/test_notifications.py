"""What I am told of, over the API: mine alone, counted exactly, and live."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from models.identifiers import global_id
from models.identity import ApiKey, Role
from models.notifications import Notification, NotificationType
from models.tenancy import acting_for
from models.viewer import Viewer
from tests.answers import codes
from tests.conftest import Ask
from tests.people import Cast, hire
from tests.schema.conversations.test_live import first, position
from tests.sights import a_queue, placed, seeing
from tests.telling import KEYS, noticed
from tests.threads import hear, open_conversation, open_inbox

LIST = """query ($unread: Boolean!, $after: String) {
  unreadNotifications
  notifications(unreadOnly: $unread, first: 2, after: $after) {
    edges { node { id type title count readAt snoozedUntil subjectType subjectId actorId
      conversation { number } message { body } } }
    pageInfo { endCursor hasNextPage } } }"""
MUTATIONS = {
    name: f"""mutation ($input: {name[0].upper()}{name[1:]}Input!) {{
      {name}(input: $input) {{ notification {{ id readAt snoozedUntil }} }} }}"""
    for name in ("markNotificationRead", "markNotificationUnread", "snoozeNotification")
}
READ_ALL = """mutation ($input: MarkAllNotificationsReadInput!) {
  markAllNotificationsRead(input: $input) { unreadNotifications } }"""
ADDED = """subscription ($after: Cursor) { notificationAdded(after: $after) {
  cursor event notification { title } } }"""
CHANGED = """subscription ($after: Cursor) { notificationChanged(after: $after) {
  event notification { readAt count } } }"""
EVENTS = """subscription ($after: Cursor, $names: [String!]) {
  events(after: $after, names: $names) { event { name } } }"""
SETTINGS = """{ notificationSettings { timezone email quietFrom quietUntil digest digestHour
  preferences { type inApp email push } } }"""
UPDATE = """mutation ($input: UpdateNotificationSettingsInput!) {
  updateNotificationSettings(input: $input) { notificationSettings { timezone quietFrom } } }"""
PREFER = """mutation ($input: SetNotificationPreferenceInput!) {
  setNotificationPreference(input: $input) { notificationSettings {
    preferences { type email } } } }"""
POLICY = """mutation ($input: UpdateNotificationPolicyInput!) {
  updateNotificationPolicy(input: $input) { notificationPolicy { waitingSeconds previews } } }"""
REGISTER = """mutation ($input: RegisterDeviceInput!) {
  registerDevice(input: $input) { device { id name lastPushedAt } } }"""
REMOVE = "mutation ($input: RemoveDeviceInput!) { removeDevice(input: $input) { deviceId } }"
DEVICES = "{ pushPublicKey pushDevices { edges { node { name } } } }"


async def told(company: Cast, to: Viewer, times: int = 1) -> list[Notification]:
    found = []
    for _ in range(times):
        conversation = await open_conversation(company)
        with acting_for(company.id):
            found.append(await noticed(conversation, to.member_id, type=NotificationType.MENTION))
    return found


def id_of(notification: Notification) -> str:
    return global_id("Notification", notification.id)


async def unread(ask: Ask, viewer: Viewer) -> int:
    answer = await ask(viewer, "{ unreadNotifications }", statements=1)
    number: int = answer["data"]["unreadNotifications"]
    return number


async def test_the_list_is_mine_alone_the_latest_first_and_pages(
    ask: Ask, acme: Cast, rival: Cast
) -> None:
    robin = await hire(acme, Role.MEMBER)
    mine = await told(acme, robin, 3)
    await told(acme, acme.viewer)
    await told(rival, rival.viewer)

    page = (await ask(robin, LIST, unread=False))["data"]
    assert page["unreadNotifications"] == 3
    shown = [edge["node"]["id"] for edge in page["notifications"]["edges"]]
    after = page["notifications"]["pageInfo"]["endCursor"]
    rest = (await ask(robin, LIST, unread=True, after=after))["data"]["notifications"]

    assert shown + [edge["node"]["id"] for edge in rest["edges"]] == [
        id_of(each) for each in reversed(mine)
    ]
    assert [page["notifications"]["pageInfo"]["hasNextPage"], rest["pageInfo"]["hasNextPage"]] == [
        True,
        False,
    ]


async def test_it_says_what_happened_by_what_i_may_see(ask: Ask, acme: Cast, rival: Cast) -> None:
    robin = await hire(acme, Role.MEMBER)
    message = await hear(acme, await open_inbox(acme), "Help!")
    with acting_for(acme.id):
        conversation = await message.conversation
        for _ in range(2):
            await noticed(conversation, robin.member_id, message=message)

    [edge] = (await ask(robin, LIST, unread=True))["data"]["notifications"]["edges"]
    node = edge["node"]
    assert (node["title"], node["count"]) == ("2 new messages", 2)
    assert (node["conversation"]["number"], node["message"]["body"]) == (1, "Help!")

    await placed(acme, conversation, await a_queue(acme))
    blind = await seeing(robin)
    answer = await ask(blind, LIST, unread=True)
    [edge] = answer["data"]["notifications"]["edges"]
    assert (edge["node"]["conversation"], edge["node"]["message"]) == (None, None)


async def test_reading_and_snoozing_move_the_count(ask: Ask, acme: Cast, rival: Cast) -> None:
    robin = await hire(acme, Role.MEMBER)
    one, two, three = await told(acme, robin, 3)
    later = (datetime.now(UTC) + timedelta(hours=1)).isoformat()

    async def do(name: str, notification: Notification, **more: Any) -> Any:
        given = {"notificationId": id_of(notification), **more}
        answer = await ask(robin, MUTATIONS[name], input=given)
        return codes(answer) or answer["data"][name]["notification"]

    assert (await do("markNotificationRead", one))["readAt"]
    assert await unread(ask, robin) == 2
    assert not (await do("markNotificationUnread", one))["readAt"]
    assert await unread(ask, robin) == 3
    assert (await do("snoozeNotification", two, until=later))["snoozedUntil"]
    assert await unread(ask, robin) == 2
    assert await do("snoozeNotification", three, until="2020-01-01T00:00:00Z") == ["INVALID"]
    seen = (await ask(robin, LIST, unread=True))["data"]["notifications"]["edges"]
    assert [edge["node"]["id"] for edge in seen] == [id_of(three), id_of(one)]
    left = await ask(robin, READ_ALL, input={})
    assert left["data"]["markAllNotificationsRead"]["unreadNotifications"] == 0


@pytest.mark.parametrize("name", MUTATIONS)
async def test_anothers_is_not_there(ask: Ask, acme: Cast, rival: Cast, name: str) -> None:
    robin = await hire(acme, Role.MEMBER)
    [mine] = await told(acme, robin)
    given = {"notificationId": id_of(mine)}
    if name == "snoozeNotification":
        given["until"] = (datetime.now(UTC) + timedelta(hours=1)).isoformat()

    for other in (acme.viewer, rival.viewer):
        assert codes(await ask(other, MUTATIONS[name], input=given)) == ["NOT_FOUND"]
    node = "query ($id: ID!) { node(id: $id) { id } }"
    assert codes(await ask(acme.viewer, node, id=id_of(mine))) == ["NOT_FOUND"]
    assert await unread(ask, robin) == 1


async def test_nobody_hears_of_anothers_notifications(ask: Ask, acme: Cast, rival: Cast) -> None:
    robin = await hire(acme, Role.ADMIN)
    cursor = await position(ask, acme)
    [mine] = await told(acme, robin)
    await told(acme, acme.viewer)
    with acting_for(acme.id):
        await mine.read()
    await told(rival, rival.viewer)

    [heard] = await first(1, robin, ADDED, after=cursor)
    assert heard["notification"] == {"title": "You were mentioned"}
    [again] = await first(1, acme.viewer, ADDED, after=cursor)
    assert again["cursor"] > heard["cursor"]
    [changed] = await first(1, robin, CHANGED, after=cursor)
    assert changed["notification"]["readAt"]
    await open_conversation(acme)
    names = ["notification.created", "notification.updated", "conversation.created"]
    log = await first(4, acme.viewer, EVENTS, after=cursor, names=names)
    assert [each["event"]["name"] for each in log] == [
        "conversation.created",
        "conversation.created",
        "notification.created",
        "conversation.created",
    ]


async def test_that_all_are_read_is_told_once(ask: Ask, acme: Cast, rival: Cast) -> None:
    robin = await hire(acme, Role.MEMBER)
    await told(acme, robin, 3)
    cursor = await position(ask, acme)
    await ask(robin, READ_ALL, input={})
    [again] = await told(acme, robin)
    with acting_for(acme.id):
        await again.read()

    heard = await first(2, robin, CHANGED, after=cursor)
    told_of = list(heard)
    assert [each["event"] for each in told_of] == ["notification.all_read", "notification.updated"]
    assert told_of[0]["notification"] is None


async def test_what_i_choose_is_mine_and_what_is_wrong_is_said(
    ask: Ask, acme: Cast, rival: Cast
) -> None:
    robin = await hire(acme, Role.READ_ONLY)
    chosen = {"timezone": "Asia/Tokyo", "quietFrom": "22:00", "quietUntil": "7:30"}
    cursor = await position(ask, acme)
    await ask(robin, UPDATE, input=chosen)
    names = ["notification.settings_changed"]
    [heard] = await first(1, robin, EVENTS, after=cursor, names=names)
    assert heard["event"]["name"] == names[0]
    await ask(robin, PREFER, input={"type": "MENTION", "channel": "EMAIL", "on": False})

    mine = (await ask(robin, SETTINGS))["data"]["notificationSettings"]
    assert (mine["timezone"], mine["quietFrom"], mine["quietUntil"]) == (
        "Asia/Tokyo",
        "22:00",
        "07:30",
    )
    ways = {each["type"]: each for each in mine["preferences"]}
    assert ways["MENTION"] == {"type": "MENTION", "inApp": True, "email": False, "push": True}
    for other in (acme.viewer, rival.viewer):
        theirs = (await ask(other, SETTINGS))["data"]["notificationSettings"]
        assert (theirs["timezone"], theirs["quietFrom"]) == ("UTC", None)
        assert {each["type"]: each["email"] for each in theirs["preferences"]}["MENTION"]
    for wrong, path in (
        ({"timezone": "Moon/Base"}, "timezone"),
        ({"quietFrom": "25:00", "quietUntil": "07:00"}, "quietFrom"),
        ({"quietFrom": "22:00"}, "quietUntil"),
        ({"digestHour": 24}, "digestHour"),
    ):
        answer = await ask(robin, UPDATE, input=wrong)
        [error] = answer["errors"]
        assert [field["path"] for field in error["extensions"]["fields"]] == [path]
    none = await ask(robin, UPDATE, input={"timezone": None, "quietFrom": None, "quietUntil": None})
    settled = none["data"]["updateNotificationSettings"]["notificationSettings"]
    assert settled == {"timezone": "UTC", "quietFrom": None}


async def test_the_company_decides_for_all_and_not_everybody_for_it(
    ask: Ask, acme: Cast, rival: Cast
) -> None:
    robin = await hire(acme, Role.MEMBER)
    refused = await ask(robin, POLICY, input={"previews": True})
    done = await ask(acme.viewer, POLICY, input={"waitingSeconds": None, "previews": True})
    short = await ask(acme.viewer, POLICY, input={"waitingSeconds": 1})

    assert (codes(refused), codes(short)) == (["FORBIDDEN"], ["INVALID"])
    policy = done["data"]["updateNotificationPolicy"]["notificationPolicy"]
    assert policy == {"waitingSeconds": None, "previews": True}
    asked = "{ notificationPolicy { waitingSeconds previews } }"
    theirs = (await ask(rival.viewer, asked))["data"]["notificationPolicy"]
    assert theirs == {"waitingSeconds": 900, "previews": False}


async def test_devices_are_ones_own(ask: Ask, acme: Cast, rival: Cast) -> None:
    robin = await hire(acme, Role.MEMBER)
    cursor = await position(ask, acme)
    given = {"name": "Laptop", "endpoint": "http://127.0.0.1:9/x", **KEYS}
    answer = await ask(robin, REGISTER, input=given)
    device = answer["data"]["registerDevice"]["device"]

    for other in (acme.viewer, rival.viewer):
        gone = await ask(other, REMOVE, input={"deviceId": device["id"]})
        assert codes(gone) == ["NOT_FOUND"]
        assert (await ask(other, DEVICES))["data"]["pushDevices"]["edges"] == []
    listed = (await ask(robin, DEVICES))["data"]
    assert len(listed["pushPublicKey"]) == 87
    assert listed["pushDevices"]["edges"] == [{"node": {"name": "Laptop"}}]
    removed = await ask(robin, REMOVE, input={"deviceId": device["id"]})
    assert removed["data"]["removeDevice"]["deviceId"] == device["id"]
    own = [{"name": name} for name in ("notification.device_added", "notification.device_removed")]
    heard = await first(2, robin, EVENTS, after=cursor, names=[each["name"] for each in own])
    assert [each["event"] for each in heard] == own


async def test_a_machine_is_told_of_nothing(ask: Ask, acme: Cast, rival: Cast) -> None:
    with acting_for(acme.id):
        key, _ = await ApiKey.make("Bot", scopes=["company:read"], expires_at=None, by=acme.viewer)
    await told(acme, acme.viewer)
    machine = Viewer.machine(key)

    answer = (await ask(machine, LIST, unread=False))["data"]
    assert (answer["unreadNotifications"], answer["notifications"]["edges"]) == (None, [])
    assert codes(await ask(machine, SETTINGS)) == ["NOT_A_MEMBER"]
    assert codes(await ask(machine, READ_ALL, input={})) == ["NOT_A_MEMBER"]
