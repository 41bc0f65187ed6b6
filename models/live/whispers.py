"""Whispers: the ephemeral between processes, which is told now or never."""

import asyncio
from collections import deque
from contextlib import AbstractAsyncContextManager, suppress
from uuid import UUID

from models.live.arrivals import GAP
from models.live.channels import Disconnected, joined

UNHEARD = 1_000  # that one listener may be behind


class Whispers:
    """One listener to what is whispered; when too much waits, the oldest is a gap."""

    def __init__(self) -> None:
        self._messages: deque[str] = deque(maxlen=UNHEARD)
        self._called = asyncio.Event()
        self._closed = False

    async def heard(self) -> list[str]:
        """All that has come since the last time, in order."""
        await self._called.wait()
        if self._closed:
            raise Disconnected
        self._called.clear()
        messages = list(self._messages)
        self._messages.clear()
        return messages

    def call(self, message: str) -> None:
        if len(self._messages) == UNHEARD:
            self._messages.popleft()
            self._messages[0] = GAP
        self._messages.append(message)
        self._called.set()

    def close(self) -> None:
        self._closed = True
        self._called.set()


def whisper(company_id: UUID, message: str) -> None:
    """Tell every process that listens to the company. Never waits, never raises, may be lost."""
    with suppress(Disconnected):
        joined().whisper(_channel(company_id), message)


def whispers(company_id: UUID) -> AbstractAsyncContextManager[Whispers]:
    """What is whispered about the company, by this process too. Raises Disconnected."""
    return joined().attended(_channel(company_id), Whispers())


def _channel(company_id: UUID) -> str:
    return f"ephemeral-{company_id}"
