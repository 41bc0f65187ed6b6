"""A trace span per attempt, where OpenTelemetry is installed and set up; otherwise nothing."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

tracing: Any = None
with suppress(ImportError):
    from opentelemetry import trace as tracing  # type: ignore[import-not-found,no-redef]


@contextmanager
def span(kind: str, **attributes: str | int) -> Iterator[None]:
    """Named by the kind of the job; what it is about are its attributes."""
    if tracing is None:
        yield
        return
    named = {f"chatia.{name}": value for name, value in attributes.items()}
    tracer = tracing.get_tracer("chatia.jobs")
    with tracer.start_as_current_span(f"job {kind}", attributes=named):
        yield
