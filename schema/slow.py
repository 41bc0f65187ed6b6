"""What took long, an operation or an event: its document by its hash, and never its variables."""

from time import monotonic
from typing import Any, Final

import structlog
from prometheus_client import Counter

from models.settings import settings
from schema.documents import name_of_text

SLOW: Final = Counter("chatia_slow_operations", "Queries, mutations and events that took long.")
log = structlog.get_logger()


def note_if_slow(text: str, *, began: float, **details: Any) -> bool:
    """`began` by the monotonic clock. Was it?"""
    seconds = monotonic() - began
    if seconds < settings().slow_operation_seconds:
        return False
    SLOW.inc()
    duration_ms = round(seconds * 1000, 1)
    log.warning("graphql.slow", document=name_of_text(text), duration_ms=duration_ms, **details)
    return True
