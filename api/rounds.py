"""Questions that are asked together: who comes while one is on its way shares the next."""

import asyncio
from collections.abc import Awaitable, Callable, Collection, Mapping
from contextvars import Context
from typing import Any, Generic, TypeVar

Key = TypeVar("Key")
Answer = TypeVar("Answer")


class Rounds(Generic[Key, Answer]):
    """No answer is of a time before its question: each round begins after all it is asked for."""

    def __init__(self, ask: Callable[[Collection[Key]], Awaitable[Mapping[Key, Answer]]]) -> None:
        self._ask = ask
        self._turn = asyncio.Lock()
        self._next: tuple[set[Key], asyncio.Task[Mapping[Key, Answer]]] | None = None

    async def ask(self, key: Key) -> Answer:
        if self._next is None:
            # Who asks first may be in the middle of something that is not the others'.
            task = asyncio.create_task(self._round(), context=Context())
            task.add_done_callback(_retrieved)
            self._next = (set(), task)
        keys, answers = self._next
        keys.add(key)
        return (await asyncio.shield(answers))[key]

    async def _round(self) -> Mapping[Key, Answer]:
        async with self._turn:
            assert self._next is not None
            (keys, _), self._next = self._next, None
            return await self._ask(keys)


def _retrieved(round: asyncio.Task[Any]) -> None:
    """Those who asked may all have gone."""
    if not round.cancelled():
        round.exception()
