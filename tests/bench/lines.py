"""One waiting line and many who take from it at once, beside a bare pool with one UPDATE."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import Final
from uuid import UUID

import asyncpg

from models.conversations import Conversation
from models.identity import Member, Role
from models.queues import Level, Queue, QueueEntry, QueueMember
from models.queues.claiming import take_next
from models.settings import settings
from models.tenancy import acting_for
from models.viewer import Viewer
from tests.bench.stage import Stage
from tests.bench.table import Table
from tests.people import Cast, hire
from tests.queueing import crowd

TAKERS: Final = 50
# What a queue without any of ours would do: no company's wall, no rights, nobody told.
RAW: Final = """
    WITH next AS (
        DELETE FROM queue_entries WHERE id = (
            SELECT e.id FROM queue_entries e WHERE e.company_id = $1 AND e.queue_id = $2
            ORDER BY e.place, e.id LIMIT 1 FOR UPDATE SKIP LOCKED)
        RETURNING conversation_id
    )
    UPDATE conversations SET assignee_id = $3, version = version + 1, updated_at = now()
    WHERE company_id = $1 AND id = (SELECT conversation_id FROM next) RETURNING id
"""
Take = Callable[[UUID], Awaitable[UUID | None]]


async def emptied(stage: Stage, table: Table, *, length: int, rounds: int) -> None:
    """Each claimed once and none left, or it says so."""
    company, queue, takers, like = await _line(stage)
    pool = await asyncpg.create_pool(settings().database_url, min_size=10, max_size=10)
    viewers = {viewer.member_id: viewer for viewer in takers if viewer.member_id}

    async def raw(member_id: UUID) -> UUID | None:
        id: UUID | None = await pool.fetchval(RAW, company.id, queue.id, member_id)
        return id

    async def ours(member_id: UUID) -> UUID | None:
        with acting_for(company.id):
            taken = await take_next(queue, by=viewers[member_id])
        return taken.id if taken else None

    seconds: dict[str, list[float]] = {"raw": [], "ours": []}
    doubts: list[str] = []
    for _ in range(rounds):
        for name, take in (("raw", raw), ("ours", ours)):
            with acting_for(company.id):
                await (
                    Conversation.filter(queue_id=queue.id)
                    .exclude(id=like.id)
                    .update(status="RESOLVED", queue_id=None)
                )
                await like.reopen(by=company.viewer)
                await like.assign(None, by=company.viewer)
                await crowd(like, length - 1)
                due = {entry.conversation_id for entry in await QueueEntry.all()}
            await _settle(pool)
            took, taken = await _race(take, list(viewers))
            seconds[name].append(took)
            if len(due) != length or sorted(taken) != sorted(due):
                doubts.append(name)
            with acting_for(company.id):
                if await QueueEntry.all().count():
                    doubts.append(f"{name} left some")
    await pool.close()
    how = f"WRONG: {', '.join(doubts)}" if doubts else "each claimed once, none left"
    table.beside(
        f"{TAKERS} members taking from one line of {length:,}: claims/s; {how}",
        *(length / sorted(seconds[name])[rounds // 2] for name in ("raw", "ours")),
        digits=0,
    )
    table.beside("… seconds until it is empty", *(min(seconds[n]) for n in ("raw", "ours")))


async def _line(stage: Stage) -> tuple[Cast, Queue, list[Viewer], Conversation]:
    seat = stage.seats[0]
    with acting_for(seat.company):
        owner = await Member.get(role=Role.OWNER)
        company = Cast(seat.company, owner)
        queue = await Queue.open(name="Line", by=company.viewer)
    takers = [await hire(company, Role.MEMBER, f"Taker {place}") for place in range(TAKERS)]
    with acting_for(seat.company):
        for viewer in takers:
            member = await Member.get(id=viewer.member_id)
            await member.set_capacity(1_000, by=company.viewer)
            await QueueMember.add(queue, member, Level.PRIMARY, by=company.viewer)
        like = await Conversation.get(id=seat.conversation)
        await like.move_to_queue(queue, by=company.viewer)
    return company, queue, takers, like


async def _race(take: Take, member_ids: list[UUID]) -> tuple[float, list[UUID]]:
    taken: list[UUID] = []

    async def work(member_id: UUID) -> None:
        while (id := await take(member_id)) is not None:
            taken.append(id)

    began = time.perf_counter()
    await asyncio.gather(*map(work, member_ids))
    return time.perf_counter() - began, taken


async def _settle(pool: asyncpg.Pool) -> None:
    """As if the line had grown in its time."""
    await pool.execute("VACUUM ANALYZE queue_entries")
    await pool.execute("VACUUM ANALYZE conversations")
