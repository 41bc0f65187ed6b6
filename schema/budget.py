"""What a document asks for, in one pass: a fragment is measured once, however often it is spread.

The stock limiters walk a fragment again at each spread, which 30 lines turn into hours.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLError,
    GraphQLField,
    GraphQLList,
    GraphQLNamedType,
    GraphQLSchema,
    InlineFragmentNode,
    IntValueNode,
    OperationDefinitionNode,
    SelectionSetNode,
    VariableNode,
    get_named_type,
    get_nullable_type,
)

PAGE_SIZES: Final = ("first", "last")
DEFAULT_PAGE = 20
LARGEST_PAGE = 100
LIST = 10  # entries of a list that has no pages, as a guess
INTROSPECTION: Final = {"__schema": 5_000, "__type": 500}
DEEPEST_NESTING = 60  # of selections within each other, fragments included


@dataclass(frozen=True, slots=True)
class Budget:
    """The most that one operation may ask for; `cost` is in fields of the answer."""

    depth: int = 12
    cost: int = 10_000
    aliases: int = 30
    directives: int = 50
    root_fields: int = 20


class Weight(NamedTuple):
    """What some selections come to; `width` is the number of fields on their own level."""

    depth: int = 0
    cost: int = 0
    aliases: int = 0
    directives: int = 0
    width: int = 0

    def beside(self, other: "Weight") -> "Weight":
        return Weight(
            depth=max(self.depth, other.depth),
            cost=self.cost + other.cost,
            aliases=self.aliases + other.aliases,
            directives=self.directives + other.directives,
            width=self.width + other.width,
        )


class Refused(GraphQLError):
    """A document that no validation needs to look at."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message, extensions={"code": code})


def require_affordable(
    schema: GraphQLSchema,
    document: DocumentNode,
    variables: Mapping[str, Any],
    budget: Budget = Budget(),
) -> dict[str | None, int]:
    """What each operation costs, by its name, the last also by none; they may still be invalid.

    Raises Refused for a document with an operation beyond the budget.
    """
    scale, costs = Scale(schema, document, variables), dict[str | None, int]()
    for definition in document.definitions:
        if isinstance(definition, OperationDefinitionNode):
            weight = scale.weigh(definition)
            _compare(weight, budget)
            costs[definition.name.value if definition.name else None] = weight.cost
            costs[None] = weight.cost
    return costs


def size_variables(document: DocumentNode) -> tuple[str, ...]:
    """The names of the variables that say how long a page is."""
    if document.loc is not None and "$" not in document.loc.source.body:
        return ()
    names: set[str] = set()
    pending: list[Any] = list(document.definitions)
    while pending:
        node = pending.pop()
        selections = getattr(node, "selection_set", None)
        pending.extend(selections.selections if selections else ())
        names.update(
            argument.value.name.value
            for argument in getattr(node, "arguments", None) or ()
            if argument.name.value in PAGE_SIZES and isinstance(argument.value, VariableNode)
        )
    return tuple(sorted(names))


def introspects(document: DocumentNode) -> bool:
    """Does any operation or fragment ask about the schema?"""
    pending: list[Any] = list(document.definitions)
    while pending:
        node = pending.pop()
        if isinstance(node, FieldNode) and node.name.value in INTROSPECTION:
            return True
        selections = getattr(node, "selection_set", None)
        pending.extend(selections.selections if selections else ())
    return False


class Scale:
    """Weighs the operations of one document."""

    def __init__(
        self, schema: GraphQLSchema, document: DocumentNode, variables: Mapping[str, Any]
    ) -> None:
        self._schema = schema
        self._sizes = _defaults(document) | dict(variables)
        self._fragments = {
            definition.name.value: definition
            for definition in document.definitions
            if isinstance(definition, FragmentDefinitionNode)
        }
        self._weighed: dict[str, Weight] = {}

    def weigh(self, operation: OperationDefinitionNode) -> Weight:
        root = self._schema.get_root_type(operation.operation)
        return self._selections(operation.selection_set, root, nesting=1)

    def _selections(
        self, selected: SelectionSetNode, parent: GraphQLNamedType | None, *, nesting: int
    ) -> Weight:
        if nesting > DEEPEST_NESTING:
            raise _too_deep(DEEPEST_NESTING)
        total, leaves, aliases = Weight(), 0, 0
        for node in selected.selections:
            if isinstance(node, FieldNode):
                if node.selection_set is None and node.name.value not in INTROSPECTION:
                    leaves += 1
                    aliases += node.alias is not None
                else:
                    total = total.beside(self._field(node, parent, nesting=nesting))
            elif isinstance(node, FragmentSpreadNode):
                total = total.beside(self._fragment(node.name.value, nesting=nesting))
            elif isinstance(node, InlineFragmentNode):
                condition = node.type_condition
                kind = self._schema.get_type(condition.name.value) if condition else parent
                inline = self._selections(node.selection_set, kind, nesting=nesting + 1)
                total = total.beside(inline)
            if node.directives:
                total = total.beside(Weight(directives=len(node.directives)))
        return total.beside(Weight(1, leaves, aliases, 0, leaves)) if leaves else total

    def _fragment(self, name: str, *, nesting: int) -> Weight:
        if name not in self._weighed:
            self._weighed[name] = Weight()  # for cycles and the unknown, which validation reports
            if fragment := self._fragments.get(name):
                kind = self._schema.get_type(fragment.type_condition.name.value)
                self._weighed[name] = self._selections(
                    fragment.selection_set, kind, nesting=nesting + 1
                )
        return self._weighed[name]

    def _field(self, node: FieldNode, parent: GraphQLNamedType | None, *, nesting: int) -> Weight:
        name, aliases = node.name.value, int(node.alias is not None)
        if name in INTROSPECTION:  # has depth limits of its own among the standard rules
            return Weight(1, INTROSPECTION[name], aliases, 0, 1)
        assert node.selection_set is not None
        siblings: Mapping[str, GraphQLField] = getattr(parent, "fields", {})
        field = siblings.get(name)
        kind = get_named_type(field.type) if field else None
        below = self._selections(node.selection_set, kind, nesting=nesting + 1)
        # The entries of a connection were counted where its page was asked for.
        entries = 1 if "pageInfo" in siblings else self._entries(node, field)
        return Weight(
            depth=below.depth + 1,
            cost=1 + below.cost * entries,
            aliases=below.aliases + aliases,
            directives=below.directives,
            width=1,
        )

    def _entries(self, node: FieldNode, field: GraphQLField | None) -> int:
        """How many objects are below a field."""
        if field is None:
            return 1
        if not set(PAGE_SIZES).isdisjoint(field.args):
            sizes = [
                self._size(argument.value)
                for argument in node.arguments or ()
                if argument.name.value in PAGE_SIZES
            ]
            return max(sizes, default=DEFAULT_PAGE)
        return LIST if isinstance(get_nullable_type(field.type), GraphQLList) else 1

    def _size(self, value: Any) -> int:
        if isinstance(value, VariableNode):
            size = self._sizes.get(value.name.value)
        else:
            size = _literal(value)
        return min(max(size, 0), LARGEST_PAGE) if isinstance(size, int) else DEFAULT_PAGE


def _defaults(document: DocumentNode) -> dict[str, int]:
    """What each variable is when it is not given; the largest, where operations differ."""
    defaults: dict[str, int] = {}
    for definition in document.definitions:
        for variable in getattr(definition, "variable_definitions", None) or ():
            size = _literal(variable.default_value)
            if size is not None:
                name = variable.variable.name.value
                defaults[name] = max(size, defaults.get(name, 0))
    return defaults


def _literal(value: Any) -> int | None:
    if not isinstance(value, IntValueNode):
        return None
    return int(value.value) if len(value.value) < 10 else LARGEST_PAGE


def _compare(weight: Weight, budget: Budget) -> None:
    if weight.depth > budget.depth:
        raise _too_deep(budget.depth)
    for what, asked, limit in (
        ("fields at the root", weight.width, budget.root_fields),
        ("aliases", weight.aliases, budget.aliases),
        ("directives", weight.directives, budget.directives),
        ("fields in the answer, by the sizes of its pages", weight.cost, budget.cost),
    ):
        if asked > limit:
            # Not how many: doubling fragments make it a number of a thousand digits.
            message = f"This asks for more than {limit} {what}."
            raise Refused("DOCUMENT_TOO_COSTLY", message)


def _too_deep(limit: int) -> Refused:
    return Refused("DOCUMENT_TOO_DEEP", f"This is nested deeper than {limit} levels.")
