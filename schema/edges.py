"""Fields declared by the columns they are made of, so that nobody has to call them row by row."""

import inspect
from collections.abc import Callable, Mapping
from operator import attrgetter
from typing import Any

import strawberry
from tortoise.models import Model

from schema.compiler.declared import DECLARED, Children, Derived, Edge, Filled, OfKind, To
from schema.context import Info
from schema.guarded import GUARDED

__all__ = ["To", "children", "derived", "edge", "filled", "of_kind"]


def edge(*ends: To, description: str, shown_to: str | None = None) -> Any:
    """A field that leads to a row, by the first of these columns that is not null.

    Refused without the permission that its end needs; null for whom it is not `shown_to`, and where
    it leads to what the viewer does not see (schema.guarded).
    """
    columns = [(attrgetter(end.column), end) for end in ends]

    def resolve(root: Any, info: Info) -> Any:
        if shown_to is not None and not info.context.viewer.may(shown_to):
            return None
        for read, end in columns:
            if (id := read(root)) is not None:
                if end.needs is not None:
                    info.context.viewer.require(end.needs)
                loaders = info.context.loaders
                if end.within or end.model not in GUARDED or not info.context.viewer.restricted:
                    return loaders.rows(end.model).load(id)
                return loaders.seen(end.model, GUARDED[end.model](info.context)).load(id)
        return None

    return _field(resolve, Edge(ends, shown_to), description)


def children(model: type[Model], column: str, *, description: str) -> Any:
    """A field with the rows that name this one in `column`: few, oldest first."""

    def resolve(root: Any, info: Info) -> Any:
        return info.context.loaders.children(model, column).load(root.id)

    return _field(resolve, Children(model, column), description)


def derived(*, description: str | None = None, shown_to: str | None = None) -> Any:
    """Decorator of a function of columns, which its parameters name; one may be `info`."""

    def declare(function: Callable[..., Any]) -> Any:
        names = list(inspect.signature(function).parameters)
        columns = tuple(name for name in names if name != "info")
        asks = "info" in names
        read = [attrgetter(column) for column in columns]

        def resolve(root: Any, info: Info) -> Any:
            if shown_to is not None and not info.context.viewer.may(shown_to):
                return None
            values = [of(root) for of in read]
            return function(*values, info=info) if asks else function(*values)

        resolve.__annotations__["return"] = inspect.signature(function).return_annotation
        return _field(resolve, Derived(function, columns, asks, shown_to), description)

    return declare


def filled(column: str, *, description: str) -> Any:
    """A field with a column's text, or null where it is empty."""
    read = attrgetter(column)

    def resolve(root: Any) -> Any:
        return read(root) or None

    return _field(resolve, Filled(column), description)


def of_kind(
    column: str, texts: Callable[[str], Mapping[Any, str]], *, key: str, description: str
) -> Any:
    """A text of all that is of a type, by the `key` of one column's value."""
    read = attrgetter(f"{column}.{key}")

    def resolve(root: Any) -> Any:
        return texts(type(root).__name__)[read(root)]

    return _field(resolve, OfKind(texts, column, key), description)


def _field(resolve: Callable[..., Any], declared: object, description: str | None) -> Any:
    return strawberry.field(
        resolver=resolve, description=description, metadata={DECLARED: declared}
    )
