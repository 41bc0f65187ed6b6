"""The last results of a group, ready to be sent."""

from bisect import bisect_right
from collections.abc import Sequence
from typing import NamedTuple
from uuid import UUID

from models.sight import Sight
from schema.audience import Audience, includes


class Entry(NamedTuple):
    """What one event came to, for all members alike that are told of it."""

    seq: int
    at: float  # when it happened, in seconds since the epoch
    payload: bytes
    subject: UUID | None = None  # what it tells of, where only the latest of each is asked for
    audience: Audience | None = None  # who of the group is told; None: all of them

    def frame(self, prefix: bytes) -> bytes:
        """A whole text frame (RFC 6455, 5.2; a server does not mask) of a `next` message."""
        size = len(prefix) + len(self.payload) + 1
        if size < 126:
            head = bytes((0x81, size))
        elif size < 65_536:
            head = b"\x81\x7e" + size.to_bytes(2, "big")
        else:
            head = b"\x81\x7f" + size.to_bytes(8, "big")
        return b"".join((head, prefix, self.payload, b"}"))


def latest(entries: Sequence[Entry]) -> list[Entry]:
    """Of each subject the last; who goes on after any of them misses the last of none."""
    last = {entry.subject: entry.seq for entry in entries}
    return [e for e in entries if e.subject is None or last[e.subject] == e.seq]


def shown(entries: Sequence[Entry], sight: Sight | None, actor_id: UUID | None) -> list[Entry]:
    """Those that this member or API key, who sees so far, is told of."""
    return [e for e in entries if e.audience is None or includes(e.audience, sight, actor_id)]


class Memo:
    """All results of the events behind `base`; an event without one was not for the group."""

    def __init__(self, base: int) -> None:
        self.base = base
        self.bytes = 0
        self._entries: list[Entry] = []
        self._seqs: list[int] = []

    def __len__(self) -> int:
        return len(self._entries)

    def covers(self, seq: int) -> bool:
        return seq >= self.base

    def after(self, seq: int, *, size: int, coalesce: bool = False) -> list[Entry]:
        """The next ones of so many bytes, or the next one."""
        start = bisect_right(self._seqs, seq)
        if coalesce:
            return _fitting(latest(self._entries[start:]), 0, size)
        return _fitting(self._entries, start, size)

    def append(self, entry: Entry, *, count: int, size: int) -> None:
        """Add the newest; the oldest make room for it."""
        self._entries.append(entry)
        self._seqs.append(entry.seq)
        self.bytes += len(entry.payload)
        self._trim(count, size)

    def prepend(self, base: int, entries: Sequence[Entry], *, count: int, size: int) -> None:
        """Add all that was before, from `base`; as much of it as there is room for."""
        self.base = base
        self._entries[:0] = entries
        self._seqs[:0] = [entry.seq for entry in entries]
        self.bytes += sum(len(entry.payload) for entry in entries)
        self._trim(count, size)

    def _trim(self, count: int, size: int) -> None:
        surplus = 0
        while len(self) - surplus > count or (self.bytes > size and len(self) - surplus > 1):
            self.bytes -= len(self._entries[surplus].payload)
            surplus += 1
        if surplus:
            self.base = self._seqs[surplus - 1]
            del self._entries[:surplus], self._seqs[:surplus]


def _fitting(entries: list[Entry], start: int, size: int) -> list[Entry]:
    end, taken = start, 0
    while end < len(entries):
        taken += len(entries[end].payload)
        if taken > size and end > start:
            break
        end += 1
    return entries[start:end]
