"""What happened in a company, in commit order: the log behind all that is live."""

from models.events.cursors import cursor, position, seq_of
from models.events.endings import ends_authority
from models.events.event import Actor, Event, EventHead
from models.events.names import EVENT_NAMES, EventName

__all__ = [
    "EVENT_NAMES",
    "Actor",
    "Event",
    "EventHead",
    "EventName",
    "cursor",
    "ends_authority",
    "position",
    "seq_of",
]
