"""Those who want to hear of a topic; whoever is slow hears the latest only."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Generic, TypeVar
from uuid import UUID

from models.live.channels import Disconnected

Topic = TypeVar("Topic")


class Follower:
    """Of whom it has not been told yet: a set, so it never grows beyond the company."""

    def __init__(self) -> None:
        self._members: set[UUID] = set()
        self._news = asyncio.Event()
        self._ended = False

    async def wait(self) -> None:
        """Returns once there is news. Raises Disconnected when this process leaves."""
        await self._news.wait()
        if self._ended:
            raise Disconnected

    def take(self) -> set[UUID]:
        """The members of whom there was news since the last time."""
        if not self._ended:
            self._news.clear()
        members, self._members = self._members, set()
        return members

    def tell(self, member_id: UUID) -> None:
        self._members.add(member_id)
        self._news.set()

    def end(self) -> None:
        self._ended = True
        self._news.set()


class Followers(Generic[Topic]):
    """By topic."""

    def __init__(self) -> None:
        self._by_topic: dict[Topic, set[Follower]] = {}
        self._ended = False

    def __len__(self) -> int:
        return sum(map(len, self._by_topic.values()))

    @contextmanager
    def following(self, topic: Topic) -> Iterator[Follower]:
        """Hears of all that happens from here on."""
        follower = Follower()
        self._by_topic.setdefault(topic, set()).add(follower)
        if self._ended:
            follower.end()
        try:
            yield follower
        finally:
            followers = self._by_topic[topic]
            followers.discard(follower)
            if not followers:
                del self._by_topic[topic]

    def crowd(self, topic: Topic) -> int:
        """How many follow it."""
        return len(self._by_topic.get(topic, ()))

    def tell(self, topic: Topic, member_id: UUID) -> None:
        for follower in self._by_topic.get(topic, ()):
            follower.tell(member_id)

    def end(self) -> None:
        """There will be no news any more."""
        self._ended = True
        for followers in self._by_topic.values():
            for follower in followers:
                follower.end()
