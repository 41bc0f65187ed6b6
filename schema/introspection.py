"""Questions about the schema are answered from memory: working one out takes 50 ms and more."""

import asyncio
from collections import OrderedDict
from collections.abc import AsyncIterator
from functools import partial
from typing import Any, Final

from graphql import ExecutionResult, FieldNode, OperationDefinitionNode, execute
from graphql.utilities import get_operation_ast
from strawberry.extensions import SchemaExtension

from schema.aside import aside
from schema.budget import INTROSPECTION

REMEMBERED: Final = 8  # different questions; tools ask the same few


class Introspection(SchemaExtension):
    """Answers operations that ask of nothing but the schema, which is the same for everybody."""

    answers: OrderedDict[tuple[str | None, str | None], ExecutionResult] = OrderedDict()

    async def on_execute(self) -> AsyncIterator[None]:
        context = self.execution_context
        assert context.graphql_document is not None
        operation = get_operation_ast(context.graphql_document, context.operation_name)
        if operation is not None and _asks_of_the_schema_only(operation):
            context.result = await self._answer()
        yield

    async def _answer(self) -> ExecutionResult:
        context = self.execution_context
        question = (context.query, context.operation_name)
        if question not in self.answers:
            schema, document = context.schema._schema, context.graphql_document
            assert document is not None
            work: Any = partial(execute, schema, document, operation_name=context.operation_name)
            self.answers[question] = await asyncio.get_running_loop().run_in_executor(aside, work)
            if len(self.answers) > REMEMBERED:
                self.answers.popitem(last=False)
        self.answers.move_to_end(question)
        return self.answers[question]


def _asks_of_the_schema_only(operation: OperationDefinitionNode) -> bool:
    """Without variables, directives and fragments at the root: then it always has one answer."""
    return (
        operation.operation.value == "query"
        and not operation.variable_definitions
        and all(
            isinstance(node, FieldNode) and node.name.value in INTROSPECTION
            for node in operation.selection_set.selections
        )
    )
