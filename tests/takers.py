"""A process in which members of companies take what waits, all at once, until nothing does.

Run as a program, it prints each conversation that somebody got, on a line of its own.
"""

import asyncio
import sys
from collections.abc import Iterable
from uuid import UUID

from models import live
from models.database import connected
from models.identity import Member
from models.queues import Queue
from models.queues.claiming import take_next
from models.settings import settings
from models.tenancy import acting_for
from models.viewer import Viewer


async def take_all(company_id: UUID, queue_id: UUID, member_ids: Iterable[UUID]) -> list[UUID]:
    """What these members got, each taking one after the other."""
    taken: list[UUID] = []

    async def work(member_id: UUID) -> None:
        with acting_for(company_id):
            queue = await Queue.get(id=queue_id)
            viewer = Viewer.member(await Member.get(id=member_id))
            while (conversation := await take_next(queue, by=viewer)) is not None:
                taken.append(conversation.id)

    await asyncio.gather(*map(work, member_ids))
    return taken


async def main(*lines: str) -> None:
    """Of each line: its company, its queue and its members, with commas between them."""
    async with connected(), live.connected(settings().redis_url):
        parts = [[UUID(id) for id in each.split(",")] for each in lines]
        works = [take_all(company, queue, members) for company, queue, *members in parts]
        for taken in await asyncio.gather(*works):
            print("\n".join(map(str, taken)), flush=True)


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
