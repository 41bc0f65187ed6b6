"""Fields without arguments are read straight, past Strawberry's layers for fields that have them.

A page of 50 rows reads hundreds of fields, and the layers cost more than the reading.
"""

from collections.abc import Callable
from operator import attrgetter
from typing import Any, Final

from graphql import GraphQLObjectType, GraphQLResolveInfo, GraphQLSchema
from strawberry.types.field import StrawberryField

from schema.context import Info

DECLARED: Final = "strawberry-definition"  # where a field keeps what Strawberry was told of it


def straighten(schema: GraphQLSchema) -> None:
    """Give each field without arguments and extensions the shortest resolver it can have."""
    for kind in schema.type_map.values():
        if isinstance(kind, GraphQLObjectType) and kind is not schema.subscription_type:
            for field in kind.fields.values():
                declared = field.extensions.get(DECLARED)
                if isinstance(declared, StrawberryField) and not (
                    field.args or declared.extensions
                ):
                    field.resolve = _resolver(declared)


def _resolver(field: StrawberryField) -> Callable[[Any, GraphQLResolveInfo[Any]], Any]:
    if field.base_resolver is None:
        read = attrgetter(field.python_name)
        return lambda parent, _: read(parent)
    resolver: Any = field.base_resolver.wrapped_func
    match list(field.base_resolver.signature.parameters):
        case ["root" | "self"]:
            return lambda parent, _: resolver(parent)
        case ["root" | "self", "info"]:
            return lambda parent, info: resolver(parent, Info(_raw_info=info, _field=field))
        case parameters:
            raise TypeError(f"{field.python_name} takes {parameters}, not its parent and info.")
