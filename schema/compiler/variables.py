"""The variables of an operation, coerced: the common ones without graphql-core's long way."""

from collections.abc import Mapping
from typing import Any, Final

from graphql import GraphQLError, GraphQLNonNull, OperationDefinitionNode
from graphql.execution.get_variable_signature import get_variable_signature
from graphql.execution.values import VariableValues, VariableValueSource, get_variable_values

from schema.compiler.exact import Otherwise, Take, taker
from schema.compiler.host import Host
from schema.compiler.leaves import HandOver

_MISSING: Final = object()


class Variables:
    """Reads what was sent for one operation."""

    def __init__(self, host: Host, operation: OperationDefinitionNode) -> None:
        self._host = host
        self._nodes = operation.variable_definitions or ()
        self._plain: list[tuple[str, VariableValueSource, Take, bool]] | None = []
        for node in self._nodes:
            signature = get_variable_signature(host.schema, node)
            if isinstance(signature, GraphQLError) or node.default_value is not None:
                self._plain = None
                return
            try:
                take = taker(signature.type)
            except Otherwise:
                self._plain = None
                return
            required = isinstance(signature.type, GraphQLNonNull)
            self._plain.append((signature.name, VariableValueSource(signature), take, required))

    def read(self, given: Mapping[str, Any]) -> VariableValues:
        """The coerced variables. Raises HandOver if they are wrong."""
        if self._plain is not None:
            try:
                return self._read_plain(self._plain, given)
            except Otherwise:
                pass
        coerced = get_variable_values(self._host.schema, self._nodes, dict(given))
        if isinstance(coerced, list):
            raise HandOver
        return coerced

    @staticmethod
    def _read_plain(
        plain: list[tuple[str, VariableValueSource, Take, bool]], given: Mapping[str, Any]
    ) -> VariableValues:
        sources: dict[str, VariableValueSource] = {}
        coerced: dict[str, Any] = {}
        for name, source, take, required in plain:
            value = given.get(name, _MISSING)
            if value is not _MISSING:
                coerced[name] = take(value)
                sources[name] = VariableValueSource(source.signature, value)
            elif required:
                raise Otherwise
            else:
                sources[name] = source
        return VariableValues(sources, coerced)
