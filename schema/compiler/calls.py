"""Resolvers and their arguments: called as Strawberry would, without its layers."""

import inspect
from collections.abc import Callable, Collection
from typing import Any

from graphql import FieldNode, GraphQLField
from strawberry.types.field import StrawberryField

from schema.compiler.arguments import arguments_of
from schema.compiler.declared import Before
from schema.compiler.host import Host, Run, Uncompilable


class Call:
    """One field's resolver with the arguments of one document."""

    __slots__ = ("_before", "_function", "_info", "_source", "arguments", "is_async")

    def __init__(
        self,
        host: Host,
        definition: GraphQLField,
        field: StrawberryField,
        node: FieldNode,
        permissions: Collection[str] | None = None,
    ) -> None:
        """Always by whom has these permissions."""
        resolver = field.base_resolver
        if resolver is None or not all(isinstance(each, Before) for each in field.extensions):
            raise Uncompilable(f"extensions of {field.python_name}")
        self._function: Callable[..., Any] = resolver.wrapped_func  # type: ignore[assignment]
        # The last extension is the outermost.
        self._before = [
            each.before  # type: ignore[attr-defined]
            for each in reversed(field.extensions)
            if not each.grants(permissions)  # type: ignore[attr-defined]
        ]
        self.is_async = inspect.iscoroutinefunction(self._function)
        names = list(resolver.signature.parameters)
        self._source = bool(names) and names[0] in ("self", "root")
        self._info = "info" in names
        # For the resolver; raises what graphql-core or Strawberry find wrong with them.
        self.arguments = arguments_of(host, definition, field, node)

    def __call__(self, source: Any, run: Run, arguments: dict[str, Any]) -> Any:
        """The arguments are the call's own from now on."""
        for before in self._before:
            before(run.info)
        if self._info:
            arguments["info"] = run.info
        if self._source:
            return self._function(source, **arguments)
        return self._function(**arguments)
