"""Objects with a global id, and the one way to fetch any of them."""

from collections.abc import Callable
from typing import Any

import strawberry
from tortoise.queryset import QuerySet

from models.errors import NotFound
from models.identifiers import global_id, local_id
from models.tenancy import CompanyModel, find
from models.viewer import Viewer
from schema.context import Info
from schema.roots import query

_rows: dict[str, tuple[str, Callable[[Viewer], QuerySet[Any]]]] = {}


@strawberry.interface(description="Anything with an id.")
class Node:
    @strawberry.field(description="Opaque, stable, unique across types.")
    def id(root: strawberry.Parent[CompanyModel]) -> strawberry.ID:
        return strawberry.ID(global_id(type(root).__name__, root.id))


def node(permission: str, rows: Callable[[Viewer], QuerySet[Any]]) -> Callable[[type], type]:
    """Class decorator: the type can be fetched by `node(id)`, by viewers with the permission."""

    def register(kind: type) -> type:
        _rows[kind.__name__] = (permission, rows)
        # Resolvers return rows: a row is of the type that bears its name.
        definition: Any = kind.__strawberry_definition__  # type: ignore[attr-defined]
        definition.is_type_of = lambda row, _: type(row).__name__ == kind.__name__
        return kind

    return register


@strawberry.type
class NodeQuery:
    @query("company:read", description="Any object by its id.")
    async def node(self, info: Info, id: strawberry.ID) -> Node:
        decoded = local_id(id)
        if decoded is None or decoded[0] not in _rows:
            raise NotFound
        permission, rows = _rows[decoded[0]]
        info.context.viewer.require(permission)
        return await find(rows(info.context.viewer), decoded[1])  # type: ignore[no-any-return]
