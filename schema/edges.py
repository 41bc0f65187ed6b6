"""To-one edges, declared with the columns they follow, so that a page reads all their ends at once.

Each end that is asked for alone costs a task and a future of its own.
"""

from collections import defaultdict
from collections.abc import Awaitable, Iterator, Sequence
from typing import Any, Final, TypeAlias, TypeVar
from uuid import UUID

import strawberry
from graphql import (
    FieldNode,
    FragmentSpreadNode,
    GraphQLObjectType,
    GraphQLResolveInfo,
    InlineFragmentNode,
    SelectionSetNode,
)

from schema.context import Info
from schema.straight import DECLARED

ENDS: Final = "ends"
End = TypeVar("End")
Soon: TypeAlias = End | Awaitable[End | None] | None  # now, if it was read ahead


def edge(*, description: str, graphql_type: Any, **ends: str) -> Any:
    """A field that leads to a row; `contact="contact_id"` names its loader and its column."""
    return strawberry.field(
        description=description, graphql_type=graphql_type, metadata={ENDS: ends}
    )


async def read_ahead(info: Info, rows: Sequence[Any]) -> None:
    """Read what the operation will ask of the nodes of this page: one query for each loader.

    What a directive leaves out is read in vain; who may not have it is refused as ever.
    """
    raw = info._raw_info
    kind = raw.schema.get_type(type(rows[0]).__name__) if rows else None
    if not isinstance(kind, GraphQLObjectType):
        return
    wanted: dict[str, list[UUID]] = defaultdict(list)
    for name in set(_asked_of_nodes(raw)) & kind.fields.keys():
        for loader, column in kind.fields[name].extensions[DECLARED].metadata.get(ENDS, {}).items():
            ids = (getattr(row, column) for row in rows)
            wanted[loader].extend(id for id in ids if id is not None)
    for loader, found in wanted.items():
        await getattr(info.context.loaders, loader).ahead(found)


def _asked_of_nodes(info: GraphQLResolveInfo[Any]) -> Iterator[str]:
    """The names of all fields below `edges { node {`, whatever they are called in the answer."""
    level: list[SelectionSetNode | None] = [page.selection_set for page in info.field_nodes]
    for name in ("edges", "node"):
        fields = (field for selected in level for field in _fields(selected, info))
        level = [field.selection_set for field in fields if field.name.value == name]
    for selected in level:
        for field in _fields(selected, info):
            yield field.name.value


def _fields(
    selected: SelectionSetNode | None, info: GraphQLResolveInfo[Any]
) -> Iterator[FieldNode]:
    for node in selected.selections if selected else ():
        if isinstance(node, FieldNode):
            yield node
        elif isinstance(node, FragmentSpreadNode):
            yield from _fields(info.fragments[node.name.value].selection_set, info)
        elif isinstance(node, InlineFragmentNode):
            yield from _fields(node.selection_set, info)
