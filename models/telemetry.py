"""What OpenTelemetry is told; imported only where there is somebody to tell (models.tracing).

Ids, names and statements, never a variable, a parameter or a text: of an error only its type.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Final

from opentelemetry.context import Context
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import OTELResourceDetector, Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from opentelemetry.trace import Span, SpanKind, Status, StatusCode, get_current_span
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

SERVICE: Final = "chatia-flow"
HEADER: Final = "traceparent"
KINDS: Final = {"operation": SpanKind.SERVER, "job": SpanKind.CONSUMER}
_propagator: Final = TraceContextTextMapPropagator()


class Telemetry:
    """Spans for one provider."""

    def __init__(self, provider: TracerProvider) -> None:
        self._provider = provider
        self._tracer = provider.get_tracer(SERVICE)

    @classmethod
    def exporting(cls) -> "Telemetry":
        """To where the OTEL_* variables say, which the SDK reads by itself."""
        named = Resource({"service.name": SERVICE}).merge(OTELResourceDetector().detect())
        provider = TracerProvider(resource=Resource.create().merge(named), shutdown_on_exit=False)
        provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter()))
        return cls(provider)

    def close(self) -> None:
        """Send what has not been sent yet; takes its time."""
        self._provider.shutdown()

    @contextmanager
    def span(
        self, name: str, attributes: Mapping[str, str | int], *, parent: str | None = None
    ) -> Iterator[Span]:
        """Under the one that is current here, unless another `parent` was carried along."""
        context: Context | None = None
        if parent is not None:
            context = _propagator.extract({HEADER: parent})
        kind = KINDS.get(name.partition(" ")[0], SpanKind.INTERNAL)
        named = {f"chatia.{key}": value for key, value in attributes.items()}
        with self._current(name, context, kind, named) as span:
            yield span

    @contextmanager
    def statement(self, sql: str) -> Iterator[None]:
        """Only as a part of something else: what goes on by itself would be a trace each."""
        if not get_current_span().is_recording():
            yield
            return
        operation = sql.split(None, 1)[0]
        told = {
            "db.system.name": "postgresql",
            "db.operation.name": operation,
            "db.query.text": sql,
        }
        with self._current(operation, None, SpanKind.CLIENT, told):
            yield

    def carried(self) -> str | None:
        """What another process continues this trace by."""
        if not get_current_span().is_recording():
            return None
        carrier: dict[str, str] = {}
        _propagator.inject(carrier)
        return carrier.get(HEADER)

    @staticmethod
    def end_as(outcome: str, *, failed: bool) -> None:
        """What came of what the current span is of."""
        span = get_current_span()
        span.set_attribute("chatia.outcome", outcome)
        if failed:
            span.set_status(Status(StatusCode.ERROR))

    @contextmanager
    def _current(
        self,
        name: str,
        context: Context | None,
        kind: SpanKind,
        attributes: Mapping[str, str | int],
    ) -> Iterator[Span]:
        with self._tracer.start_as_current_span(
            name,
            context,
            kind,
            attributes,
            record_exception=False,  # what it says may quote what people wrote
            set_status_on_exception=False,
        ) as span:
            try:
                yield span
            except BaseException as error:
                span.set_attribute("error.type", type(error).__name__)
                if isinstance(error, Exception):  # to be cancelled is none
                    span.set_status(Status(StatusCode.ERROR))
                raise
