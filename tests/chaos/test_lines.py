"""A line is emptied once, by whoever is there: members in processes, workers that are killed."""

import asyncio
import os
import sys

from models.queues import Assignment, Queue
from models.tenancy import acting_for
from models.viewer import Viewer
from tests.fleet import start
from tests.people import Cast
from tests.queueing import crowd, join, line, open_queue, told, waiting
from tests.work import clear, until

PROCESSES = 3


async def test_fifty_members_in_several_processes_take_a_line_each_conversation_once(
    acme: Cast, rival: Cast, prove: bool
) -> None:
    length = 1_000 if prove else 200
    queue, theirs = await open_queue(acme), await open_queue(rival)
    members = [await join(acme, queue, name=f"M{n}", capacity=1_000) for n in range(50)]
    others = [await join(rival, theirs, name=f"M{n}", capacity=1_000) for n in range(3)]
    for company, place, times in ((acme, queue, length), (rival, theirs, 20)):
        [first] = await waiting(company, place)
        with acting_for(company.id):
            await crowd(first, times - 1)
    ours, foreign = set(await line(acme, queue)), set(await line(rival, theirs))
    assert (len(ours), len(foreign)) == (length, 20)

    taken = await asyncio.gather(
        *(
            _take(
                _given(acme, queue, members[place::PROCESSES]),
                _given(rival, theirs, others[place::PROCESSES]),
            )
            for place in range(PROCESSES)
        )
    )

    got = [id for some in taken for id in some]
    assert len(got) == len(set(got)) == length + 20
    assert set(got) == {str(id) for id in ours | foreign}
    assert await line(acme, queue) == await line(rival, theirs) == []
    for company, all_ in ((acme, ours), (rival, foreign)):
        assigned = [event.subject_id for event in await told(company, "conversation.assigned")]
        assert sorted(assigned) == sorted(all_)  # type: ignore[type-var]
    assert all(taken), "one of the processes got nothing"


async def test_a_worker_that_is_killed_while_it_routes_leaves_the_rest_to_another(
    acme: Cast, rival: Cast
) -> None:
    await clear()
    queue = await open_queue(acme, assignment=Assignment.ROUND_ROBIN)
    members = [await join(acme, queue, name=f"M{n}", capacity=1_000) for n in range(5)]
    theirs = await open_queue(rival, assignment=Assignment.ROUND_ROBIN)
    [untouched] = await waiting(rival, theirs)
    [first] = await waiting(acme, queue)
    with acting_for(acme.id):
        await crowd(first, 299)

    async def given() -> int:
        return len(await told(acme, "conversation.assigned"))

    async def begun() -> bool:
        return await given() > 10

    async def emptied() -> bool:
        return await line(acme, queue) == []

    doomed = await start("worker")
    try:
        await until(begun)
    finally:
        await doomed.kill()
    at_death = await given()
    heir = await start("worker")
    try:
        await until(emptied)
    finally:
        await heir.kill()

    assert at_death < 300
    events = await told(acme, "conversation.assigned")
    assert len({event.subject_id for event in events}) == len(events) == 300
    turns = [str(event.changes["to"]) for event in events]
    assert {turns.count(str(member.member_id)) for member in members} == {60}
    assert await line(rival, theirs) == [untouched.id]


def _given(company: Cast, queue: Queue, members: list[Viewer]) -> str:
    return ",".join(map(str, (company.id, queue.id, *(member.member_id for member in members))))


async def _take(*lines: str) -> list[str]:
    """What a process of its own got."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.takers", *lines),
        stdout=asyncio.subprocess.PIPE,
        env=os.environ | {"LOG_LEVEL": "WARNING"},
    )
    async with asyncio.timeout(120):
        out, _ = await process.communicate()
    assert process.returncode == 0
    return out.decode().split()
