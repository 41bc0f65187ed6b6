"""Every operation once in the log and once in the figures, and a stamp on every answer."""

from collections.abc import Iterator
from contextlib import AbstractContextManager
from datetime import datetime
from functools import cache
from time import gmtime, perf_counter, strftime, time_ns
from typing import Any, Final

from graphql import FieldNode, GraphQLError, OperationDefinitionNode
from graphql.utilities import get_operation_ast
from prometheus_client import Counter, Gauge
from strawberry.extensions import SchemaExtension
from strawberry.types import StreamExecutionResult

from models import tracing
from models.figures import Count, Durations
from models.logs import tell
from models.tracing import NOTHING, end_as, span
from schema.context import Context
from schema.errors import REQUEST_ERRORS

OPERATIONS: Final = Count(
    "chatia_operations", "GraphQL operations that ended.", ["kind", "outcome"]
)
ERRORS: Final = Counter("chatia_errors", "GraphQL operations with errors of a code.", ["code"])
DURATIONS: Final = Durations(
    "chatia_operation_seconds",
    "Time of a GraphQL query or mutation.",
    ["kind"],
    buckets=(0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
)
SUBSCRIPTIONS: Final = Gauge("chatia_subscriptions", "GraphQL subscriptions that are open.")
DELIVERIES: Final = Counter("chatia_deliveries", "Events sent to subscriptions.")

LONGEST_NAME: Final = 64


class Journal(SchemaExtension):
    """Watches one operation from its first byte to its last."""

    _open = False

    def on_operation(self) -> Iterator[None]:
        if self.execution_context.context.quiet:
            yield
            return
        self._started = perf_counter()
        self._events = 0
        broken: BaseException | None = None
        try:
            yield
        except BaseException as error:
            broken = error
            raise
        finally:
            if self._open:
                SUBSCRIPTIONS.dec()
            self._write(broken)

    def on_execute(self) -> Iterator[None]:
        if self._kind == "subscription" and not self.execution_context.context.quiet:
            self._open = True
            SUBSCRIPTIONS.inc()
        yield

    def on_stream_result(self, _: StreamExecutionResult) -> Iterator[None]:
        if self._open:
            self._events += 1
            DELIVERIES.inc()
        yield

    def get_results(self) -> dict[str, Any]:
        context: Context = self.execution_context.context
        if context.event_at is not None:  # the same for whoever is told of the event
            return {"timestamp": iso(context.event_at)}
        replayed = {"replayed": True} if context.replayed else {}
        return {**stamp(context.request_id), **replayed}

    def _write(self, broken: BaseException | None) -> None:
        seconds = perf_counter() - self._started
        codes = self._codes()
        details: dict[str, Any] = {"codes": codes} if codes else {}
        for code in codes:
            ERRORS.labels(code).inc()
        if self._open:
            details["events"] = self._events
        note(self._kind, self._name, self._outcome(broken, codes), seconds, **details)

    def _outcome(self, broken: BaseException | None, codes: list[str]) -> str:
        if "INTERNAL" in codes:
            return "failed"
        if "UNAVAILABLE" in codes:
            return "unavailable"
        if not REQUEST_ERRORS.isdisjoint(codes):
            return "invalid"
        if codes:
            return "refused"
        if broken is None or self._open or self.execution_context.result is not None:
            return "ok"
        return "invalid" if isinstance(broken, Exception) else "cancelled"

    def _codes(self) -> list[str]:
        context = self.execution_context
        errors: list[GraphQLError] = (
            context.result.errors if context.result else context.pre_execution_errors
        ) or []
        codes = [str((error.extensions or {}).get("code")) for error in errors]
        return list(dict.fromkeys(codes))

    @property
    def _operation(self) -> OperationDefinitionNode | None:
        context = self.execution_context
        if context.graphql_document is None:
            return None
        return get_operation_ast(context.graphql_document, context.operation_name)

    @property
    def _kind(self) -> str:
        operation = self._operation
        return operation.operation.value if operation else "unknown"

    @property
    def _name(self) -> str:
        return name_of(self._operation) if self._operation else "-"


class Told:
    """A subscription that others execute: noted here as if it were alone."""

    def __init__(self, name: str) -> None:
        self.events = 0
        self.codes: list[str] = []
        self._name = name
        self._started = perf_counter()
        SUBSCRIPTIONS.inc()

    def over(self, *, goes_on: bool) -> None:
        """Note the end, unless the operation `goes_on` by itself."""
        SUBSCRIPTIONS.dec()
        if goes_on:
            return
        seconds = perf_counter() - self._started
        details = {"codes": self.codes} if self.codes else {}
        for code in self.codes:
            ERRORS.labels(code).inc()
        outcome = "refused" if self.codes else "ok"
        note("subscription", self._name, outcome, seconds, events=self.events, **details)


def name_of(operation: OperationDefinitionNode) -> str:
    """What the client calls it, else its root fields."""
    if operation.name:
        return operation.name.value[:LONGEST_NAME]
    roots = (node for node in operation.selection_set.selections if isinstance(node, FieldNode))
    return ",".join(node.name.value for node in roots)[:LONGEST_NAME]


def note(kind: str, name: str, outcome: str, seconds: float, **details: Any) -> None:
    """The one line and the figures of an operation that has ended."""
    _ended(kind, outcome).more += 1
    if kind in ("query", "mutation"):
        _durations(kind).took(seconds)
        if tracing.telemetry is not None:
            end_as(outcome, failed=outcome in ("failed", "unavailable"))
    tell(
        "graphql.operation",
        action=f"{kind} {name}",
        outcome=outcome,
        duration_ms=round(seconds * 1000, 1),
        **details,
    )


def event_span(context: Context, name: str) -> AbstractContextManager[None]:
    """Of a subscription executed for one event, however many are told of it."""
    if context.identity is None:
        return NOTHING
    told = {"company": str(context.identity.company_id), "request_id": context.request_id}
    return span(f"event {name}", seq=context.event_seq or 0, **told)


def stamp(request_id: str) -> dict[str, str]:
    """What `extensions` of every response say; of an event, only its time."""
    return {"requestId": request_id, "timestamp": now()}


def now() -> str:
    """The time as every response tells it."""
    global _second
    seconds, rest = divmod(time_ns() // 1_000_000, 1000)
    if _second[0] != seconds:
        _second = (seconds, strftime("%Y-%m-%dT%H:%M:%S", gmtime(seconds)))
    return f"{_second[1]}.{rest:03d}+00:00"


_second = (0, "")  # the last that was told


@cache  # looking up a label takes longer than counting
def _ended(kind: str, outcome: str) -> Count:
    return OPERATIONS.labels(kind, outcome)


@cache
def _durations(kind: str) -> Durations:
    return DURATIONS.labels(kind)


def iso(at: datetime) -> str:
    return at.isoformat(timespec="milliseconds")
