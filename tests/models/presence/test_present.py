"""Who is there: by open sockets on any process, and by what they say of themselves."""

import asyncio
from contextlib import AsyncExitStack
from time import monotonic

import pytest
from redis.asyncio import Redis

from models import live
from models.embedded.valkey import Valkey
from models.identity import Availability, Member, Role
from models.live.whispers import whisper
from models.presence import Presence, Status
from models.presence.register import Entry, Spot, write
from models.tenancy import acting_for
from models.viewer import Viewer, ViewerKind
from tests.models.presence.processes import QUICK, SLACK, member_of, picture
from tests.people import Cast, found, hire
from tests.valkey import running

ONLINE, AWAY, BUSY = Status.ONLINE, Status.AWAY, Status.BUSY


@pytest.fixture
def ours() -> Presence:
    return Presence(QUICK)


@pytest.fixture
def theirs() -> Presence:
    return Presence(QUICK)


async def test_an_open_socket_is_seen_on_every_process_of_the_company_only(
    company: Cast, rival: Cast, ours: Presence, theirs: Presence
) -> None:
    owner, rivals = member_of(company.viewer), member_of(rival.viewer)
    async with AsyncExitStack() as stack:
        here = await stack.enter_async_context(picture(ours, company))
        there = await stack.enter_async_context(picture(theirs, company))
        other = await stack.enter_async_context(picture(theirs, rival))
        for follower in (here, there, other):
            await follower.hears({})

        async with ours.socket_of(company.viewer), theirs.socket_of(rival.viewer):
            await here.hears({owner: ONLINE})
            await there.hears({owner: ONLINE})
            await other.hears({rivals: ONLINE})
            assert await theirs.statuses(company.id) == {owner: ONLINE}
            assert await ours.statuses(rival.id) == {rivals: ONLINE}
        await here.hears({})
        await there.hears({})
        await other.hears({})

        assert {member for told in here.told + there.told for member in told} == {owner}
        assert {member for told in other.told for member in told} == {rivals}


async def test_who_begins_to_follow_is_told_of_all_at_once(
    company: Cast, rival: Cast, ours: Presence, theirs: Presence
) -> None:
    robin = await hire(company, Role.MEMBER)
    async with ours.socket_of(company.viewer), theirs.socket_of(robin):
        async with picture(Presence(QUICK), company) as seen:
            await seen.hears({member_of(company.viewer): ONLINE, member_of(robin): ONLINE})
        assert len(seen.told) == 1

        async with ours.socket_of(rival.viewer), picture(Presence(QUICK), rival) as rivals:
            await rivals.hears({member_of(rival.viewer): ONLINE})


async def test_sockets_of_one_member_on_several_processes_are_one_presence(
    company: Cast, rival: Cast, ours: Presence, theirs: Presence
) -> None:
    owner = member_of(company.viewer)
    async with picture(Presence(QUICK), company) as seen, ours.socket_of(rival.viewer):
        await seen.hears({})
        async with theirs.socket_of(company.viewer):
            async with ours.socket_of(company.viewer), ours.socket_of(company.viewer):
                await seen.hears({owner: ONLINE})
                assert (ours.figures().members, ours.figures().sockets) == (2, 3)
            await asyncio.sleep(1.3 * QUICK.expiry)
            assert (ours.figures().members, ours.figures().sockets) == (1, 1)
        await seen.hears({})

    assert seen.told == [{}, {owner: ONLINE}, {owner: Status.OFFLINE}]


async def test_a_page_that_is_loaded_again_does_not_flicker(
    company: Cast, rival: Cast, ours: Presence, theirs: Presence
) -> None:
    owner, robin = member_of(company.viewer), await hire(company, Role.MEMBER)
    async with picture(Presence(QUICK), company) as seen, picture(ours, rival) as rivals:
        for process in (ours, ours, theirs, ours):
            async with process.socket_of(company.viewer):
                await seen.hears({owner: ONLINE})
            await asyncio.sleep(QUICK.grace / 6)
        async with ours.socket_of(company.viewer), ours.socket_of(robin):
            await seen.hears({owner: ONLINE, member_of(robin): ONLINE})
            meanwhile = list(seen.told)
        left_at = monotonic()
        await seen.hears({})

    assert QUICK.grace * 0.9 < monotonic() - left_at < QUICK.grace + SLACK
    assert [told for told in meanwhile if Status.OFFLINE in told.values()] == []
    assert rivals.told == [{}]


async def test_a_member_who_is_there_is_what_they_say_they_are(
    company: Cast, rival: Cast, ours: Presence, theirs: Presence
) -> None:
    robin = await hire(company, Role.MEMBER)
    id = member_of(robin)
    with acting_for(company.id):
        member = await Member.get(id=id)

    async def say(availability: Availability) -> None:
        with acting_for(company.id):
            await member.update(availability=availability, by=robin)

    async with picture(theirs, company) as seen, picture(theirs, rival) as rivals:
        await say(Availability.BUSY)  # nobody is there to be busy
        async with ours.socket_of(robin):
            await seen.hears({id: BUSY})
            await say(Availability.AWAY)
            await seen.hears({id: AWAY})
            await say(Availability.OFFLINE)
            await seen.hears({})
            await say(Availability.ONLINE)
            await seen.hears({id: ONLINE})
            with acting_for(company.id):
                await member.update(name="Somebody else", by=robin)
                await member.disable(by=company.viewer)
            await seen.hears({})

    statuses = [BUSY, AWAY, Status.OFFLINE, ONLINE, Status.OFFLINE]
    assert seen.told == [{}, *({id: status} for status in statuses)]
    assert rivals.told == [{}]


async def test_an_api_key_is_nobody(company: Cast, rival: Cast, ours: Presence) -> None:
    key = Viewer(company.id, ViewerKind.API_KEY, frozenset({"members:read"}), api_key_id=rival.id)

    async with ours.socket_of(key), ours.socket_of(rival.viewer):
        assert await ours.present(company.id) == frozenset()
        assert await ours.present(rival.id) == {member_of(rival.viewer)}
        assert ours.figures().sockets == 1


async def test_a_whisper_that_was_lost_is_made_good_by_the_next_look(
    company: Cast, rival: Cast, theirs: Presence
) -> None:
    owner = member_of(company.viewer)
    async with picture(theirs, company) as seen, picture(theirs, rival) as rivals:
        await seen.hears({})
        await rivals.hears({})

        await write([(company.id, [Entry(Spot(company.id, owner).through("silent"), 1.0)])])

        await seen.hears({owner: ONLINE})
        await seen.hears({})
    assert rivals.told == [{}]


async def test_what_nobody_understands_is_passed_over(
    company: Cast, rival: Cast, connected: Valkey, ours: Presence, theirs: Presence
) -> None:
    owner = member_of(company.viewer)
    async with picture(theirs, company) as seen, picture(theirs, rival) as rivals:
        await seen.hears({})
        for message in ("", "nonsense", "a here b=c", "a here 5=b", "a sings 5=b", "a typing =="):
            whisper(company.id, message)
        async with Redis.from_url(connected.url) as redis:
            await redis.zadd(f"presence-{company.id}", {"nonsense": 1e15})

        async with ours.socket_of(company.viewer):
            await seen.hears({owner: ONLINE})
            await asyncio.sleep(2 * QUICK.beat)
            assert await theirs.statuses(company.id) == {owner: ONLINE}
            assert await Presence(QUICK).statuses(company.id) == {owner: ONLINE}
    assert seen.told == [{}, {owner: ONLINE}]
    assert rivals.told == [{}]


async def test_redis_holds_ids_by_company_for_a_while_and_nothing_else(
    house: None, ours: Presence
) -> None:
    # What others write late, of tests before or killed, would be in a server that is shared.
    await nobody_writes()
    with running() as server:
        async with (
            live.connected(server.url),
            Redis.from_url(server.url, decode_responses=True) as redis,
        ):
            company, rival = await found("Acme"), await found("Rival")
            async with ours.socket_of(company.viewer), ours.socket_of(rival.viewer):
                while await redis.dbsize() < 2:
                    await asyncio.sleep(0.01)
                keys = {f"presence-{each.id}": member_of(each.viewer) for each in (company, rival)}

                assert set(await redis.keys()) == set(keys)
                for key, member_id in keys.items():
                    [entry] = await redis.zrange(key, 0, -1)
                    assert member_id.hex in entry
                    assert 0 < await redis.ttl(key) <= 120


async def test_a_process_that_nobody_uses_any_more_does_nothing(company: Cast, rival: Cast) -> None:
    before = asyncio.all_tasks()
    process = Presence(QUICK)
    async with process.socket_of(company.viewer), picture(process, rival) as seen:
        await seen.hears({})
        assert (process.figures().rooms, process.figures().followers) == (1, 1)

    async with asyncio.timeout(5):
        while {task for task in asyncio.all_tasks() - before if "presence" in repr(task)}:
            await asyncio.sleep(0.05)
    assert process.figures().rooms == process.figures().followers == 0


async def nobody_writes() -> None:
    """Whoever was there in an earlier test is so for a while, wherever we are connected then."""
    async with asyncio.timeout(60):
        while any("Attendance" in repr(task) for task in asyncio.all_tasks()):
            await asyncio.sleep(0.01)
