"""Who of those that see only some conversations is told of an event, and who that one has left.

It is decided by what stands when the event is told: who is behind is told nothing of what has left
their sight since. That it left is told by what the event itself has noted, so that whoever saw it
go and come back has heard of both.
"""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing
from random import uniform
from typing import Final, NamedTuple, TypeVar
from uuid import UUID

from models.database import fetch
from models.errors import Unavailable
from models.events import Event
from models.events.meant import FOR
from models.events.moves import MOVE, PARTICIPANTS
from models.live.hub import hubs
from models.sight import NOWHERE, Sight, Whereabouts, whereabouts
from models.tenancy import acting_for
from models.viewer import Viewer
from schema.sharing import read_alone, shared

PAUSE: Final = 0.2  # seconds until an event is looked at again
Change = TypeVar("Change")


class Left(NamedTuple):
    """Those who saw it before and do not after."""

    before: Whereabouts
    after: Whereabouts


class Concerned(NamedTuple):
    """Those who see it, and those whom it has just left."""

    now: Whereabouts
    left: Left | None


class Some(NamedTuple):
    """These members and API keys, and who sees one of these queues."""

    actor_ids: frozenset[UUID]
    queue_ids: frozenset[UUID]


Audience = Whereabouts | Left | Concerned | Some


def includes(audience: Audience, sight: Sight | None, actor_id: UUID | None = None) -> bool:
    """Is who sees so far told of it? Who sees everything has nothing taken from them.

    But for what is for Some: of that it matters who they are, too.
    """
    if isinstance(audience, Some):
        in_sight = audience.queue_ids if sight is None else audience.queue_ids & sight.queue_ids
        return actor_id in audience.actor_ids or bool(in_sight)
    if isinstance(audience, Concerned):
        return includes(audience.now, sight) or (
            audience.left is not None and includes(audience.left, sight)
        )
    if isinstance(audience, Left):
        return sight is not None and sight.sees(audience.before) and not sight.sees(audience.after)
    return sight is None or sight.sees(audience)


async def audience_of(event: Event) -> Whereabouts:
    """Where its conversation is now; read once for all who are told of it."""
    assert event.conversation_id is not None
    return await _where(event.company_id, event.conversation_id)


def some_of(event: Event, *, permissions: frozenset[str]) -> Some | None:
    """For whom it is; None if it is for all who are told of such things."""
    told = event.changes.get(FOR)
    if told is None or told.get("may") in permissions:
        return None
    return Some(frozenset(map(UUID, told["actors"])), frozenset(map(UUID, told["queues"])))


def left_by(event: Event) -> Left | None:
    """Whom a conversation has left with this event; None if it has not been moved by it."""
    moved = event.changes.get(MOVE)
    if moved is None:
        return None
    if event.name == PARTICIPANTS:
        before, after = event.changes["from"], event.changes["to"]
    else:
        before = after = moved["participants"]
    return Left(_at(moved["from"], before), _at(moved["to"], after))


def _at(place: list[str | None], participant_ids: list[str]) -> Whereabouts:
    queue_id, assignee_id = (None if id is None else UUID(id) for id in place)
    return Whereabouts(queue_id, assignee_id, frozenset(map(UUID, participant_ids)))


async def _where(company_id: UUID, conversation_id: UUID) -> Whereabouts:
    while True:
        try:
            with acting_for(company_id):
                found = await whereabouts([conversation_id], fetch=shared(fetch))
        except Unavailable:  # it is not to be missed, and may not be told to all
            await asyncio.sleep(uniform(PAUSE, 2 * PAUSE))  # noqa: S311 - not all at once
        else:
            return found.get(conversation_id, NOWHERE)


async def while_seen(
    viewer: Viewer, conversation_id: UUID, changes: AsyncGenerator[Change, None]
) -> AsyncGenerator[Change, None]:
    """What is told of one conversation, for as long as it is in their sight; then no more."""
    async with aclosing(changes):
        if viewer.sight is None:
            async for change in changes:
                yield change
            return
        left = asyncio.create_task(_left(viewer.company_id, conversation_id, viewer.sight))
        news: asyncio.Future[Change] | None = None
        try:
            while True:
                news = asyncio.ensure_future(anext(changes))
                await asyncio.wait({news, left}, return_when=asyncio.FIRST_COMPLETED)
                if left.done():
                    left.result()
                    return
                try:
                    change = news.result()
                except StopAsyncIteration:
                    return
                yield change
        finally:
            left.cancel()
            if news is not None and not news.done():  # a generator that runs cannot be closed
                news.cancel()
                await asyncio.wait({news})


async def _left(company_id: UUID, conversation_id: UUID, sight: Sight) -> None:
    """Until it is not seen any more."""
    read_alone()
    async with hubs.of(company_id) as hub:
        start = await hub.now()
        if not sight.sees(await _where(company_id, conversation_id)):
            return
        async with aclosing(hub.follow(start)) as log:
            async for event in log:
                if event.conversation_id != conversation_id:
                    continue
                if not sight.sees(await _where(company_id, conversation_id)):
                    return
