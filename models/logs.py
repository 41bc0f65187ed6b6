"""What this process says about itself: one line per thing that happened, on standard error.

JSON for machines; in development, text for eyes. No line carries a secret or what somebody wrote,
so of an exception it tells type and place: its text may quote a value. What libraries say goes the
same way.
"""

import asyncio
import logging
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from traceback import format_tb
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, BinaryIO, Final

import orjson
import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

from models.errors import Unavailable
from models.settings import settings

if TYPE_CHECKING:
    from models.viewer import Viewer

# Python writes these itself, about code and not about data.
SPEAKING: Final = (AttributeError, ImportError, NameError, RecursionError, TypeError)
# As PostgreSQL does in these classes: connection, syntax and access, resources, intervention.
SPEAKING_STATES: Final = ("08", "42", "53", "57")
# What database and system errors say beside their text.
DETAILS: Final = ("code", "sqlstate", "table_name", "column_name", "constraint_name", "errno")

# As structlog's time stamps are, and its lines end.
LINE: Final = orjson.OPT_UTC_Z | orjson.OPT_APPEND_NEWLINE

log = structlog.get_logger()
_about: ContextVar[Mapping[str, Any]] = ContextVar("about", default=MappingProxyType({}))
_stream: BinaryIO | None = None  # where lines are JSON and this level is told
_silent = False  # where it is not


def configure() -> None:
    """From here on every line of this process, ours and the libraries', has one form."""
    ours = settings()
    readable = ours.environment == "development"
    shared: list[Processor] = [
        _merge,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        _tell_exception,
    ]
    global _silent, _stream
    _silent = ours.log_level not in ("DEBUG", "INFO")
    _stream = None if readable or _silent else sys.stderr.buffer
    structlog.configure(
        processors=[*shared, _console() if readable else _json],
        wrapper_class=structlog.make_filtering_bound_logger(ours.log_level),
        logger_factory=structlog.WriteLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[structlog.stdlib.add_logger_name, *shared],
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                _console() if readable else _json,
            ],
        )
    )
    # It tries again by itself, and tells each time: who asks in vain does so, once a second.
    logging.getLogger("asyncpg.pool").setLevel(logging.ERROR)
    # Below WARNING, libraries tell addresses with their query strings, and little else.
    logging.basicConfig(handlers=[handler], level=logging.WARNING, force=True)


def act_as(viewer: "Viewer") -> None:
    """Name who is asking on every line of this task and of those that it starts."""
    tell_of(**names_of(viewer))


def names_of(viewer: "Viewer") -> dict[str, str]:
    """What lines call somebody by."""
    identity = {
        "company": viewer.company_id,
        "user": viewer.user_id,
        "member": viewer.member_id,
        "api_key": viewer.api_key_id,
    }
    return {name: str(id) for name, id in identity.items() if id is not None}


def begin(request_id: str) -> None:
    """From here on every line of this task, and of those that it starts, is about this request."""
    _about.set({"request_id": request_id})


def tell_of(**names: Any) -> None:
    """Add to what those lines say, or say it otherwise."""
    _about.set({**_about.get(), **names})


@contextmanager
def about(**names: Any) -> Iterator[None]:
    """As `tell_of`, to the end of the block."""
    token = _about.set({**_about.get(), **names})
    try:
        yield
    finally:
        _about.reset(token)


def request_id() -> str | None:
    """The request that this task is about."""
    id: str | None = _about.get().get("request_id")
    return id


def tell(event: str, **details: Any) -> None:
    """As `log.info`, for what is said at every request: the same line for a third of the work."""
    if _silent:
        return
    if _stream is None:
        log.info(event, **details)
        return
    entry = {
        **_about.get(),
        **details,
        "event": event,
        "level": "info",
        "timestamp": datetime.now(UTC),
    }
    _stream.write(orjson.dumps(entry, default=str, option=LINE))
    _stream.flush()


def complain(_: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
    """For `loop.set_exception_handler`; asyncio's own would print the exception's text."""
    log.error("loop.exception", problem=context["message"], exc_info=context.get("exception"))


def failed(event: str, error: Exception, **details: Any) -> None:
    """What will be tried again: a warning where PostgreSQL is away, else a bug with its story."""
    if isinstance(error, Unavailable):
        log.warning(event, error=type(error).__name__, **details)
    else:
        log.error(event, exc_info=error, **details)


def story(error: BaseException) -> str:
    """How it came to this error: types and places, not texts."""
    return "\n".join(_chapters(error)).rstrip()


def _chapters(error: BaseException) -> Iterator[str]:
    before = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if before is not None:
        yield from _chapters(before)
        yield "which led to"
    yield "".join(format_tb(error.__traceback__)) + _summary(error)
    if isinstance(error, BaseExceptionGroup):
        for part in error.exceptions:
            yield from _chapters(part)


def _summary(error: BaseException) -> str:
    name = f"{type(error).__module__}.{type(error).__qualname__}".removeprefix("builtins.")
    if type(error) in SPEAKING:
        return f"{name}: {str(error)[:300]}"
    details = {detail: getattr(error, detail, None) for detail in DETAILS}
    known = [
        f"{detail}={value}" for detail, value in details.items() if isinstance(value, str | int)
    ]
    if str(details["sqlstate"]).startswith(SPEAKING_STATES):
        known.append(f"({str(error.args[0])[:300]})")
    return " ".join([name, *known])


def _merge(_: WrappedLogger, __: str, entry: EventDict) -> EventDict:
    return {**_about.get(), **entry}


def _tell_exception(_: WrappedLogger, __: str, entry: EventDict) -> EventDict:
    error = entry.pop("exc_info", None)
    if error is True:
        error = sys.exc_info()[1]
    elif isinstance(error, tuple):
        error = error[1]
    if isinstance(error, BaseException):
        entry["exception"] = story(error)
    return entry


def _json(_: WrappedLogger, __: str, entry: EventDict) -> str:
    return orjson.dumps(entry, default=str, option=orjson.OPT_NON_STR_KEYS).decode()


def _console() -> Processor:
    return structlog.dev.ConsoleRenderer(
        colors=sys.stderr.isatty(), exception_formatter=structlog.dev.plain_traceback
    )
