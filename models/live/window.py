"""The last events of one company in memory: most readers never ask the table."""

import time
from bisect import bisect_right
from collections import deque
from collections.abc import Sequence

from models.events import Event

INSTANCE_BYTES = 2_000  # an Event without its changes, roughly


class Window:
    """All events behind `base` up to `head`, bounded in number, rough bytes and seconds of age."""

    def __init__(self, *, count: int, size: int, age: float) -> None:
        self.base = 0
        self._count = count
        self._size = size
        self._age = age
        self._events: list[Event] = []
        self._seqs: list[int] = []
        self._marks: deque[tuple[int, float]] = deque()  # bytes and arrival of each event
        self._bytes = 0

    def __len__(self) -> int:
        return len(self._events)

    @property
    def head(self) -> int:
        return self._seqs[-1] if self._seqs else self.base

    def covers(self, after: int) -> bool:
        """Nothing behind this position is missing here."""
        return after >= self.base

    def after(self, seq: int, *, limit: int) -> list[Event]:
        start = bisect_right(self._seqs, seq)
        return self._events[start : start + limit]

    def restart(self, base: int) -> None:
        self._drop(len(self))
        self.base = base

    def append(self, events: Sequence[Event]) -> None:
        if not events:
            return
        if events[0].seq != self.head + 1:  # retention was faster than we: no partial replay
            self.restart(events[0].seq - 1)
        arrived = time.monotonic()
        for event in events:
            weight = INSTANCE_BYTES + len(repr(event.changes))
            self._events.append(event)
            self._seqs.append(event.seq)
            self._marks.append((weight, arrived))
            self._bytes += weight
        self.trim()

    def trim(self) -> None:
        oldest = time.monotonic() - self._age
        surplus, bytes_left = 0, self._bytes
        for weight, arrived in self._marks:
            if len(self) - surplus <= self._count and bytes_left <= self._size and arrived > oldest:
                break
            surplus, bytes_left = surplus + 1, bytes_left - weight
        self._drop(surplus)

    def _drop(self, number: int) -> None:
        if number:
            self.base = self._seqs[number - 1]
            del self._events[:number], self._seqs[:number]
            for _ in range(number):
                self._bytes -= self._marks.popleft()[0]
