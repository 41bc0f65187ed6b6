"""A document of which only one field is left."""

from dataclasses import replace

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    InlineFragmentNode,
    OperationDefinitionNode,
    SelectionNode,
    SelectionSetNode,
    VariableNode,
    Visitor,
    parse,
    print_ast,
    visit,
)

from tests.schema.compiler.generated import Document

Fragments = dict[str, FragmentDefinitionNode]


def alone(document: Document, path: list[str]) -> Document:
    """What it asks of the field at this path of response keys, and of none beside it."""
    whole = parse(document.text).definitions
    [operation] = [each for each in whole if isinstance(each, OperationDefinitionNode)]
    fragments = {
        each.name.value: each for each in whole if isinstance(each, FragmentDefinitionNode)
    }
    kept = replace(operation, selection_set=_kept(operation.selection_set, path, fragments))
    used = _Variables()
    visit(replace(kept, variable_definitions=()), used)
    declared = tuple(
        each
        for each in operation.variable_definitions or ()
        if each.variable.name.value in used.names
    )
    left = DocumentNode(definitions=(replace(kept, variable_definitions=declared),))
    given = {name: value for name, value in document.variables.items() if name in used.names}
    return Document(print_ast(left), given)


def _kept(selected: SelectionSetNode, path: list[str], fragments: Fragments) -> SelectionSetNode:
    """With fragments where they were spread. Without a path it is all of it."""
    kept: list[SelectionNode] = []
    for each in selected.selections:
        if isinstance(each, FieldNode):
            key = (each.alias or each.name).value
            if path and key != path[0]:
                continue
            if each.selection_set is not None:
                within = _kept(each.selection_set, path[1:], fragments)
                each = replace(each, selection_set=within)
            kept.append(each)
        else:
            if isinstance(each, FragmentSpreadNode):
                named = fragments[each.name.value]
                each = InlineFragmentNode(
                    type_condition=named.type_condition,
                    directives=each.directives,
                    selection_set=named.selection_set,
                )
            assert isinstance(each, InlineFragmentNode)
            within = _kept(each.selection_set, path, fragments)
            if within.selections:
                kept.append(replace(each, selection_set=within))
    return SelectionSetNode(selections=tuple(kept))


class _Variables(Visitor):
    """Their names, wherever they occur."""

    def __init__(self) -> None:
        super().__init__()
        self.names: set[str] = set()

    def enter_variable(self, node: VariableNode, *_: object) -> None:
        self.names.add(node.name.value)
