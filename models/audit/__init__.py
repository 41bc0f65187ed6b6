"""Who did what, from where: append-only, and chained so that no change of it stays unseen."""

from models.audit.entry import AuditEntry
from models.audit.origin import came_from
from models.audit.verifying import Broken, Chain, Verified, chains

__all__ = ["AuditEntry", "Broken", "Chain", "Verified", "came_from", "chains"]
