"""How often, how long, how much: of everything ephemeral."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Pace:
    """Seconds, where nothing else is said.

    Whoever leaves is gone after `grace`, whose process is killed or cut off within `expiry`.
    """

    beat: float = 5.0  # between two heartbeats of a process, and between two looks at all of them
    expiry: float = 15.0
    retry: float = 2.0  # at most, before Redis is asked again; together with a beat below expiry
    grace: float = 6.0  # a page is loaded again, or a process of ours takes over from another
    viewing_grace: float = 2.0
    batch: float = 0.05  # between two writes of who came and went
    rest: float = 0.2  # between two tellings to one follower
    tellings: int = 1_000  # per second, to all followers of one thing: a crowd rests longer
    linger: float = 30.0  # a room lives on after its last user
    patience: float = 1.0  # of who asks for what is known, while it is not known yet
    typing_every: float = 2.0  # said again by one member in one conversation
    typing_expiry: float = 6.0
    typing_messages: int = 100  # that leave this process for one company in one second
