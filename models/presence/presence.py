"""Presence, viewing and typing, as the rest of the house uses them.

None of it is ever in the log or has a cursor. While Redis is away, this process still tells its own
followers of its own members, and everybody else stays as they were last seen.
"""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import AbstractAsyncContextManager, aclosing, nullcontext
from dataclasses import dataclass
from random import uniform
from secrets import token_hex
from typing import TYPE_CHECKING, Final
from uuid import UUID

from models.conversations import Conversation
from models.identity.refusals import NotAMember
from models.live.whispers import whisper
from models.presence.attendance import Attendance, Staying
from models.presence.pace import Pace
from models.presence.register import Entry, Spot, pack
from models.presence.room import Room, Topic
from models.presence.rooms import Rooms
from models.presence.statuses import Status
from models.presence.typing import TYPING, Speech

if TYPE_CHECKING:
    from models.viewer import Viewer


@dataclass(frozen=True, slots=True)
class Figures:
    """Of one process; `members` are those present through it, `viewings` what they have open."""

    members: int
    sockets: int
    viewings: int
    rooms: int
    followers: int


class Presence:
    """What one process adds and knows."""

    def __init__(self, pace: Pace | None = None) -> None:
        self._pace = pace or Pace()
        self._process = token_hex(6)
        self._attendance = Attendance(self._process, pace=self._pace, here=self._here)
        self._rooms = Rooms(self._process, pace=self._pace, entries=self._attendance.entries)
        self._speech = Speech(pace=self._pace, say=self._say)

    def socket_of(self, viewer: "Viewer") -> AbstractAsyncContextManager[None]:
        """Around the life of a socket or stream: a member is present; an API key is nobody."""
        return self._staying(viewer, viewer.company_id, grace=self._pace.grace)

    async def present(self, company_id: UUID) -> frozenset[UUID]:
        """The members with an open socket on any process."""
        async with self._rooms.of(company_id) as room:
            await room.known()
            return room.at(company_id)

    async def statuses(self, company_id: UUID) -> dict[UUID, Status]:
        """Of all members who are not OFFLINE."""
        async with self._rooms.of(company_id) as room:
            await room.known()
            return dict(room.statuses.online)

    async def follow_statuses(self, company_id: UUID) -> AsyncGenerator[dict[UUID, Status], None]:
        """First of all who are not OFFLINE, then of those who change. Raises Disconnected."""
        async with aclosing(self._news(company_id, ("statuses", company_id))) as news:
            async for room, changed in news:
                online = room.statuses.online
                if changed is None:
                    yield dict(online)
                else:
                    yield {each: online.get(each, Status.OFFLINE) for each in changed}

    async def follow_viewers(
        self, conversation: Conversation, *, by: "Viewer"
    ) -> AsyncGenerator[list[UUID], None]:
        """Who has it open, now and after each change; following is having it open.

        Raises Disconnected.
        """
        with self._staying(by, conversation.id, grace=self._pace.viewing_grace):
            topic: Topic = ("viewing", conversation.id)
            async with aclosing(self._news(conversation.company_id, topic)) as news:
                async for room, _ in news:
                    yield sorted(room.at(conversation.id))

    async def follow_typists(self, conversation: Conversation) -> AsyncGenerator[list[UUID], None]:
        """Who is typing, now and after each change. Raises Disconnected."""
        topic: Topic = ("typing", conversation.id)
        async with aclosing(self._news(conversation.company_id, topic)) as news:
            async for room, _ in news:
                yield sorted(room.typists.of(conversation.id))

    def set_typing(self, conversation: Conversation, *, by: "Viewer", typing: bool) -> None:
        """Never waits. Raises NotAMember for an API key."""
        if by.member_id is None:
            raise NotAMember
        spot = Spot(conversation.id, by.member_id)
        self._speech.hear(conversation.company_id, spot, typing=typing)

    def figures(self) -> Figures:
        at_company: list[int] = []
        at_conversations = 0
        for company_id, spot, sockets in self._attendance.sockets():
            if spot.place != company_id:
                at_conversations += sockets
            elif sockets:
                at_company.append(sockets)
        return Figures(
            members=len(at_company),
            sockets=sum(at_company),
            viewings=at_conversations,
            rooms=len(self._rooms),
            followers=self._rooms.followers,
        )

    def _staying(
        self, viewer: "Viewer", place: UUID, *, grace: float
    ) -> Staying | nullcontext[None]:
        if viewer.member_id is None:
            return nullcontext()
        spot = Spot(place, viewer.member_id)
        return self._attendance.staying(viewer.company_id, spot, grace=grace)

    async def _news(
        self, company_id: UUID, topic: Topic
    ) -> AsyncGenerator[tuple[Room, set[UUID] | None], None]:
        """At once with None, then with the members of whom there is news."""
        async with self._rooms.of(company_id) as room:
            with room.followers.following(topic) as follower:
                await room.known()
                follower.take()
                yield room, None
                while True:
                    crowd = room.followers.crowd(topic) / self._pace.tellings
                    await asyncio.sleep(max(self._pace.rest, crowd))
                    await follower.wait()
                    await asyncio.sleep(uniform(0, crowd))  # noqa: S311 - not all in one moment
                    yield room, follower.take()

    def _here(self, company_id: UUID, entry: Entry) -> None:
        if room := self._rooms.open_for(company_id):
            room.put(entry)

    def _say(self, company_id: UUID, entry: Entry) -> None:
        if room := self._rooms.open_for(company_id):
            room.typists.hear(entry)
        whisper(company_id, f"{self._process} {TYPING} {pack([entry])}")


presence: Final = Presence()
