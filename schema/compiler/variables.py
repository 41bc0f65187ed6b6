"""The variables of an operation, coerced: the common ones without graphql-core's long way."""

from collections.abc import Mapping
from functools import cached_property
from typing import Any, Final, NamedTuple

from graphql import GraphQLError, GraphQLNonNull, OperationDefinitionNode
from graphql.execution.get_variable_signature import (
    GraphQLVariableSignature,
    get_variable_signature,
)
from graphql.execution.values import VariableValues, VariableValueSource, get_variable_values

from schema.compiler.exact import SAME, Otherwise, Take, taker
from schema.compiler.host import Host
from schema.compiler.leaves import HandOver, nullable

_MISSING: Final = object()


class _Plain(NamedTuple):
    """A variable without a default; what is exactly of class `same` is taken as it is."""

    name: str
    signature: GraphQLVariableSignature
    take: Take
    same: type | None
    required: bool


class _Values:
    """As graphql-core's, which says of each where it came from: few ever ask."""

    def __init__(
        self, plain: list[_Plain], given: Mapping[str, Any], coerced: dict[str, Any]
    ) -> None:
        self._plain = plain
        self._given = given
        self.coerced = coerced

    @cached_property
    def sources(self) -> dict[str, VariableValueSource]:
        return {
            name: VariableValueSource(
                signature, *([self._given[name]] if name in self._given else ())
            )
            for name, signature, *_ in self._plain
        }


class Variables:
    """Reads what was sent for one operation."""

    def __init__(self, host: Host, operation: OperationDefinitionNode) -> None:
        self._host = host
        self._nodes = operation.variable_definitions or ()
        self._plain: list[_Plain] | None = []
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
            same = SAME.get(nullable(signature.type))
            self._plain.append(_Plain(signature.name, signature, take, same, required))

    def read(self, given: Mapping[str, Any]) -> VariableValues:
        """The coerced variables. Raises HandOver if they are wrong."""
        plain = self._plain
        if plain is None:
            return self._read(given)
        coerced: dict[str, Any] = {}
        try:
            for name, _, take, same, required in plain:
                value = given.get(name, _MISSING)
                if type(value) is same:
                    coerced[name] = value
                elif value is not _MISSING:
                    coerced[name] = take(value)
                elif required:
                    return self._read(given)
        except Otherwise:
            return self._read(given)
        return _Values(plain, given, coerced)  # type: ignore[return-value]

    def _read(self, given: Mapping[str, Any]) -> VariableValues:
        coerced = get_variable_values(self._host.schema, self._nodes, dict(given))
        if isinstance(coerced, list):
            raise HandOver
        return coerced
