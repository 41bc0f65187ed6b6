"""A plan: an operation made ready to be run, for all who may do the same."""

from collections.abc import AsyncIterator, Awaitable, Collection
from typing import Any

import orjson
from graphql import (
    SKIP,
    DocumentNode,
    FragmentDefinitionNode,
    GraphQLNonNull,
    OperationDefinitionNode,
    OperationType,
    VariableNode,
    Visitor,
    visit,
)
from graphql.execution.collect_fields import FragmentDetails, collect_fields
from graphql.execution.values import VariableValues

from schema.compiler.calls import Call
from schema.compiler.compilation import Compilation, Composite
from schema.compiler.declared import One, Page
from schema.compiler.host import Failed, Host, Rights, Run, Uncompilable
from schema.compiler.leaves import HandOver, nullable
from schema.compiler.sides import Completer
from schema.compiler.source import quoted


class Root:
    """One field of the operation itself."""

    __slots__ = ("call", "complete", "key", "required")

    def __init__(self, key: str, call: Call, complete: Completer, *, required: bool) -> None:
        self.key = key
        self.call = call
        self.complete = complete
        self.required = required

    async def value(self, run: Run) -> Any:
        """What the resolver gives; noted, unless it is only what nobody has read yet."""
        arguments = self.call.arguments(run)
        try:
            value = self.call(None, run, arguments)
            if self.call.is_async:
                value = await value
        except Exception as error:
            run.done[self.key] = Failed(error)
            raise
        if not isinstance(value, (One, Page)):
            run.done[self.key] = value
        return value

    def answer(self, value: Any, run: Run) -> Awaitable[Any]:
        if isinstance(value, (One, Page)) and isinstance(self.complete, Composite):
            return self.complete.unread(value, run)
        return self._completed(value, run)

    async def _completed(self, value: Any, run: Run) -> Any:
        [answer] = await self.complete([value], run)
        if answer is None and self.required:
            raise HandOver
        return answer


class Plan:
    """Runs one operation of a document."""

    def __init__(
        self,
        host: Host,
        document: DocumentNode,
        operation: OperationDefinitionNode,
        variables: VariableValues,
        rights: Rights,
    ) -> None:
        """Raises Uncompilable."""
        self.operation = operation
        kind = host.schema.get_root_type(operation.operation)
        if kind is None:
            raise Uncompilable(operation.operation.value)
        fragments = {
            node.name.value: FragmentDetails(node)
            for node in document.definitions
            if isinstance(node, FragmentDefinitionNode)
        }
        compilation = Compilation(host, operation, fragments, variables, rights)
        self.roots: list[Root] = []
        self._constants: dict[str, str] = {}
        fields = collect_fields(host.schema, fragments, variables, kind, operation)
        for key, details in fields.grouped_field_set.items():
            node = details[0].node
            name = node.name.value
            quoted(key)
            if name == "__typename":
                self._constants[key] = kind.name
                continue
            if name not in kind.fields:
                raise Uncompilable(name)
            definition = kind.fields[name]
            call = Call(host, definition, host.field(kind, name), node, rights.permissions)
            complete = compilation.completer(nullable(definition.type), details)
            required = isinstance(definition.type, GraphQLNonNull)
            self.roots.append(Root(key, call, complete, required=required))
        self._order = list(fields.grouped_field_set)

    async def run(self, run: Run) -> bytes:
        """The `data` of the answer, as JSON. Raises whatever stands in its way."""
        if len(self.roots) == 1:
            [root] = self.roots
            answers = {root.key: await root.answer(await root.value(run), run)}
        elif self.operation.operation is OperationType.MUTATION:
            answers = {
                root.key: await root.answer(await root.value(run), run) for root in self.roots
            }
        else:
            values = [await root.value(run) for root in self.roots]
            answers = {
                root.key: await root.answer(value, run)
                for root, value in zip(self.roots, values, strict=True)
            }
        if self._constants:
            answers |= self._constants
            answers = {key: answers[key] for key in self._order}
        return orjson.dumps(answers)

    def events(self, run: Run) -> AsyncIterator[Any]:
        """Of a subscription: what it is told."""
        (root,) = self.roots
        events: AsyncIterator[Any] = root.call(None, run, root.call.arguments(run))
        return events

    async def payload(self, event: Any, run: Run) -> bytes:
        """Of a subscription: the `data` of the answer to one event."""
        (root,) = self.roots
        return orjson.dumps({root.key: await root.answer(event, run)})


def switches(document: DocumentNode) -> tuple[str, ...]:
    """The variables that `@skip` and `@include` read."""
    found = _Switches()
    if found.may_be_in(document):
        visit(document, found)
    return tuple(sorted(found.names))


def only(values: VariableValues, names: Collection[str]) -> VariableValues:
    """These variables and no others: a plan must not hold on to what was sent."""
    return VariableValues(
        {name: source for name, source in values.sources.items() if name in names},
        {name: value for name, value in values.coerced.items() if name in names},
    )


class _Switches(Visitor):
    def __init__(self) -> None:
        super().__init__()
        self.names: set[str] = set()

    def may_be_in(self, node: Any) -> bool:
        at = node.loc
        return at is None or at.source.body.find("@", at.start, at.end) >= 0

    def enter(self, node: Any, *_: Any) -> Any:
        return None if self.may_be_in(node) else SKIP

    def enter_directive(self, node: Any, *_: Any) -> None:
        for argument in node.arguments or ():
            if isinstance(argument.value, VariableNode):
                self.names.add(argument.value.name.value)
