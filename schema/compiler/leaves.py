"""Scalars and enumerations, as graphql-core completes them; or not at all."""

from collections.abc import Callable
from functools import cache
from typing import Any, Final

from graphql import (
    GraphQLBoolean,
    GraphQLEnumType,
    GraphQLInt,
    GraphQLList,
    GraphQLNonNull,
    GraphQLScalarType,
    GraphQLString,
    is_leaf_type,
)
from tortoise import fields
from tortoise.fields.base import Field
from tortoise.fields.data import CharEnumFieldInstance, IntEnumFieldInstance


class HandOver(Exception):
    """This answer is not for us: graphql-core gives it, or says what is wrong with it."""


def hand_over() -> Any:
    raise HandOver


def nullable(kind: Any) -> Any:
    return kind.of_type if isinstance(kind, GraphQLNonNull) else kind


def is_leaf(kind: Any) -> bool:
    """A scalar or an enumeration, or a list of them."""
    kind = nullable(kind)
    return is_leaf(kind.of_type) if isinstance(kind, GraphQLList) else is_leaf_type(kind)


def completed(kind: Any) -> Callable[[Any], Any]:
    """What completes a value of this leaf type. Raises HandOver, or what the type raises."""
    if isinstance(kind, GraphQLNonNull):
        inner = completed(kind.of_type)

        def required(value: Any) -> Any:
            return hand_over() if value is None else inner(value)

        return required
    if isinstance(kind, GraphQLList):
        each = completed(kind.of_type)

        def listed(value: Any) -> Any:
            if value is None:
                return None
            return [each(item) for item in value] if type(value) is list else hand_over()

        return listed
    coerce = kind.coerce_output_value

    def single(value: Any) -> Any:
        if value is None:
            return None
        coerced = coerce(value)
        return hand_over() if coerced is None else coerced

    return single


# A column of this kind holds nothing that the type would change: its values go as they are.
# Times do, as orjson writes what `isoformat` does.
_AS_IT_IS: Final = {
    fields.CharField: GraphQLString,
    fields.TextField: GraphQLString,
    fields.IntField: GraphQLInt,
    fields.SmallIntField: GraphQLInt,
    fields.BooleanField: GraphQLBoolean,
}


def as_it_is(field: Field[Any], kind: Any) -> bool:
    """Does the type's value equal the column's?"""
    if type(field) is fields.DatetimeField:
        return isinstance(kind, GraphQLScalarType) and kind.name == "DateTime"
    return kind is _AS_IT_IS.get(type(field), False)


def names_of(field: Field[Any], kind: Any, *, null: bool) -> dict[Any, str | None] | None:
    """The names of what an enumeration's column can hold; None for other columns."""
    if not isinstance(kind, GraphQLEnumType):
        return None
    if not isinstance(field, (CharEnumFieldInstance, IntEnumFieldInstance)):
        return None
    names: dict[Any, str | None] = {
        member.value: kind.coerce_output_value(member) for member in field.enum_type
    }
    return names | {None: None} if null else names


@cache
def python_value(field: Field[Any]) -> Callable[[Any], Any] | None:
    """What makes the model's value of the column's; None if it is the same."""
    same = (fields.UUIDField, fields.DatetimeField, *_AS_IT_IS)
    return None if type(field) in same else field.to_python_value
