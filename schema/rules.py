"""graphql-core's rules of validation, each asked only about the kinds of nodes that it looks at.

There are about thirty, of which three or four look at a field; to hear from all the others at each
node that they have nothing to say takes longer than what these few have to say.
"""

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any, Final

from graphql import (
    SKIP,
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    GraphQLError,
    GraphQLField,
    GraphQLNamedType,
    GraphQLSchema,
    TypeInfo,
    TypeInfoVisitor,
    ValidationContext,
    get_named_type,
    is_leaf_type,
    is_required_argument,
    specified_rules,
    visit,
)
from graphql.language.visitor import BREAK
from graphql.pyutils import RefMap
from graphql.validation.validate import (
    FragmentNestingVisitor,
    ValidationAbortedError,
    query_document_keys_to_validate,
)
from graphql.validation.validation_context import VariableUsageVisitor

Look = Callable[..., Any]
ALL: Final[tuple[type[Any], ...]] = (FragmentNestingVisitor, *specified_rules)
TOO_MANY: Final = "Too many validation errors, error limit reached. Validation aborted."
# Nobody looks at names by themselves, and they are most of all nodes.
KEYS: Final = {
    kind: tuple(key for key in keys if key not in ("alias", "name"))
    for kind, keys in query_document_keys_to_validate.items()
}


def faults_in(
    schema: GraphQLSchema, document: DocumentNode, *, max_errors: int, hide_suggestions: bool
) -> list[GraphQLError]:
    """As by graphql-core's `validate`: the same errors in the same order."""
    faults: list[GraphQLError] = []

    def note(fault: GraphQLError) -> None:
        if len(faults) >= max_errors:
            raise ValidationAbortedError(TOO_MANY)
        faults.append(fault)

    types = TypeInfo(schema)
    try:
        context = _Context(schema, document, types, note, hide_suggestions)
        _Rules(context, types)[document.kind](document, None, [])
    except ValidationAbortedError as last:
        last.__context__ = None
        faults.append(last.with_traceback(None))
    except RecursionError:
        faults.append(ValidationAbortedError("Validation aborted."))
    return faults


class _Context(ValidationContext):
    """What is known of a node is found by which it is: its hash is made of all that is in it."""

    def __init__(self, *of: Any) -> None:
        super().__init__(*of)
        self._fragment_spreads: Any = RefMap()
        self._variable_usages: Any = RefMap()
        self._recursive_variable_usages: Any = RefMap()

    def get_variable_usages(self, node: Any) -> Any:
        usages = self._variable_usages.get(node)
        if usages is None:
            of = node if isinstance(node, FragmentDefinitionNode) else None
            found = _Usages(self._type_info, of)
            if found.may_be_in(node):
                visit(node, TypeInfoVisitor(self._type_info, found), KEYS)
            usages = self._variable_usages[node] = found.usages
        return usages


class _Usages(VariableUsageVisitor):
    """It looks only where a variable may be."""

    def may_be_in(self, node: Any) -> bool:
        at = node.loc
        return at is None or at.source.body.find("$", at.start, at.end) >= 0

    def enter(self, node: Any, *_: Any) -> Any:
        return None if self.may_be_in(node) else SKIP


class _Rules(dict[str, Look]):
    """All of them, by the kind of a node: what looks at one, told what type it is at, and below.

    It is told the node's parent, which is the tuple that it is in, if it is in one; and what that
    is in, from the outermost.
    """

    def __init__(self, context: ValidationContext, types: TypeInfo) -> None:
        super().__init__()
        fragments = {
            node.name.value: node
            for node in context.document.definitions
            if isinstance(node, FragmentDefinitionNode)
        }
        nesting, *rules = ALL
        self._types: Final = types
        self._rules: Final = [nesting(fragments), *(rule(context) for rule in rules)]
        self._skipping: Final[list[Any]] = [None] * len(ALL)

    def __missing__(self, kind: str) -> Look:
        rules = [(place, self._rules[place], enter, leave) for place, enter, leave in _looks(kind)]
        enters = [
            (place, getattr(rule, enter)) for place, rule, enter, _ in rules if enter is not None
        ]
        leaves = [
            (place, None if leave is None else getattr(rule, leave))
            for place, rule, _, leave in rules
        ]
        types, skipping = self._types, self._skipping
        is_field, keys = kind == FieldNode.kind, KEYS.get(kind, ())
        arrive = getattr(types, f"enter_{kind}", None)
        depart = getattr(types, f"leave_{kind}", None)

        def look(node: Any, parent: Any, ancestors: list[Any]) -> None:
            is_plain = is_field and _is_plain(node, types.get_parent_type())
            if is_plain and node.selection_set is None:
                return
            if arrive is not None:
                arrive(node)
            for place, rule in () if is_plain else enters:
                if not skipping[place]:
                    told = rule(node, None, parent, None, ancestors)
                    if told is not None:
                        skipping[place] = _skipped(told, node)
            if parent is not None:
                ancestors.append(parent)
            for key in keys:
                below = getattr(node, key, None)
                if below.__class__ is tuple:
                    ancestors.append(node)
                    for each in below:
                        self[each.kind](each, below, ancestors)
                    ancestors.pop()
                elif below is not None:
                    self[below.kind](below, node, ancestors)
            if parent is not None:
                ancestors.pop()
            for place, rule in () if is_plain else leaves:
                if not skipping[place]:
                    told = None if rule is None else rule(node, None, parent, None, ancestors)
                    if told is BREAK or told is True:
                        skipping[place] = BREAK
                elif skipping[place] is node:
                    skipping[place] = None
            if depart is not None:
                depart()

        self[kind] = look
        return look


def _is_plain(field: FieldNode, kind: GraphQLNamedType | None) -> bool:
    """Has no rule anything against it? What is below it is another matter."""
    if field.arguments or field.directives:
        return False
    return _leaves(kind).get(field.name.value) is (field.selection_set is None)


@cache
def _leaves(kind: GraphQLNamedType | None) -> Mapping[str, bool]:
    """Of the fields that want no arguments: is it a leaf?"""
    fields: Mapping[str, GraphQLField] = getattr(kind, "fields", {})
    return {
        name: is_leaf_type(get_named_type(field.type))
        for name, field in fields.items()
        if not any(is_required_argument(argument) for argument in field.args.values())
    }


def _skipped(told: Any, node: Any) -> Any:
    """What a rule does not want to look at any more: the node, or anything."""
    if told is SKIP or told is False:
        return node
    if told is BREAK or told is True:
        return BREAK
    raise TypeError("A rule of validation changes no document.")


@cache
def _looks(kind: str) -> tuple[tuple[int, str | None, str | None], ...]:
    """The places of the rules that look at such nodes, and the names of how."""
    named = (
        (place, _first(rule, f"enter_{kind}", "enter"), _first(rule, f"leave_{kind}", "leave"))
        for place, rule in enumerate(ALL)
    )
    return tuple((place, enter, leave) for place, enter, leave in named if enter or leave)


def _first(rule: type, *names: str) -> str | None:
    return next((name for name in names if hasattr(rule, name)), None)
