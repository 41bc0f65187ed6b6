"""Operations answered by plans: see schema/compiler. What has none is graphql-core's."""

from collections.abc import AsyncGenerator, Mapping
from contextlib import aclosing
from dataclasses import dataclass
from time import monotonic
from typing import Any, Final

from graphql import OperationType

from models.database import fetch, pinned
from models.errors import Unavailable
from models.settings import settings
from models.tenancy import acting_for, current_company
from schema import schema
from schema.compiler.host import Host, Run
from schema.compiler.leaves import HandOver
from schema.compiler.plans import Plans
from schema.context import Context, fresh_loaders
from schema.documents import Documents, Known
from schema.executor import leave
from schema.guarded import GUARDED
from schema.journal import event_span
from schema.scalars import CONFIG
from schema.sharing import known_row, shared
from schema.slow import note_if_slow

core: Final = schema._schema
plans: Final = Plans(
    Host(
        schema=core,
        config=CONFIG,
        scalars=schema.schema_converter.scalar_registry,
        fetch=shared(fetch),
        known=known_row,
        wall="company_id",
        company=current_company,
        guarded=GUARDED,
    )
)


async def answer(
    known: Known,
    operation_name: str | None,
    variables: Mapping[str, Any],
    context: Context,
) -> bytes | None:
    """The `data` of a query or mutation as JSON, if it is without any error.

    With None, execute the operation with the same context: what its root has already done is not
    done again.
    """
    if settings().compiler == "off":
        return None
    attempted = await attempt(known, operation_name, variables, context)
    if attempted.data is None:
        asked = known.operations[operation_name]
        again = asked.kind is OperationType.QUERY and isinstance(attempted.reason, Unavailable)
        leave(context, {} if again else attempted.done)
    return attempted.data


async def live(
    text: str, operation_name: str | None, variables: Mapping[str, Any], context: Context
) -> AsyncGenerator[bytes, None]:
    """The `data` of a subscription's answers to its events, from the context's cursor on.

    Raises HandOver where only graphql-core can go on, from behind `settled_seq`.
    """
    known, viewer = Documents.memory.get(text), context.identity
    if viewer is None or known is None or not is_ready(text, variables):
        raise HandOver
    plan, coerced = plans.of(
        known.document,
        operation_name,
        variables,
        viewer.permissions,
        restricted=viewer.restricted,
    )
    run, name = Run(context, coerced, viewer.company_id), known.operations[operation_name].name
    try:
        async with aclosing(plan.events(run)) as events:  # type: ignore[type-var]
            async for event in events:
                fresh_loaders()
                began = monotonic()
                with acting_for(viewer.company_id):
                    async with pinned():
                        with event_span(context, name):
                            data = await plan.payload(event, run)
                note_if_slow(text, began=began, seq=context.event_seq)
                yield data
    except Exception as error:
        raise HandOver from error


def is_ready(text: str, variables: Mapping[str, Any]) -> bool:
    """Is this a document that was found valid, and affordable with these variables?"""
    known = Documents.memory.get(text)
    return known is not None and known.is_affordable(variables) and settings().compiler == "on"


@dataclass(slots=True)
class Attempt:
    """The answer's `data`, or what is in its way; and what the root's fields have given."""

    data: bytes | None
    done: dict[str, Any]
    reason: Exception | None = None


async def attempt(
    known: Known, operation_name: str | None, variables: Mapping[str, Any], context: Context
) -> Attempt:
    """Run an operation by its plan."""
    viewer = context.identity
    try:
        plan, coerced = plans.of(
            known.document,
            operation_name,
            variables,
            viewer.permissions if viewer else None,
            restricted=viewer is not None and viewer.restricted,
        )
    except HandOver as reason:
        return Attempt(None, {}, reason)
    run = Run(context, coerced, viewer.company_id if viewer else None)
    fresh_loaders()
    try:
        if viewer is None:
            return Attempt(await plan.run(run), run.done)
        with acting_for(viewer.company_id):
            async with pinned():
                return Attempt(await plan.run(run), run.done)
    except Exception as reason:  # noqa: BLE001 - graphql-core meets it again, and says what it is
        return Attempt(None, run.done, reason)
