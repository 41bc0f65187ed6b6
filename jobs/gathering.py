"""Many calls, one round trip: what is asked for while one is on its way goes with the next."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextvars import Context
from typing import Final, Generic, TypeVar

LINGER: Final = 0.002  # seconds

Asked = TypeVar("Asked")
Answer = TypeVar("Answer")


class Gathering(Generic[Asked, Answer]):
    """A lone call goes at once; among many, each waits up to `linger` seconds for company.

    `work` answers in the order asked.
    """

    def __init__(
        self, work: Callable[[list[Asked]], Awaitable[Sequence[Answer]]], *, linger: float = LINGER
    ) -> None:
        self._work = work
        self._linger = linger
        self._waiting: list[tuple[Asked, asyncio.Future[Answer]]] = []
        self._running: asyncio.Task[None] | None = None

    async def __call__(self, asked: Asked) -> Answer:
        answer: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()
        self._waiting.append((asked, answer))
        if self._running is None:
            # Of no job's context: it is for all of them.
            self._running = asyncio.get_running_loop().create_task(self._run(), context=Context())
        return await answer

    async def _run(self) -> None:
        try:
            await asyncio.sleep(0)  # whoever asks in this very turn comes along
            while self._waiting:
                gathered, self._waiting = self._waiting, []
                await self._ask(gathered)
                if len(gathered) > 1:
                    await asyncio.sleep(self._linger)
        finally:
            self._running = None

    async def _ask(self, gathered: list[tuple[Asked, asyncio.Future[Answer]]]) -> None:
        try:
            answers = await self._work([asked for asked, _ in gathered])
        except Exception as error:  # noqa: BLE001 - it is raised where it was asked for
            for _, answer in gathered:
                if not answer.done():
                    answer.set_exception(error)
        else:
            for (_, answer), given in zip(gathered, answers, strict=True):
                if not answer.done():
                    answer.set_result(given)
