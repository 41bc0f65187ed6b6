"""Objects with a global id, and the one way to fetch any of them."""

from collections.abc import Callable, Generator
from typing import Any
from uuid import UUID

import strawberry
from tortoise.queryset import QuerySet

from models.errors import NotFound
from models.identifiers import global_ids, local_id
from models.tenancy import find
from models.viewer import Viewer
from schema.compiler import declared
from schema.context import Info
from schema.edges import of_kind
from schema.roots import query

_rows: dict[str, tuple[str, Callable[[Viewer], QuerySet[Any]]]] = {}


@strawberry.interface(description="Anything with an id.")
class Node:
    id: strawberry.ID = of_kind(
        "id", global_ids, key="bytes", description="Opaque, stable, unique across types."
    )


class One(declared.One):
    """The row with this id among `rows`."""

    def __init__(self, rows: QuerySet[Any], id: UUID) -> None:
        self.rows = rows
        self.id = id

    def __await__(self) -> Generator[Any, Any, Any]:
        return find(self.rows, self.id).__await__()


def one(rows: QuerySet[Any], id: str) -> One:
    """A row to return from a resolver, by a global id: whoever needs it reads it."""
    decoded = local_id(id)
    if decoded is None or decoded[0] != rows.model.__name__:
        raise NotFound
    return One(rows, decoded[1])


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
    @query("company:read", description="Any object by its id.", graphql_type=Node)
    def node(self, info: Info, id: strawberry.ID) -> One:
        decoded = local_id(id)
        if decoded is None or decoded[0] not in _rows:
            raise NotFound
        permission, rows = _rows[decoded[0]]
        info.context.viewer.require(permission)
        return One(rows(info.context.viewer), decoded[1])
