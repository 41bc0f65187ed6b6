"""What a verb raises to tell its job how to go on; the messages are kept and shown: no secrets."""

from typing import Final

from models.errors import DomainError

LONGEST_WAIT: Final = 86_400.0


class PermanentFailure(Exception):
    """Trying again would not help."""


class RetryAfter(Exception):
    """The other side asked for a pause of this many seconds."""

    def __init__(self, seconds: float, message: str = "Asked to wait.") -> None:
        super().__init__(message)
        self.seconds = min(max(seconds, 0.0), LONGEST_WAIT)


EXPLAINED: Final = (DomainError, PermanentFailure, RetryAfter)


def explain(error: BaseException) -> tuple[str, str]:
    """Name and message to keep: not a library's message, which may quote what it was given."""
    return type(error).__name__, str(error)[:300] if isinstance(error, EXPLAINED) else ""
