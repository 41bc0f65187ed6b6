"""Who takes part in a conversation: by following, by colleagues, by a mention in a note."""

from functools import partial
from typing import Any

import pytest

from models.conversations import ConversationMember, Message, MessageMention
from models.conversations.envelope import envelope
from models.events import Event
from models.identifiers import global_id, local_id
from models.identity import Member, Role
from models.tenancy import acting_for
from models.viewer import Viewer
from tests.answers import codes
from tests.conftest import Ask
from tests.locking import another, started
from tests.people import Cast, hire
from tests.sights import Shop, seeing
from tests.threads import open_conversation

FIELDS = "{ conversation { version participants { role muted member { name } } } }"
FOLLOW = (
    f"mutation ($input: FollowConversationInput!) {{ followConversation(input: $input) {FIELDS} }}"
)
LEAVE = f"""mutation ($input: UnfollowConversationInput!) {{
  unfollowConversation(input: $input) {FIELDS} }}"""
MUTE = f"mutation ($input: MuteConversationInput!) {{ muteConversation(input: $input) {FIELDS} }}"
ADD = f"mutation ($input: AddParticipantsInput!) {{ addParticipants(input: $input) {FIELDS} }}"
REMOVE = (
    f"mutation ($input: RemoveParticipantsInput!) {{ removeParticipants(input: $input) {FIELDS} }}"
)
SEND = """mutation ($input: SendMessageInput!) {
  sendMessage(input: $input) { message { id mentions { name } conversation { version } } } }"""
LIST = """query ($me: ID) {
  conversations(participant: $me) { edges { node { number participants { role } } } } }"""


def id_of(viewer: Viewer) -> str:
    assert viewer.member_id is not None
    return global_id("Member", viewer.member_id)


async def thread(company: Cast) -> str:
    return global_id("Conversation", (await open_conversation(company)).id)


def said(answer: dict[str, Any]) -> Any:
    assert codes(answer) == []
    [payload] = answer["data"].values()
    return [
        (each["member"]["name"], each["role"], each["muted"])
        for each in payload["conversation"]["participants"]
    ]


async def told(company: Cast) -> list[tuple[int, int]]:
    with acting_for(company.id):
        events = await Event.filter(name="conversation.participants_changed").order_by("seq")
    return [(len(event.changes["from"]), len(event.changes["to"])) for event in events]


async def lines(company: Cast) -> list[Any]:
    with acting_for(company.id):
        found = await Message.filter(kind="ACTIVITY").order_by("id")
    return [(line.activity.get("from"), line.activity.get("to")) for line in found]


async def test_a_member_follows_mutes_and_leaves(ask: Ask, acme: Cast, rival: Cast) -> None:
    robin = await hire(acme, Role.READ_ONLY)
    here = {"conversationId": await thread(acme)}

    assert said(await ask(robin, FOLLOW, input=here)) == [("Robin", "FOLLOWER", False)]
    assert said(await ask(robin, FOLLOW, input=here)) == [("Robin", "FOLLOWER", False)]
    assert said(await ask(robin, MUTE, input=here)) == [("Robin", "FOLLOWER", True)]
    assert said(await ask(robin, MUTE, input={**here, "muted": False})) == [
        ("Robin", "FOLLOWER", False)
    ]
    assert codes(await ask(rival.viewer, FOLLOW, input=here)) == ["NOT_FOUND"]
    assert said(await ask(robin, LEAVE, input=here)) == []
    assert said(await ask(robin, LEAVE, input=here)) == []
    assert said(await ask(robin, MUTE, input={**here, "muted": False})) == []
    assert said(await ask(robin, MUTE, input=here)) == [("Robin", "FOLLOWER", True)]
    assert await told(acme) == [(0, 1), (1, 1), (1, 1), (1, 0), (0, 1)]
    assert await lines(acme) == [], "who comes and goes by themselves is no line of the thread"


async def test_colleagues_are_brought_in_and_sent_away(ask: Ask, acme: Cast, rival: Cast) -> None:
    robin, sam = await hire(acme, Role.MEMBER), await hire(acme, Role.MEMBER, "Sam")
    reader, stranger = await hire(acme, Role.READ_ONLY, "Ray"), rival.viewer
    here = {"conversationId": await thread(acme)}
    two = {**here, "memberIds": [id_of(robin), id_of(sam), id_of(robin)]}

    assert said(await ask(acme.viewer, ADD, input=two)) == [
        ("Robin", "FOLLOWER", False),
        ("Sam", "FOLLOWER", False),
    ]
    assert said(await ask(sam, ADD, input=two)) == [
        ("Robin", "FOLLOWER", False),
        ("Sam", "FOLLOWER", False),
    ]
    assert codes(await ask(reader, ADD, input=two)) == ["FORBIDDEN"]
    foreign = {**here, "memberIds": [id_of(stranger)]}
    assert codes(await ask(acme.viewer, ADD, input=foreign)) == ["NOT_FOUND"]
    with acting_for(acme.id):
        await (await Member.get(id=reader.member_id)).disable(by=acme.viewer)
    gone = {**here, "memberIds": [id_of(reader)]}
    assert codes(await ask(acme.viewer, ADD, input=gone)) == ["MEMBER_INACTIVE"]
    assert said(await ask(robin, REMOVE, input=two)) == []
    assert await told(acme) == [(0, 2), (2, 0)]
    assert await lines(acme) == [(None, "Robin, Sam"), ("Robin, Sam", None)]


async def test_a_note_mentions_and_who_is_mentioned_takes_part(
    ask: Ask, acme: Cast, rival: Cast
) -> None:
    robin, sam = await hire(acme, Role.MEMBER), await hire(acme, Role.MEMBER, "Sam")
    here = {"conversationId": await thread(acme)}
    said(await ask(sam, FOLLOW, input=here))
    note = {**here, "body": "@Robin?", "note": True, "mentions": [id_of(robin), id_of(sam)]}

    one = await ask(acme.viewer, SEND, input={**note, "clientId": "n-1"})
    two = await ask(acme.viewer, SEND, input={**note, "clientId": "n-1"})
    other = await ask(
        acme.viewer, SEND, input={**note, "clientId": "n-1", "mentions": [id_of(sam)]}
    )
    again = await ask(acme.viewer, SEND, input=note)

    assert one["data"]["sendMessage"]["message"]["mentions"] == [{"name": "Robin"}, {"name": "Sam"}]
    assert one == two
    assert codes(other) == ["CLIENT_ID_REUSED"]
    assert codes(again) == []
    with acting_for(acme.id):
        parts = await ConversationMember.all().order_by("id")
        assert [(each.member_id, each.role.value) for each in parts] == [
            (sam.member_id, "FOLLOWER"),
            (robin.member_id, "MENTIONED"),
        ]
        assert await MessageMention.all().count() == 4
    assert await told(acme) == [(0, 1), (1, 2)]
    assert said(await ask(robin, FOLLOW, input=here))[1] == ("Robin", "FOLLOWER", False)


async def test_what_cannot_be_mentioned_is_said_and_nothing_is_written(
    ask: Ask, acme: Cast, rival: Cast
) -> None:
    robin, gone = await hire(acme, Role.MEMBER), await hire(acme, Role.MEMBER, "Gone")
    with acting_for(acme.id):
        await (await Member.get(id=gone.member_id)).disable(by=acme.viewer)
    here = {"conversationId": await thread(acme), "body": "Psst"}

    outside = await ask(acme.viewer, SEND, input={**here, "mentions": [id_of(robin)]})
    inactive = await ask(
        acme.viewer, SEND, input={**here, "note": True, "mentions": [id_of(robin), id_of(gone)]}
    )
    foreign = await ask(
        acme.viewer, SEND, input={**here, "note": True, "mentions": [id_of(rival.viewer)]}
    )

    assert outside["errors"][0]["extensions"]["fields"][0]["code"] == "MENTION_OUTSIDE_NOTE"
    [fault] = inactive["errors"][0]["extensions"]["fields"]
    assert (fault["path"], fault["code"]) == ("mentions.1", "MEMBER_INACTIVE")
    assert codes(foreign) == ["NOT_FOUND"]
    with acting_for(acme.id):
        assert await Message.filter(body="Psst").count() == 0
        assert await ConversationMember.all().count() == 0


async def test_a_mention_goes_with_its_note(ask: Ask, acme: Cast) -> None:
    robin = await hire(acme, Role.MEMBER)
    here = {"conversationId": await thread(acme), "note": True, "mentions": [id_of(robin)]}
    sent = await ask(acme.viewer, SEND, input={**here, "body": "Psst"})
    decoded = local_id(sent["data"]["sendMessage"]["message"]["id"])
    assert decoded is not None

    with acting_for(acme.id):
        await (await Message.get(id=decoded[1])).erase(by=acme.viewer)

        assert await MessageMention.all().count() == 0


async def test_a_contact_sees_nothing_of_it(ask: Ask, acme: Cast) -> None:
    robin = await hire(acme, Role.MEMBER, "Secretly")
    here = {"conversationId": await thread(acme)}
    await ask(
        acme.viewer,
        SEND,
        input={**here, "note": True, "body": "Psst", "mentions": [id_of(robin)]},
    )
    await ask(acme.viewer, SEND, input={**here, "body": "Here"})

    with acting_for(acme.id):
        reply = await Message.get(body="Here")
        assert b"Secretly" not in await envelope(reply)
        assert await Message.filter(direction="INTERNAL", status="QUEUED").count() == 0


async def test_a_list_is_of_what_a_member_takes_part_in(ask: Ask, acme: Cast, rival: Cast) -> None:
    robin = await hire(acme, Role.MEMBER)
    first, second = await thread(acme), await thread(acme)
    await ask(robin, FOLLOW, input={"conversationId": second})

    mine = await ask(robin, LIST, statements=2, me=id_of(robin))
    all_ = await ask(robin, LIST, statements=2)
    theirs = await ask(rival.viewer, LIST, me=id_of(robin))

    assert [edge["node"]["number"] for edge in mine["data"]["conversations"]["edges"]] == [2]
    assert len(all_["data"]["conversations"]["edges"]) == 2
    assert theirs["data"]["conversations"]["edges"] == []
    assert first


@pytest.mark.parametrize("document", [FOLLOW, MUTE])
async def test_who_follows_what_is_leaving_their_sight_does_not_keep_it(
    ask: Ask, acme: Cast, rival: Cast, document: str
) -> None:
    shop, theirs = await Shop().opened(acme), await thread(rival)
    kim = await seeing(shop.kim)
    given = {"conversationId": global_id("Conversation", shop.for_kim.id)}

    async def follows() -> Any:
        return await ask(kim, document, input=given)

    async with another(acme, partial(shop.give, shop.for_kim, shop.lee)):
        following = await started(acme, follows)
    assert codes(await following) == ["NOT_FOUND"]
    assert codes(await ask(kim, document, input={"conversationId": theirs})) == ["NOT_FOUND"]
    with acting_for(acme.id):
        assert await ConversationMember.all().count() == 0
