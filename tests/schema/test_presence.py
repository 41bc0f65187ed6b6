"""Presence, viewing and typing, as front ends ask for them."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, aclosing, asynccontextmanager
from typing import Any

import pytest

from models.conversations import Conversation
from models.identifiers import global_id
from models.identity import Role
from models.presence import presence
from models.viewer import Viewer, ViewerKind
from schema.presence import AT_ONCE
from tests.answers import codes
from tests.conftest import Ask
from tests.people import Cast, hire
from tests.schema.conversations.test_live import heard, position
from tests.threads import open_conversation

SOON = 10.0  # seconds: far more than anything here takes
PRESENCE = "{ presence { memberId status member { name presence } } }"
MEMBERS = "{ members { edges { node { id presence } } } }"
SAY = """
    mutation ($availability: Availability) {
        updateMe(input: {availability: $availability}) { member { presence } }
    }
"""
TYPE = """
    mutation ($conversation: ID!, $typing: Boolean!) {
        setTyping(input: {conversationId: $conversation, isTyping: $typing}) { conversation { id } }
    }
"""
CHANGED = "subscription { presenceChanged { reset members { memberId status } } }"
VIEWING = """
    subscription ($conversation: ID!) {
        viewingChanged(conversationId: $conversation) { memberIds members { name } }
    }
"""
TYPING = """
    subscription ($conversation: ID!) {
        typingChanged(conversationId: $conversation) { memberIds members { name } }
    }
"""


def id_of(viewer: Viewer) -> str:
    assert viewer.member_id is not None
    return global_id("Member", viewer.member_id)


@pytest.fixture
async def conversation(acme: Cast) -> Conversation:
    return await open_conversation(acme)


@pytest.fixture
def id(conversation: Conversation) -> str:
    return global_id("Conversation", conversation.id)


class Heard:
    """The payloads of one subscription, one at a time."""

    def __init__(self, answers: Any) -> None:
        self._answers = answers

    async def next(self) -> Any:
        async with asyncio.timeout(SOON):
            answer = await anext(self._answers)
        assert codes(answer) == []
        [payload] = answer["data"].values()
        return payload


@asynccontextmanager
async def subscribed(viewer: Viewer, document: str, **variables: Any) -> AsyncIterator[Heard]:
    async with aclosing(heard(viewer, document, **variables)) as answers:  # type: ignore[type-var]
        yield Heard(answers)


async def refused(viewer: Viewer, document: str, **variables: Any) -> list[str]:
    """The code with which a subscription ends before it begins."""
    async with asyncio.timeout(SOON):
        [answer] = [answer async for answer in heard(viewer, document, **variables)]
    return codes(answer)


async def test_members_with_an_open_socket_are_there_for_their_company_only(
    ask: Ask, acme: Cast, rival: Cast
) -> None:
    robin = await hire(acme, Role.MEMBER, "Robin")
    async with presence.socket_of(acme.viewer), presence.socket_of(rival.viewer):
        ours, theirs = await ask(robin, PRESENCE), await ask(rival.viewer, PRESENCE)
        listed = await ask(robin, MEMBERS)

    owner = {"name": acme.owner.name, "presence": "ONLINE"}
    assert ours["data"]["presence"] == [
        {"memberId": id_of(acme.viewer), "status": "ONLINE", "member": owner}
    ]
    assert [shown["memberId"] for shown in theirs["data"]["presence"]] == [id_of(rival.viewer)]
    assert [edge["node"] for edge in listed["data"]["members"]["edges"]] == [
        {"id": id_of(acme.viewer), "presence": "ONLINE"},
        {"id": id_of(robin), "presence": "OFFLINE"},
    ]


async def test_changes_begin_with_all_who_are_there(ask: Ask, acme: Cast, rival: Cast) -> None:
    robin = await hire(acme, Role.READ_ONLY)
    async with AsyncExitStack() as stack:
        await stack.enter_async_context(presence.socket_of(acme.viewer))
        await stack.enter_async_context(presence.socket_of(rival.viewer))
        changes = await stack.enter_async_context(subscribed(robin, CHANGED))

        assert await changes.next() == {
            "reset": True,
            "members": [{"memberId": id_of(acme.viewer), "status": "ONLINE"}],
        }
        await ask(rival.viewer, SAY, availability="AWAY")
        said = await ask(acme.viewer, SAY, availability="BUSY")
        assert await changes.next() == {
            "reset": False,
            "members": [{"memberId": id_of(acme.viewer), "status": "BUSY"}],
        }
        assert said["data"]["updateMe"]["member"]["presence"] == "BUSY"
        await stack.enter_async_context(presence.socket_of(robin))
        assert await changes.next() == {
            "reset": False,
            "members": [{"memberId": id_of(robin), "status": "ONLINE"}],
        }


async def test_a_crowd_is_told_in_several_payloads(acme: Cast, rival: Cast) -> None:
    crowd = [await hire(acme, Role.MEMBER) for _ in range(AT_ONCE + 1)]
    async with AsyncExitStack() as stack:
        for viewer in (*crowd, rival.viewer):
            await stack.enter_async_context(presence.socket_of(viewer))
        changes = await stack.enter_async_context(subscribed(acme.viewer, CHANGED))
        first, second = await changes.next(), await changes.next()

    told = [shown["memberId"] for shown in first["members"] + second["members"]]
    assert (first["reset"], second["reset"], len(second["members"])) == (True, False, 1)
    assert sorted(told) == sorted(map(id_of, crowd))


async def test_who_subscribes_to_viewers_is_one_until_they_go(
    ask: Ask, acme: Cast, rival: Cast, conversation: Conversation, id: str
) -> None:
    robin, start = await hire(acme, Role.READ_ONLY, "Robin"), await position(ask, acme)
    owner = {"name": acme.owner.name}
    async with subscribed(acme.viewer, VIEWING, conversation=id) as viewing:
        assert await viewing.next() == {"memberIds": [id_of(acme.viewer)], "members": [owner]}
        async with subscribed(robin, VIEWING, conversation=id) as second:
            both = await second.next()
            assert both["members"] == [owner, {"name": "Robin"}]
            assert await viewing.next() == both
        assert await viewing.next() == {"memberIds": [id_of(acme.viewer)], "members": [owner]}

    assert await refused(rival.viewer, VIEWING, conversation=id) == ["NOT_FOUND"]
    assert await position(ask, acme) == start, "it is in the log"


async def test_typing_is_told_and_taken_back(
    ask: Ask, acme: Cast, rival: Cast, conversation: Conversation, id: str
) -> None:
    robin, start = await hire(acme, Role.READ_ONLY), await position(ask, acme)
    nobody: dict[str, Any] = {"memberIds": [], "members": []}
    async with subscribed(robin, TYPING, conversation=id) as typing:
        assert await typing.next() == nobody
        answer = await ask(acme.viewer, TYPE, conversation=id, typing=True)
        assert await typing.next() == {
            "memberIds": [id_of(acme.viewer)],
            "members": [{"name": acme.owner.name}],
        }
        await ask(acme.viewer, TYPE, conversation=id, typing=False)
        assert await typing.next() == nobody

    assert answer["data"]["setTyping"]["conversation"]["id"] == id
    assert await refused(rival.viewer, TYPING, conversation=id) == ["NOT_FOUND"]
    assert await position(ask, acme) == start, "it is in the log"


async def test_those_who_may_not_write_may_not_type(
    ask: Ask, acme: Cast, rival: Cast, conversation: Conversation, id: str
) -> None:
    key = Viewer(acme.id, ViewerKind.API_KEY, acme.viewer.permissions, api_key_id=acme.id)
    reader = await hire(acme, Role.READ_ONLY)
    async with subscribed(reader, TYPING, conversation=id) as typing:
        await typing.next()
        answers = [
            await ask(viewer, TYPE, conversation=id, typing=True)
            for viewer in (rival.viewer, key, reader, None)
        ]
        await ask(acme.viewer, TYPE, conversation=id, typing=True)
        first = await typing.next()

    assert [codes(answer) for answer in answers] == [
        ["NOT_FOUND"],
        ["NOT_A_MEMBER"],
        ["FORBIDDEN"],
        ["UNAUTHENTICATED"],
    ]
    assert first["memberIds"] == [id_of(acme.viewer)]


@pytest.mark.parametrize("document", [CHANGED, VIEWING, TYPING])
async def test_it_takes_the_permission_to_read(
    acme: Cast, rival: Cast, document: str, id: str
) -> None:
    narrow = Viewer(acme.id, ViewerKind.API_KEY, frozenset(), api_key_id=acme.id)

    assert await refused(narrow, document, conversation=id) == ["FORBIDDEN"]
