"""The variables of an operation, coerced: the common ones without graphql-core's long way."""

from collections.abc import Mapping
from typing import Any, Final

from graphql import (
    GraphQLBoolean,
    GraphQLError,
    GraphQLID,
    GraphQLNonNull,
    GraphQLString,
    OperationDefinitionNode,
)
from graphql.execution.get_variable_signature import get_variable_signature
from graphql.execution.values import VariableValues, VariableValueSource, get_variable_values

from schema.compiler.host import Host
from schema.compiler.leaves import HandOver, nullable

# What is exactly of this class is coerced to itself.
_EXACT: Final = {GraphQLString: str, GraphQLID: str, GraphQLBoolean: bool}
_MISSING: Final = object()


class Variables:
    """Reads what was sent for one operation."""

    def __init__(self, host: Host, operation: OperationDefinitionNode) -> None:
        self._host = host
        self._nodes = operation.variable_definitions or ()
        self._plain: list[tuple[str, VariableValueSource, type, bool]] | None = []
        for node in self._nodes:
            signature = get_variable_signature(host.schema, node)
            if isinstance(signature, GraphQLError):
                self._plain = None
                return
            exact = _EXACT.get(nullable(signature.type))
            if exact is None or node.default_value is not None:
                self._plain = None
                return
            required = isinstance(signature.type, GraphQLNonNull)
            self._plain.append((signature.name, VariableValueSource(signature), exact, required))

    def read(self, given: Mapping[str, Any]) -> VariableValues:
        """The coerced variables. Raises HandOver if they are wrong."""
        values = self._read_plain(given) if self._plain is not None else None
        if values is None:
            coerced = get_variable_values(self._host.schema, self._nodes, dict(given))
            if isinstance(coerced, list):
                raise HandOver
            return coerced
        return values

    def _read_plain(self, given: Mapping[str, Any]) -> VariableValues | None:
        sources: dict[str, VariableValueSource] = {}
        coerced: dict[str, Any] = {}
        assert self._plain is not None
        for name, source, exact, required in self._plain:
            value = given.get(name, _MISSING)
            if type(value) is exact or (value is None and not required):
                sources[name] = VariableValueSource(source.signature, value)
                coerced[name] = value
            elif value is _MISSING and not required:
                sources[name] = source
            else:
                return None
        return VariableValues(sources, coerced)
