"""Who has a conversation open, and who is typing in it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from uuid import uuid4

import pytest

from models.conversations import Conversation
from models.identity import Role
from models.identity.refusals import NotAMember
from models.live.whispers import whispers
from models.presence import Presence
from models.tenancy import acting_for
from models.viewer import Viewer, ViewerKind
from tests.models.presence.processes import QUICK, SLACK, SOON, Follower, following, member_of
from tests.people import Cast, hire
from tests.threads import open_conversation


@pytest.fixture
def ours() -> Presence:
    return Presence(QUICK)


@pytest.fixture
def theirs() -> Presence:
    return Presence(QUICK)


@pytest.fixture
async def conversation(company: Cast) -> Conversation:
    return await open_conversation(company)


@pytest.fixture
async def rivals(rival: Cast, ours: Presence) -> AsyncIterator[Follower[list]]:  # type: ignore[type-arg]
    """Of a rival who follows a conversation of theirs, and types."""
    conversation = await open_conversation(rival)
    async with following(ours.follow_typists(conversation)) as follower:
        ours.set_typing(conversation, by=rival.viewer, typing=True)
        yield follower
    assert {id for told in follower.told for id in told} <= {member_of(rival.viewer)}


@asynccontextmanager
async def counted(company: Cast) -> AsyncIterator[list[str]]:
    """All that is whispered about the company."""
    messages: list[str] = []

    async def listen() -> None:
        async with whispers(company.id) as ear:
            ready.set()
            while True:
                messages.extend(await ear.heard())

    ready = asyncio.Event()
    task = asyncio.create_task(listen())
    await ready.wait()
    try:
        yield messages
    finally:
        await asyncio.sleep(0.05)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def until_there_are(messages: list[str], number: int) -> None:
    async with asyncio.timeout(SOON):
        while len(messages) < number:
            await asyncio.sleep(0.01)


async def test_following_who_has_it_open_is_having_it_open(
    company: Cast, rival: Cast, ours: Presence, theirs: Presence, conversation: Conversation
) -> None:
    robin, elsewhere = await hire(company, Role.MEMBER), await open_conversation(company)
    owner, second = member_of(company.viewer), member_of(robin)
    async with following(ours.follow_viewers(conversation, by=company.viewer)) as seen:
        await seen.hears([owner])
        async with (
            following(theirs.follow_viewers(conversation, by=robin)) as others,
            following(theirs.follow_viewers(elsewhere, by=company.viewer)) as alone,
        ):
            await seen.hears([owner, second])
            await others.hears([owner, second])
            await alone.hears([owner])
        assert await seen.hears([owner]) < QUICK.viewing_grace + SLACK

    assert alone.told == [[owner]]
    assert seen.told == [[owner], [owner, second], [owner]]
    assert await theirs.statuses(company.id) == {}, "no socket of theirs is open"


async def test_an_api_key_looks_on_without_being_seen(
    company: Cast, rival: Cast, ours: Presence, conversation: Conversation
) -> None:
    key = Viewer(company.id, ViewerKind.API_KEY, frozenset(), api_key_id=company.id)
    async with following(ours.follow_viewers(conversation, by=key)) as seen:
        await seen.hears([])
        async with following(ours.follow_viewers(conversation, by=company.viewer)):
            await seen.hears([member_of(company.viewer)])
        await seen.hears([])


async def test_typing_is_heard_on_other_processes_and_ends_when_they_stop(
    company: Cast,
    rivals: Follower[object],
    ours: Presence,
    theirs: Presence,
    conversation: Conversation,
) -> None:
    owner, elsewhere = member_of(company.viewer), await open_conversation(company)
    async with (
        following(theirs.follow_typists(conversation)) as there,
        following(ours.follow_typists(conversation)) as here,
        following(theirs.follow_typists(elsewhere)) as other,
    ):
        for follower in (there, here, other):
            await follower.hears([])

        ours.set_typing(conversation, by=company.viewer, typing=True)
        await there.hears([owner])
        await here.hears([owner])
        async with following(theirs.follow_typists(conversation)) as late:
            await late.hears([owner])
        ours.set_typing(conversation, by=company.viewer, typing=False)
        assert await there.hears([]) < QUICK.typing_expiry * 0.9
        await here.hears([])

    assert there.told == here.told == [[], [owner], []]
    assert other.told == [[]]


async def test_who_falls_silent_is_told_to_have_stopped(
    company: Cast,
    rivals: Follower[object],
    ours: Presence,
    theirs: Presence,
    conversation: Conversation,
) -> None:
    owner = member_of(company.viewer)
    async with following(theirs.follow_typists(conversation)) as seen:
        await seen.hears([])
        for _ in range(3):
            ours.set_typing(conversation, by=company.viewer, typing=True)
            await seen.hears([owner])
            await asyncio.sleep(QUICK.typing_every)

        await seen.hears([])

    assert seen.told == [[], [owner], []], "it went on while they went on"


async def test_however_often_it_is_said_it_leaves_seldom(
    company: Cast, rivals: Follower[object], ours: Presence, conversation: Conversation
) -> None:
    async with counted(company) as messages:
        for _ in range(100):
            ours.set_typing(conversation, by=company.viewer, typing=True)
        for typing in (False, True) * 100:
            ours.set_typing(conversation, by=company.viewer, typing=typing)
        await asyncio.sleep(QUICK.typing_every / 2)
        assert len(messages) == 2, "the first, and that it was over; the next has to wait"
        await until_there_are(messages, 3)

        for typing in (False, True, False) * 100:
            ours.set_typing(conversation, by=company.viewer, typing=typing)
        await asyncio.sleep(2 * QUICK.typing_every)
        assert len(messages) == 4, "what was taken back was said"


async def test_a_company_says_only_so_much_in_a_second_and_another_is_not_held_up(
    company: Cast, rival: Cast, ours: Presence
) -> None:
    with acting_for(company.id):
        loud = [Conversation(id=uuid4()) for _ in range(10 * QUICK.typing_messages)]
    quiet = await open_conversation(rival)
    async with counted(company) as messages, following(ours.follow_typists(quiet)) as seen:
        await seen.hears([])
        for conversation in loud:
            ours.set_typing(conversation, by=company.viewer, typing=True)
        ours.set_typing(quiet, by=rival.viewer, typing=True)

        await seen.hears([member_of(rival.viewer)])
        await until_there_are(messages, QUICK.typing_messages)
        await asyncio.sleep(0.05)
        assert QUICK.typing_messages <= len(messages) <= 2 * QUICK.typing_messages


async def test_typing_is_for_members(
    company: Cast, rivals: Follower[object], ours: Presence, conversation: Conversation
) -> None:
    key = Viewer(company.id, ViewerKind.API_KEY, frozenset(), api_key_id=company.id)
    async with following(ours.follow_typists(conversation)) as seen:
        await seen.hears([])

        with pytest.raises(NotAMember):
            ours.set_typing(conversation, by=key, typing=True)
    assert seen.told == [[]]
