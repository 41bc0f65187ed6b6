"""GraphQL over server-sent events: one operation, one stream ("distinct connections mode").

https://github.com/enisdenjo/graphql-sse/blob/master/PROTOCOL.md, and beyond it an `id` on every
event: the cursor, which a browser's EventSource sends back as Last-Event-ID when it reconnects.
"""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import AsyncExitStack, aclosing, asynccontextmanager
from contextvars import copy_context
from typing import Any, Final

import orjson
from starlette.responses import StreamingResponse
from starlette.types import Message, Receive, Scope, Send
from strawberry.http import process_result
from strawberry.http.streaming import SSETransport
from strawberry.types import ExecutionResult

from api.auth import Identity
from api.authority import lasting
from api.bounds import OperationsExceeded, OperationTimedOut
from api.fanout import limits
from api.fanout.figures import LAGGARDS
from api.fanout.pipe import hold_little
from api.fanout.turns import Turn, executions
from api.quotas import QuotaExceeded, share
from api.rates import paced
from api.stopping import departures
from models.errors import DomainError, Unavailable
from models.events import cursor
from models.presence import presence
from schema.context import Context
from schema.errors import refused

FIRST_KEEP_ALIVE: Final = 1.0  # seconds
KEEP_ALIVE: Final = 15.0
COMPLETE: Final = "event: complete\ndata:\n\n"


class Transport(SSETransport):
    """What Strawberry has to know of it: who asks for it, and its headers."""

    headers = {**SSETransport.headers, "Cache-Control": "no-store, no-transform"}


class Patient(StreamingResponse):
    """A stream whose peer has to take what it is sent within a time, or is let go."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        bounds = limits.LIMITS
        abort = hold_little(scope["state"].get("send"), unsent=bounds.chunk_bytes)

        async def patiently(message: Message) -> None:
            try:
                async with asyncio.timeout(bounds.stall):
                    await send(message)
            except TimeoutError:
                LAGGARDS.inc()
                abort()
                await asyncio.sleep(bounds.stall)  # is cancelled, as the peer has gone
                raise

        text: Any = self.body_iterator
        async with aclosing(text):  # who is waited for where it yielded is not closed by others
            await super().__call__(scope, receive, patiently)


class Results:
    """Results one at a time: each in a task of its own, as waiting for it may be given up."""

    def __init__(self, results: AsyncGenerator[Any, None]) -> None:
        self._results = results
        self._context = copy_context()  # one for all tasks: what one enters, another leaves
        self._task: asyncio.Task[Any] | None = None

    def next(self) -> asyncio.Task[Any]:
        """The result to come, or None after the last."""
        if self._task is None:
            self._task = asyncio.create_task(anext(self._results, None), context=self._context)
        return self._task

    def take(self) -> Any:
        result, self._task = self.next().result(), None
        return result

    async def aclose(self) -> None:
        # Shielded: when the client has gone, our own task is being cancelled over and over.
        await asyncio.shield(asyncio.create_task(self._close(), context=self._context))

    async def _close(self) -> None:
        if self._task is not None:
            self._task.cancel()
            await asyncio.wait({self._task})
        await self._results.aclose()


async def event_stream(
    operation: AsyncGenerator[Any, None],
    context: Context,
    identity: Identity | None,
    authorization: str | None,
) -> AsyncGenerator[str, None]:
    """The text of the response. It breaks off, uncompleted, where authority or process end."""
    if context.identity is not None:
        context.turn = Turn(context.identity.company_id, executions)
    results = Results(paced(operation, context))
    async with AsyncExitStack() as held:
        held.push_async_callback(results.aclose)
        try:
            ends = await held.enter_async_context(_ends(identity, authorization))
        except QuotaExceeded as refusal:
            yield f"event: next\ndata: {_refused(refusal)}\n\n{COMPLETE}"
            return
        except Unavailable:
            return  # uncompleted: the client comes back
        patience = FIRST_KEEP_ALIVE
        while True:
            waiting = {results.next(), *ends}
            done, _ = await asyncio.wait(waiting, timeout=patience, return_when="FIRST_COMPLETED")
            patience = KEEP_ALIVE
            if not done.isdisjoint(ends):
                return
            if not done:
                yield f": keep-alive\n{_id(context, context.settled_seq)}\n"
                continue
            try:
                result = results.take()
            except (QuotaExceeded, OperationsExceeded, OperationTimedOut) as refusal:
                yield f"event: next\ndata: {_refused(refusal)}\n\n{COMPLETE}"
                return
            if result is None:
                yield COMPLETE
                return
            yield f"event: next\n{_id(context, context.event_seq)}data: {_data(result)}\n\n"


@asynccontextmanager
async def _ends(
    identity: Identity | None, authorization: str | None
) -> AsyncIterator[set[asyncio.Future[Any]]]:
    """What ends a stream from our side."""
    async with AsyncExitStack() as held:
        ends: set[asyncio.Future[Any]] = {held.enter_context(departures.lounge())}
        if identity is not None and authorization is not None:
            await held.enter_async_context(share("connections", identity.viewer))
            await held.enter_async_context(share("subscriptions", identity.viewer))
            authority = await held.enter_async_context(lasting(identity, authorization))
            ends.add(authority.ended)
            await held.enter_async_context(presence.socket_of(authority.viewer))
        yield ends


def _data(result: ExecutionResult) -> str:
    return orjson.dumps(process_result(result), default=str).decode()


def _refused(refusal: DomainError) -> str:
    answer = {"data": None, "errors": [refused(refusal).formatted]}
    return orjson.dumps(answer, default=str).decode()


def _id(context: Context, seq: int | None) -> str:
    if seq is None or context.identity is None:
        return ""
    return f"id: {cursor(context.identity.company_id, seq)}\n"
