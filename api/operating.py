"""The operations of a socket: each answered by its plan, in its group, or alone."""

import asyncio
from contextlib import AbstractAsyncContextManager, suppress
from dataclasses import replace
from typing import Any

import orjson
import structlog
from graphql import GraphQLError
from strawberry.http.exceptions import WebSocketDisconnected
from strawberry.subscriptions.protocols.graphql_transport_ws.handlers import (
    BaseGraphQLTransportWSHandler,
    Operation,
)
from strawberry.utils.aio import aclosing

from api.bounds import Deadline, Place
from api.costs import Bill, charge, settled, with_cost
from api.fanout import Loner, Outcome, Stalled, Unlike, groups
from api.fanout.turns import Turn, executions
from api.quotas import share
from api.rates import paced
from api.tracing import operation as spanned
from api.wire import Wire
from models.errors import DomainError
from models.logs import tell_of
from schema.context import Context
from schema.documents import is_subscription
from schema.errors import masked, refused
from schema.planned import ALL, planned

log = structlog.get_logger()


class Operating(BaseGraphQLTransportWSHandler[Context, None]):
    """What a socket does for each `subscribe`."""

    websocket: Wire

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.begun = 0
        # Of operations that are about to begin: their keys, and whether their cost is to be told.
        self.keys: dict[str, str] = {}
        self.curious: set[str] = set()
        self.brief: set[asyncio.Task[None]] = set()  # queries and mutations

    async def run_operation(self, operation: Operation[Context, None]) -> None:
        self.begun += 1
        context = replace(
            self.context,
            request_id=f"{self.context.request_id[:50]}.{self.begun}",
            idempotency_key=self.keys.pop(operation.id, None),
        )
        tell_of(request_id=context.request_id)
        tell = operation.id in self.curious
        self.curious.discard(operation.id)
        bill: Bill | None = None
        deadline = Deadline(operation.query)
        try:
            bill = charge(
                context, operation.query, operation.operation_name, operation.variables or {}
            )
            with spanned(context, operation.query, operation.operation_name):
                async with self._place(operation, context):
                    if await self._answered(operation, context, deadline, bill if tell else None):
                        pass
                    elif await self._run_in_group(operation, context) is Outcome.ALONE:
                        await self._run_alone(operation, context, deadline, bill if tell else None)
            await operation.send_operation_message({"id": operation.id, "type": "complete"})
        except WebSocketDisconnected:
            pass
        except DomainError as refusal:
            with suppress(WebSocketDisconnected):
                await operation.send_initial_errors([refused(refusal)])
        except Exception:
            log.exception("socket.bug")
            with suppress(WebSocketDisconnected):
                await operation.send_initial_errors([masked(context.request_id)])
        finally:
            if bill is not None:
                bill.settle()

    def _place(
        self, operation: Operation[Context, None], context: Context
    ) -> AbstractAsyncContextManager[None]:
        """For as long as it runs. Raises QuotaExceeded, OperationsExceeded."""
        if is_subscription(operation.query, operation.operation_name):
            return share("subscriptions", context.viewer)
        if operation.task is not None:
            self.brief.add(operation.task)
            operation.task.add_done_callback(self.brief.discard)
        return Place(context)

    async def _answered(
        self,
        operation: Operation[Context, None],
        context: Context,
        deadline: Deadline,
        bill: Bill | None,
    ) -> bool:
        """A query or mutation, straight from its plan, if it has one."""
        with deadline:
            response = await planned(
                operation.query,
                operation.operation_name,
                operation.variables or {},
                context,
                kinds=ALL,
            )
        if response is None:
            return False
        if bill is not None:
            bill.settle()
            response = with_cost(response, bill)
        message: Any = {"id": operation.id, "type": "next", "payload": orjson.Fragment(response)}
        await operation.send_operation_message(message)
        return True

    async def _run_in_group(self, operation: Operation[Context, None], context: Context) -> Outcome:
        """Have a subscription executed with all that are like it."""
        try:
            with groups.member(
                self.schema,
                context,
                self.websocket.mailbox,
                id=operation.id,
                query=operation.query,
                variables=operation.variables,
                operation_name=operation.operation_name,
            ) as member:
                operation.query = member.group.shape.text  # one for all instead of one for each
                try:
                    outcome = await member.run()
                except Stalled:
                    await self.websocket.fall_behind()
                    raise WebSocketDisconnected from None
                if outcome is Outcome.ALONE:
                    context.resume_cursor = member.resume_cursor
                elif outcome is Outcome.REFUSED:
                    await operation.send_initial_errors(member.errors)
                return outcome
        except Unlike:
            return Outcome.ALONE

    async def _run_alone(
        self,
        operation: Operation[Context, None],
        context: Context,
        deadline: Deadline,
        bill: Bill | None,
    ) -> None:
        context.turn = Turn(context.viewer.company_id, executions)
        results: Any = await self.schema.stream(
            operation.query,
            variable_values=operation.variables,
            context_value=context,
            operation_name=operation.operation_name,
        )
        if not is_subscription(operation.query, operation.operation_name):
            results = deadline.first(results)
            if bill is not None:
                results = settled(results, bill, tell=True)
        followers, loner = self.websocket.mailbox.members, Loner(context)
        followers.add(loner)
        try:
            async with aclosing(paced(results, context)) as told:
                await self._send_result_stream(operation, told)
        finally:
            followers.discard(loner)

    @staticmethod
    def _get_pre_execution_close_reason(error: GraphQLError) -> None:
        """A document that does not parse is the operation's failure, not the socket's."""
