"""Operations that took long: their document by its hash, and never their variables."""

from time import monotonic
from typing import Final

import structlog
from prometheus_client import Counter

from models.settings import settings
from schema.documents import name_of_text

SLOW: Final = Counter("chatia_slow_operations", "Queries and mutations that took long.")
log = structlog.get_logger()


def note_if_slow(text: str, *, began: float) -> None:
    """`began` by the monotonic clock."""
    seconds = monotonic() - began
    if seconds >= settings().slow_operation_seconds:
        SLOW.inc()
        log.warning(
            "graphql.slow", document=name_of_text(text), duration_ms=round(seconds * 1000, 1)
        )
