"""The plans of a process, remembered by document, operation, rights and switches."""

from collections import OrderedDict
from collections.abc import Collection, Mapping
from typing import Any, Final

from graphql import DocumentNode, OperationDefinitionNode
from graphql.execution.values import VariableValues
from graphql.utilities import get_operation_ast

from schema.compiler.host import Host, Rights, Uncompilable
from schema.compiler.leaves import HandOver
from schema.compiler.plan import Plan, only, switches
from schema.compiler.variables import Variables

REMEMBERED: Final = 500  # plans


class Plans:
    """Makes a plan once; the least recently used are forgotten first."""

    def __init__(self, host: Host, *, capacity: int = REMEMBERED) -> None:
        self.host = host
        self._capacity = capacity
        self._known: OrderedDict[tuple[Any, ...], Plan | None] = OrderedDict()
        self._operations: OrderedDict[tuple[int, str | None], _Operation] = OrderedDict()

    def of(
        self,
        document: DocumentNode,
        operation_name: str | None,
        given: Mapping[str, Any],
        permissions: Collection[str] | None,
        *,
        restricted: bool = False,
    ) -> tuple[Plan, VariableValues]:
        """The plan, and the coerced variables. Raises HandOver where there is none."""
        named = (id(document), operation_name)
        operation = self._operations.get(named) or self._operation(document, operation_name)
        self._operations.move_to_end(named)
        variables = operation.variables.read(given)
        chosen = operation.chosen(variables.coerced) if operation.switches else None
        key = (operation, permissions, restricted, chosen)
        if key in self._known:
            self._known.move_to_end(key)
        else:
            rights = Rights(permissions, restricted=restricted)
            self._known[key] = self._made(operation, variables, rights)
            if len(self._known) > self._capacity:
                self._known.popitem(last=False)
        plan = self._known[key]
        if plan is None:
            raise HandOver
        return plan, variables

    def _made(
        self, operation: "_Operation", variables: VariableValues, rights: Rights
    ) -> Plan | None:
        switched = only(variables, operation.switches)
        try:
            return Plan(self.host, operation.document, operation.node, switched, rights)
        except Uncompilable:
            return None

    def _operation(self, document: DocumentNode, name: str | None) -> "_Operation":
        node = get_operation_ast(document, name)
        if node is None:
            raise HandOver
        operation = _Operation(self.host, document, node)
        self._operations[id(document), name] = operation
        if len(self._operations) > self._capacity:
            self._operations.popitem(last=False)
        return operation


class _Operation:
    __slots__ = ("document", "node", "switches", "variables")

    def __init__(self, host: Host, document: DocumentNode, node: OperationDefinitionNode) -> None:
        self.document = document  # held, as its id is a key
        self.node = node
        self.switches = switches(document)
        self.variables = Variables(host, node)

    def chosen(self, variables: Mapping[str, Any]) -> tuple[Any, ...]:
        """What is given for the switches."""
        return tuple(variables.get(name) for name in self.switches)
