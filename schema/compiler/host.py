"""What a plan is given: by the house once, and by the operation that it is run for."""

from collections.abc import Awaitable, Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from graphql import GraphQLSchema
from graphql.execution.values import VariableValues
from strawberry.schema.config import StrawberryConfig
from strawberry.types.field import StrawberryField
from strawberry.types.scalar import ScalarDefinition, ScalarWrapper

FIELD = "strawberry-definition"  # where a field of graphql-core keeps Strawberry's


class Uncompilable(Exception):
    """This document, or a part of it, has no plan."""


class Row(Protocol):
    """Columns by their names, as a record would have them."""

    def __getitem__(self, column: str) -> Any: ...  # raises LookupError where it cannot be told


@dataclass(frozen=True, slots=True)
class Host:
    """The house: its schema, its database, and the column that stands between its tenants."""

    schema: GraphQLSchema
    config: StrawberryConfig
    scalars: Mapping[object, ScalarWrapper | ScalarDefinition]
    fetch: Callable[..., Awaitable[list[Any]]]
    known: Callable[[Any, Any], Row | None]  # of a model, by its id: it need not be fetched
    wall: str
    company: Callable[[], Any]  # whose rows may be read now
    # Of a model, by what it is called there: those rows that the viewer of a context sees, where
    # some viewers of the same permissions see fewer than others.
    guarded: Mapping[type, Callable[[Any], Any]]
    # What is known of the arguments of the schema's fields, which live as long, by their ids.
    arguments: dict[int, Any] = field(default_factory=dict, compare=False)

    def field(self, kind: Any, name: str) -> StrawberryField:
        declared = kind.fields[name].extensions.get(FIELD)
        if not isinstance(declared, StrawberryField):
            raise Uncompilable(f"{kind.name}.{name}")
        return declared


class Rights:
    """What those have in common whom a plan is for: None are the permissions of nobody.

    Of the `restricted` not all see the same rows.
    """

    __slots__ = ("permissions", "restricted")

    def __init__(self, permissions: Collection[str] | None, *, restricted: bool) -> None:
        self.permissions = permissions
        self.restricted = restricted


class Asked:
    """All of `info` that a resolver of a plan is given: whoever needs more is not for a plan."""

    __slots__ = ("context",)

    def __init__(self, context: Any) -> None:
        self.context = context


class Failed:
    """An exception in the place of a value."""

    __slots__ = ("error",)

    def __init__(self, error: Exception) -> None:
        self.error = error


class Run:
    """One operation: what its resolvers may ask, and what those at its root have answered."""

    __slots__ = ("company", "done", "info", "variables")

    def __init__(self, context: Any, variables: VariableValues | None, company: Any) -> None:
        self.info = Asked(context)
        self.variables = variables
        self.company = company
        self.done: dict[str, Any] = {}
