"""Which subscriptions are alike: all but their `after` must be the same, to the letter."""

from collections import OrderedDict
from dataclasses import dataclass
from typing import Any, Final

import orjson
from graphql import (
    DocumentNode,
    FieldNode,
    GraphQLError,
    GraphQLSchema,
    NonNullTypeNode,
    NullValueNode,
    OperationDefinitionNode,
    OperationType,
    StringValueNode,
    VariableDefinitionNode,
    VariableNode,
    Visitor,
    parse,
    visit,
)
from graphql.utilities import get_operation_ast

from schema.documents import MAX_COMMENTS, MAX_TOKENS
from schema.journal import name_of

REMEMBERED: Final = 1_000_000  # characters


class Unlike(Exception):
    """This operation has to run alone."""


@dataclass(slots=True, eq=False)
class Shape:
    """A subscription that can go on after a cursor, and where a client says which."""

    text: str
    operation_name: str | None
    name: str
    variable: str | None
    literal: str | None
    required: bool = False
    # A resolver asked who exactly is asking: found out while it is executed, true for ever. It may
    # have asked those only who see some conversations: how far they see.
    personal: bool = False
    personal_to_restricted: bool = False

    def is_personal(self, *, restricted: bool) -> bool:
        """Is the result of one of them no other's?"""
        return self.personal or (restricted and self.personal_to_restricted)

    def after(self, variables: dict[str, Any]) -> str | None:
        """The cursor. Raises Unlike for what is none."""
        value = variables.get(self.variable) if self.variable else self.literal
        if not isinstance(value, str | None) or (value is None and self.required):
            raise Unlike
        return value

    def others(self, variables: dict[str, Any]) -> bytes:
        """The variables but for the cursor, in one form. Raises Unlike."""
        rest = {name: value for name, value in variables.items() if name != self.variable}
        try:
            return orjson.dumps(rest, option=orjson.OPT_SORT_KEYS)
        except TypeError:
            raise Unlike from None


class Shapes:
    """Shapes by text and operation; the least recently used are forgotten first."""

    def __init__(self, *, capacity: int = REMEMBERED) -> None:
        self._capacity = capacity
        self._characters = 0
        self._known: OrderedDict[tuple[str, str | None], Shape | None] = OrderedDict()

    def of(self, schema: GraphQLSchema, text: str, operation_name: str | None) -> Shape:
        """Raises Unlike for queries, mutations, what cannot go on after a cursor, and mistakes."""
        key = (text, operation_name)
        if key in self._known:
            self._known.move_to_end(key)
        else:
            self._known[key] = _shape(schema, text, operation_name)
            self._characters += len(text)
            while self._characters > self._capacity:
                (forgotten, _), _ = self._known.popitem(last=False)
                self._characters -= len(forgotten)
        shape = self._known.get(key)
        if shape is None or shape.personal:
            raise Unlike
        return shape


def _shape(schema: GraphQLSchema, text: str, operation_name: str | None) -> Shape | None:
    try:
        document = parse(
            text, no_location=True, max_lexical_tokens=MAX_TOKENS, max_comments=MAX_COMMENTS
        )
    except GraphQLError:
        return None
    operation = get_operation_ast(document, operation_name)
    if operation is None or operation.operation is not OperationType.SUBSCRIPTION:
        return None
    roots = operation.selection_set.selections
    if len(roots) != 1 or not isinstance(roots[0], FieldNode) or schema.subscription_type is None:
        return None
    field = schema.subscription_type.fields.get(roots[0].name.value)
    if field is None or "after" not in field.args:
        return None
    shape = Shape(text, operation_name, name_of(operation), None, None)
    value = next((a.value for a in roots[0].arguments or () if a.name.value == "after"), None)
    match value:
        case None | NullValueNode():
            return shape
        case StringValueNode():
            shape.literal = value.value
            return shape
        case VariableNode() if definition := _definition(document, operation, value.name.value):
            shape.variable = value.name.value
            shape.required = isinstance(definition.type, NonNullTypeNode)
            return shape
    return None


def _definition(
    document: DocumentNode, operation: OperationDefinitionNode, variable: str
) -> VariableDefinitionNode | None:
    """Of a variable that is used once, and has no default."""
    defined = [d for d in operation.variable_definitions or () if d.variable.name.value == variable]
    uses = _Uses(variable)
    visit(document, uses)
    # Its definition is one more.
    if len(defined) == 1 and defined[0].default_value is None and uses.count == 2:
        return defined[0]
    return None


class _Uses(Visitor):
    def __init__(self, variable: str) -> None:
        super().__init__()
        self.count = 0
        self._variable = variable

    def enter_variable(self, node: VariableNode, *_: Any) -> None:
        self.count += node.name.value == self._variable


shapes: Final = Shapes()
