"""Every operation once in the log and once in the figures, and a stamp on every answer."""

from collections.abc import Iterator
from datetime import UTC, datetime
from time import perf_counter
from typing import Any, Final

import structlog
from graphql import FieldNode, GraphQLError, OperationDefinitionNode
from graphql.utilities import get_operation_ast
from prometheus_client import Counter, Gauge, Histogram
from strawberry.extensions import SchemaExtension
from strawberry.types import StreamExecutionResult

from schema.errors import REQUEST_ERRORS

OPERATIONS: Final = Counter(
    "chatia_operations", "GraphQL operations that ended.", ["kind", "outcome"]
)
DURATIONS: Final = Histogram(
    "chatia_operation_seconds",
    "Time of a GraphQL query or mutation.",
    ["kind"],
    buckets=(0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
)
SUBSCRIPTIONS: Final = Gauge("chatia_subscriptions", "GraphQL subscriptions that are open.")
DELIVERIES: Final = Counter("chatia_deliveries", "Events sent to subscriptions.")

LONGEST_NAME: Final = 64
log = structlog.get_logger()


class Journal(SchemaExtension):
    """Watches one operation from its first byte to its last."""

    def on_operation(self) -> Iterator[None]:
        self._started = perf_counter()
        self._events = 0
        self._open = False
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
        if self._kind == "subscription":
            self._open = True
            SUBSCRIPTIONS.inc()
        yield

    def on_stream_result(self, _: StreamExecutionResult) -> Iterator[None]:
        if self._open:
            self._events += 1
            DELIVERIES.inc()
        yield

    def get_results(self) -> dict[str, Any]:
        return stamp(self.execution_context.context.request_id)

    def _write(self, broken: BaseException | None) -> None:
        seconds = perf_counter() - self._started
        kind, codes = self._kind, self._codes()
        outcome = self._outcome(broken, codes)
        OPERATIONS.labels(kind, outcome).inc()
        if kind in ("query", "mutation"):
            DURATIONS.labels(kind).observe(seconds)
        details: dict[str, Any] = {"codes": codes} if codes else {}
        if self._open:
            details["events"] = self._events
        log.info(
            "graphql.operation",
            action=f"{kind} {self._name}",
            outcome=outcome,
            duration_ms=round(seconds * 1000, 1),
            **details,
        )

    def _outcome(self, broken: BaseException | None, codes: list[str]) -> str:
        if "INTERNAL" in codes:
            return "failed"
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
        """What the client calls it, else its root fields."""
        operation = self._operation
        if operation is None:
            return "-"
        if operation.name:
            return operation.name.value[:LONGEST_NAME]
        roots = (node for node in operation.selection_set.selections if isinstance(node, FieldNode))
        return ",".join(node.name.value for node in roots)[:LONGEST_NAME]


def stamp(request_id: str) -> dict[str, str]:
    """What `extensions` of every response say."""
    return {
        "requestId": request_id,
        "timestamp": datetime.now(UTC).isoformat(timespec="milliseconds"),
    }
