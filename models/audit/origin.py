"""Where the request came from that a task is about."""

from contextvars import ContextVar
from functools import lru_cache
from typing import Final

LONGEST_ADDRESS: Final = 64
LONGEST_USER_AGENT: Final = 300

_origin: ContextVar[tuple[str | None, str | None]] = ContextVar("origin", default=(None, None))


def came_from(address: str | None, user_agent: str | None) -> None:
    """From here on what this task changes, was asked for from there."""
    _origin.set((address, user_agent))


def origin() -> tuple[str | None, str | None]:
    """Address and user agent, fit to be stored and shown."""
    address, user_agent = _origin.get()
    return _shown(address, LONGEST_ADDRESS), _shown(user_agent, LONGEST_USER_AGENT)


@lru_cache(maxsize=500)
def _shown(text: str | None, longest: int) -> str | None:
    if text is None or text.isprintable():
        return text and text[:longest]
    return "".join(filter(str.isprintable, text))[:longest]
