"""Who is there, who has which conversation open, and who is typing: known now, kept never."""

from models.presence.pace import Pace
from models.presence.presence import Figures, Presence, presence
from models.presence.statuses import Status

__all__ = ["Figures", "Pace", "Presence", "Status", "presence"]
