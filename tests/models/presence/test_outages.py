"""Processes are killed, Redis goes away and comes back empty: presence heals by itself."""

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from time import monotonic

import pytest

from models import live
from models.conversations import Conversation
from models.embedded.valkey import Valkey
from models.identity import Role
from models.presence import Presence, Status
from models.viewer import Viewer
from tests.fleet import READY_WITHIN
from tests.models.presence.processes import QUICK, SLACK, following, member_of, picture
from tests.people import Cast, found, hire
from tests.threads import open_conversation
from tests.valkey import frozen

ONLINE = Status.ONLINE


@pytest.fixture
def ours() -> Presence:
    return Presence(QUICK)


@pytest.fixture
def theirs() -> Presence:
    return Presence(QUICK)


@asynccontextmanager
async def elsewhere(
    valkey: Valkey, viewer: Viewer, conversation: Conversation
) -> AsyncIterator[asyncio.subprocess.Process]:
    """A process of its own in which the member has a socket and the conversation open."""
    ids = (viewer.company_id, member_of(viewer), conversation.id)
    child = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.models.presence.elsewhere", valkey.url, *map(str, ids)),
        stdout=asyncio.subprocess.PIPE,
    )
    try:
        assert child.stdout is not None
        async with asyncio.timeout(READY_WITHIN):
            assert await child.stdout.readline() == b"there\n"
        yield child
    finally:
        if child.returncode is None:
            child.kill()
        await child.wait()


async def test_members_of_a_killed_process_are_gone_within_the_expiry(
    company: Cast, rival: Cast, connected: Valkey, ours: Presence
) -> None:
    robin, conversation = await hire(company, Role.MEMBER), await open_conversation(company)
    owner, second = member_of(company.viewer), member_of(robin)
    async with (
        ours.socket_of(company.viewer),
        ours.socket_of(rival.viewer),
        picture(ours, company) as seen,
        picture(ours, rival) as rivals,
        following(ours.follow_viewers(conversation, by=company.viewer)) as viewers,
    ):
        async with elsewhere(connected, robin, conversation) as process:
            await seen.hears({owner: ONLINE, second: ONLINE})
            await viewers.hears([owner, second])
            await asyncio.sleep(QUICK.expiry)
            assert len(viewers.told) == 2, "it went on by its heartbeat"

            process.kill()
            killed_at = monotonic()
            await seen.hears({owner: ONLINE})
            await viewers.hears([owner])

        assert monotonic() - killed_at < QUICK.expiry + QUICK.beat + SLACK
    assert rivals.told == [{member_of(rival.viewer): ONLINE}]


async def test_a_redis_that_is_restarted_empty_makes_nobody_flicker(
    company: Cast, rival: Cast, connected: Valkey, ours: Presence, theirs: Presence
) -> None:
    robin = await hire(company, Role.MEMBER)
    both = {member_of(company.viewer): ONLINE, member_of(robin): ONLINE}
    async with (
        ours.socket_of(company.viewer),
        theirs.socket_of(robin),
        theirs.socket_of(rival.viewer),
        picture(ours, company) as seen,
        picture(theirs, rival) as rivals,
    ):
        await seen.hears(both)
        connected.kill()
        await asyncio.sleep(1.3 * QUICK.expiry)
        assert await ours.statuses(company.id) == both
        connected.start()
        await asyncio.sleep(1.3 * QUICK.expiry)
        assert await ours.statuses(company.id) == both
        assert await Presence(QUICK).statuses(company.id) == both

    assert [told for told in seen.told if Status.OFFLINE in told.values()] == []
    assert rivals.told == [{member_of(rival.viewer): ONLINE}]


async def test_in_an_outage_a_process_still_tells_of_its_own_members(
    company: Cast, rival: Cast, connected: Valkey, ours: Presence, theirs: Presence
) -> None:
    owner, conversation = member_of(company.viewer), await open_conversation(company)
    async with picture(ours, company) as here, picture(theirs, company) as there:
        await here.hears({})
        await there.hears({})
        connected.kill()
        async with (
            ours.socket_of(company.viewer),
            ours.socket_of(rival.viewer),
            following(ours.follow_viewers(conversation, by=company.viewer)) as viewers,
            following(ours.follow_typists(conversation)) as typists,
        ):
            await here.hears({owner: ONLINE})
            await viewers.hears([owner])
            await typists.hears([])
            ours.set_typing(conversation, by=company.viewer, typing=True)
            await typists.hears([owner])
            assert there.told == [{}]

            connected.start()
            await there.hears({owner: ONLINE})
        await there.hears({})
        await here.hears({})


async def test_who_was_killed_in_an_outage_is_gone_some_time_after_it(
    company: Cast, rival: Cast, connected: Valkey, ours: Presence
) -> None:
    conversation, second = await open_conversation(company), member_of(company.viewer)
    async with (
        picture(ours, company) as seen,
        picture(ours, rival) as rivals,
        elsewhere(connected, company.viewer, conversation) as process,
    ):
        await seen.hears({second: ONLINE})
        connected.kill()
        process.kill()
        await asyncio.sleep(1.3 * QUICK.expiry)
        assert seen.told == [{}, {second: ONLINE}]
        connected.start()

        await seen.hears({})
    assert rivals.told == [{}]


async def test_nobody_waits_for_a_redis_that_is_silent(
    company: Cast, rival: Cast, connected: Valkey, ours: Presence
) -> None:
    conversation, owner = await open_conversation(company), member_of(company.viewer)
    with frozen(connected):
        began = monotonic()
        async with ours.socket_of(company.viewer):
            ours.set_typing(conversation, by=company.viewer, typing=True)
            assert monotonic() - began < QUICK.patience
            assert await ours.statuses(company.id) == {owner: ONLINE}
            assert await ours.statuses(rival.id) == {}
            assert monotonic() - began < 2 * QUICK.patience + SLACK


async def test_a_process_without_channels_knows_itself_and_never_fails(
    house: None, ours: Presence, valkey: Valkey
) -> None:
    company, rival = await found("Acme"), await found("Rival")
    conversation = await open_conversation(company)
    async with live.connected(valkey.url):
        pass
    async with ours.socket_of(company.viewer):
        ours.set_typing(conversation, by=company.viewer, typing=True)
        assert await ours.present(rival.id) == frozenset()


async def test_leaving_the_channels_ends_those_who_follow(
    house: None, rival: Cast, ours: Presence, valkey: Valkey
) -> None:
    company = await found("Acme")
    async with live.connected(valkey.url):
        following = [ours.follow_statuses(each.id) for each in (company, rival)]
        assert [await anext(statuses) for statuses in following] == [{}, {}]

    for statuses in following:
        with pytest.raises(live.Disconnected):
            await anext(statuses)
    assert ours.figures().rooms == 0
