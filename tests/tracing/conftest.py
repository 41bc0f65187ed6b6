"""The doors, workers, and a place where all spans are kept."""

from collections.abc import Iterator

import pytest
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from models import tracing
from models.telemetry import Telemetry
from tests.api.conftest import door, http
from tests.jobs.conftest import nothing_waits, own_kinds, stream, working

__all__ = ["door", "http", "nothing_waits", "own_kinds", "stream", "working"]


@pytest.fixture
def spans(house: None) -> Iterator[InMemorySpanExporter]:
    kept = InMemorySpanExporter()
    provider = TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(kept))
    tracing.telemetry = Telemetry(provider)
    yield kept
    tracing.telemetry = None
    provider.shutdown()
