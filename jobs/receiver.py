"""Between the stream and the hands: starts what was read in the turn in which it was read."""

import asyncio
from typing import Any

from taskiq.receiver import Receiver


class PromptReceiver(Receiver):
    """Taskiq's own waits for each message by tasks of its own: what came as one would dribble out.

    How many run at once is for the broker to know, which reads no more than it has places for.
    """

    async def listen(self, finish_event: asyncio.Event) -> None:
        """Until it is set, and then until what was started has ended. Raises what `listen` does."""
        running: set[asyncio.Task[Any]] = set()
        reading = asyncio.create_task(self._read(running))
        stopping = asyncio.create_task(finish_event.wait())
        try:
            await asyncio.wait([reading, stopping], return_when=asyncio.FIRST_COMPLETED)
        finally:
            for each in (reading, stopping):
                each.cancel()
            await asyncio.wait([reading, stopping])
        if running:
            await asyncio.wait(running)
        if not reading.cancelled():
            reading.result()

    async def _read(self, running: set[asyncio.Task[Any]]) -> None:
        async for message in self.broker.listen():
            started = asyncio.create_task(self.callback(message))
            running.add(started)
            started.add_done_callback(running.discard)
