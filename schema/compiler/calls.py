"""Resolvers and their arguments: called as Strawberry would, without its layers."""

import inspect
from collections.abc import Callable
from typing import Any

from graphql import FieldNode, GraphQLField, VariableNode, Visitor, visit
from graphql.execution.values import VariableValues, get_argument_values
from strawberry.types.arguments import convert_arguments
from strawberry.types.field import StrawberryField

from schema.compiler.declared import Before
from schema.compiler.host import Host, Run, Uncompilable


class Call:
    """One field's resolver with the arguments of one document."""

    __slots__ = ("_arguments", "_before", "_constant", "_function", "_info", "_source")

    def __init__(
        self, host: Host, definition: GraphQLField, field: StrawberryField, node: FieldNode
    ) -> None:
        resolver = field.base_resolver
        if resolver is None or not all(isinstance(each, Before) for each in field.extensions):
            raise Uncompilable(f"extensions of {field.python_name}")
        self._function: Callable[..., Any] = resolver.wrapped_func  # type: ignore[assignment]
        # The last extension is the outermost.
        self._before = [each.before for each in reversed(field.extensions)]  # type: ignore[attr-defined]
        names = list(resolver.signature.parameters)
        self._source = names[0] if names and names[0] in ("self", "root") else None
        self._info = "info" in names
        self._arguments = _Arguments(host, definition, field, node)
        self._constant = None if _varies(node) else self._arguments.constant()

    def arguments(self, run: Run) -> dict[str, Any]:
        """For the resolver; raises what graphql-core or Strawberry find wrong with them."""
        if self._constant is not None:
            return self._constant
        return self._arguments.read(run.variables)

    def __call__(self, source: Any, run: Run, arguments: dict[str, Any]) -> Any:
        for before in self._before:
            before(run.info)
        if self._info:
            arguments = {**arguments, "info": run.info}
        return self._function(*([source] if self._source else ()), **arguments)

    @property
    def is_async(self) -> bool:
        return inspect.iscoroutinefunction(self._function)


class _Arguments:
    def __init__(
        self, host: Host, definition: GraphQLField, field: StrawberryField, node: FieldNode
    ) -> None:
        self._host = host
        self._definition = definition
        self._field = field
        self._node = node

    def read(self, variables: VariableValues | None) -> dict[str, Any]:
        values = get_argument_values(self._definition, self._node, variables)
        return convert_arguments(
            values, self._field.arguments, self._host.scalars, self._host.config
        )

    def constant(self) -> dict[str, Any] | None:
        """What they always are, if nothing in them can be changed by a resolver."""
        try:
            values = self.read(None)
        except Exception as error:
            raise Uncompilable("arguments") from error
        fixed = (str, int, float, bool, type(None), *self._host.enumerations)
        return values if all(isinstance(value, fixed) for value in values.values()) else None


def _varies(node: FieldNode) -> bool:
    found = _Variables()
    for argument in node.arguments or ():
        visit(argument.value, found)
    return found.any


class _Variables(Visitor):
    any = False

    def enter_variable(self, _node: VariableNode, *_: Any) -> None:
        self.any = True
