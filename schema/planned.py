"""An operation that is answered straight from its plan, past everything that is for the others."""

import asyncio
from collections.abc import Collection
from time import perf_counter
from typing import Any, Final

import orjson
from graphql import OperationType

from schema.compiled import answer, core
from schema.context import Context
from schema.documents import Documents, Known, closed, learned
from schema.journal import note, stamp

# Tuples: a set would ask for the hash of an enumeration, which Python's own takes a call for.
READS: Final[tuple[OperationType, ...]] = (OperationType.QUERY,)
ALL: Final = (*READS, OperationType.MUTATION)


async def planned(
    text: str,
    operation_name: str | None,
    variables: dict[str, Any],
    context: Context,
    *,
    kinds: Collection[OperationType],
    known: Known | None = None,
) -> bytes | None:
    """The whole response to a document of these kinds; None: have it executed, it tells why.

    For what is told of it in log and figures there is no difference. `known`: the document, where
    it is known to be affordable with these variables.
    """
    started = perf_counter()
    if known is None:
        known = Documents.memory.get(text) or await learned(
            core, text, variables, closed=closed(context.identity)
        )
        if known is None or not known.is_affordable(variables):
            return None
    if known.introspects:
        return None
    asked = known.operations.get(operation_name)
    if asked is None or asked.kind not in kinds:
        return None
    if context.idempotency_key is not None and asked.kind is OperationType.MUTATION:
        return None  # schema.repetition sees to it, in the executor
    try:
        data = await answer(known, operation_name, variables, context)
    except asyncio.CancelledError:
        note(asked.word, asked.name, "cancelled", perf_counter() - started)
        raise
    if data is None:
        return None
    note(asked.word, asked.name, "ok", perf_counter() - started)
    return b'{"data":%b,"extensions":%b}' % (data, orjson.dumps(stamp(context.request_id)))
