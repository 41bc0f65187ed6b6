"""Spans of what happens here, where somebody wants them; else nothing, for next to nothing."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AbstractContextManager, asynccontextmanager, nullcontext
from importlib import import_module
from threading import Thread
from typing import TYPE_CHECKING, Any, Final

import structlog

from models.settings import settings

if TYPE_CHECKING:
    from models.telemetry import Telemetry

FAREWELL: Final = 3.0  # seconds to send what has not been sent yet
telemetry: "Telemetry | None" = None  # None: nobody wants them
NOTHING: Final[AbstractContextManager[Any]] = nullcontext()
log = structlog.get_logger()


@asynccontextmanager
async def traced() -> AsyncIterator[None]:
    """For as long as this process works, if it is set up and installed."""
    global telemetry
    if not settings().traced:
        yield
        return
    try:
        # Importing it takes longer than all the rest of ours.
        telemetry = import_module("models.telemetry").Telemetry.exporting()
    except ImportError:
        log.warning("tracing.not_installed", cure="pip install '.[otel]'")
        yield
        return
    try:
        yield
    finally:
        ended, telemetry = telemetry, None
        assert ended is not None
        closing = Thread(target=ended.close, daemon=True)
        closing.start()
        await asyncio.to_thread(closing.join, FAREWELL)


def span(
    name: str, *, parent: str | None = None, **attributes: str | int
) -> AbstractContextManager[Any]:
    """Of what happens in the block; gives OpenTelemetry's span, or None."""
    return NOTHING if telemetry is None else telemetry.span(name, attributes, parent=parent)


def statement(sql: str) -> AbstractContextManager[Any]:
    """Of one statement, as a part of what is going on."""
    return NOTHING if telemetry is None else telemetry.statement(sql)


def end_as(outcome: str, *, failed: bool = False) -> None:
    """What came of what goes on here."""
    if telemetry is not None:
        telemetry.end_as(outcome, failed=failed)


def carried() -> str | None:
    """What a job continues this trace by."""
    return None if telemetry is None else telemetry.carried()
