"""What groups and sockets may hold: whoever needs more reads again, at a pace of their own."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Bytes, frames, seconds and events."""

    # Of one socket, in what waits for it here and in its transport.
    mailbox_bytes: int = 256 * 1024
    mailbox_frames: int = 1_000
    # What a slow socket is sent at a time, and how long it may take to take it.
    chunk_bytes: int = 64 * 1024
    stall: float = 15.0
    # How far it may fall behind, once it was too slow for its mailbox.
    lag_events: int = 10_000
    # Of one group: results kept for sockets that come back, and for how long without any socket.
    memo_count: int = 1_000
    memo_bytes: int = 1024 * 1024
    linger: float = 15.0
    # Of all groups of this process, shared evenly.
    memos_bytes: int = 64 * 1024 * 1024
    memo_least: int = 16 * 1024
    # After a round that took longer than the least, a group rests as long again, at most so.
    least_rest: float = 0.002
    rest: float = 0.02
    # How far back a group executes for all who come back; who comes from further does it alone.
    backfill: int = 1_000


LIMITS = Limits()
