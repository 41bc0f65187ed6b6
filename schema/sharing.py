"""What one event has read for a group, the company's other groups need not read again.

Nor does anybody read the rows that its transaction has left, in the process that made it.

Shared are statements that are the same to the letter, with the same values, of the same company and
event: what a viewer may not see is no part of their statement. What was read is never older than
the event, and what has changed since has an event of its own.
"""

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from contextvars import ContextVar
from typing import Any, Final
from uuid import UUID

from prometheus_client import Counter

from models.known import KnownRow, KnownRows
from models.live.nearby import known_after

EVENTS: Final = 256  # that are remembered, of all companies
MADE: Final = Counter("chatia_event_reads", "Statements of events that are told to groups.")
SHARED: Final = Counter("chatia_event_reads_shared", "Those that another group had made.")


class Reads(dict[tuple[object, ...], asyncio.Future[list[Any]]]):
    """Of one event, by statement and values."""

    __slots__ = ("known",)

    def __init__(self, known: KnownRows | None) -> None:
        super().__init__()
        self.known = known


_current: ContextVar[Reads | None] = ContextVar("reads", default=None)
_events: Final[OrderedDict[tuple[UUID, int], Reads]] = OrderedDict()


def share_reads(company_id: UUID, seq: int) -> None:
    """From here on this task reads for an event, as others do."""
    key = (company_id, seq)
    reads = _events.get(key)
    if reads is None:
        reads = _events[key] = Reads(known_after(company_id, seq))
        if len(_events) > EVENTS:
            _events.popitem(last=False)
    _current.set(reads)


def read_alone() -> None:
    """From here on this task reads for itself."""
    _current.set(None)


def known_row(model: Any, id: Any) -> KnownRow | None:
    """The row as the event that is told of has left it, if that can be told without reading it."""
    reads = _current.get()
    return None if reads is None or reads.known is None else reads.known.get(model, id)


def shared(fetch: Callable[..., Awaitable[list[Any]]]) -> Callable[..., Awaitable[list[Any]]]:
    """The same, but for an event once."""

    def fetch_once(sql: str, *values: Any) -> Awaitable[list[Any]]:
        reads = _current.get()
        return fetch(sql, *values) if reads is None else fetch_of(reads, sql, values)

    async def fetch_of(reads: Reads, sql: str, values: tuple[Any, ...]) -> list[Any]:
        key = (sql, *(tuple(value) if isinstance(value, list) else value for value in values))
        known = reads.get(key)
        if known is not None:
            await asyncio.wait({known})
            if not known.cancelled():
                SHARED.inc()
                return known.result()
        mine = reads[key] = asyncio.get_running_loop().create_future()
        try:
            MADE.inc()
            rows = await fetch(sql, *values)
        except BaseException:
            reads.pop(key, None)
            mine.cancel()  # whoever waits reads for themselves
            raise
        mine.set_result(rows)
        return rows

    return fetch_once
