"""Taking turns."""

import asyncio
from collections import deque


class Turns:
    """One at a time, in the order in which they come.

    An asyncio.Lock, but that who finds it free may take it without awaiting anything.
    """

    taken = False
    _waiting: deque[asyncio.Future[None]] | None = None  # since the first who had to

    async def __aenter__(self) -> None:
        if self.taken:
            await self._passed_on()
        self.taken = True

    async def __aexit__(self, *_: object) -> None:
        self.pass_on()

    def pass_on(self) -> None:
        """To the first who waits: it is theirs at once, and nobody gets in between."""
        while self._waiting:
            turn = self._waiting.popleft()
            if not turn.done():
                turn.set_result(None)
                return
        self.taken = False

    async def _passed_on(self) -> None:
        turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        if self._waiting is None:
            self._waiting = deque()
        self._waiting.append(turn)
        try:
            await turn
        except asyncio.CancelledError:
            if not turn.cancelled():  # it was ours by then
                self.pass_on()
            raise
