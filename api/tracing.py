"""A span per operation, named by what it is; who asked and which document, never what with."""

from collections.abc import AsyncGenerator, Iterator
from contextlib import AbstractContextManager, aclosing, contextmanager
from typing import Any

from models import tracing
from schema.context import Context
from schema.documents import Documents, name_of_text


def operation(context: Context, text: str | None, name: str | None) -> AbstractContextManager[None]:
    """Of what happens in the block; for nothing where nobody wants it."""
    return tracing.NOTHING if tracing.telemetry is None else _operation(context, text or "", name)


def streamed(results: Any, context: Context, text: str | None, name: str | None) -> Any:
    """Results to come, as a part of their operation."""
    if tracing.telemetry is None or not isinstance(results, AsyncGenerator):
        return results
    return _streamed(results, operation(context, text, name))


async def _streamed(
    results: AsyncGenerator[Any, None], span: AbstractContextManager[None]
) -> AsyncGenerator[Any, None]:
    with span:
        async with aclosing(results):
            async for result in results:
                yield result


@contextmanager
def _operation(context: Context, text: str, name: str | None) -> Iterator[None]:
    told = {"document": name_of_text(text), "request_id": context.request_id}
    if (viewer := context.identity) is not None:
        told |= {"company": str(viewer.company_id), "viewer": viewer.kind.value}
    with tracing.span("operation", **told) as span:
        try:
            yield
        finally:
            known = Documents.memory.get(text)  # as it is by now, unless there is a fault in it
            asked = known.operations.get(name) if known else None
            if asked is not None:
                span.update_name(f"{asked.kind.value} {asked.name}")
