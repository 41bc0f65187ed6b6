"""Calls to addresses that companies chose: never into our own network."""

from models.callback.address import Uncallable, Unreachable, check
from models.callback.caller import Answer, Caller, Unanswered, caller

__all__ = ["Answer", "Caller", "Unanswered", "Uncallable", "Unreachable", "caller", "check"]
