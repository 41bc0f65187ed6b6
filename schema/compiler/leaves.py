"""Scalars and enumerations, as graphql-core completes them; or not at all."""

from collections.abc import Callable
from datetime import datetime
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
_AS_IT_IS: Final = {
    fields.CharField: GraphQLString,
    fields.TextField: GraphQLString,
    fields.IntField: GraphQLInt,
    fields.SmallIntField: GraphQLInt,
    fields.BooleanField: GraphQLBoolean,
}


def as_it_is(field: Field[Any], kind: Any) -> bool:
    """Does the type's value equal the column's?"""
    return kind is _AS_IT_IS.get(type(field), False)


def is_time(field: Field[Any] | None, kind: Any) -> bool:
    """Is it a column of times, where the type has them written as `isoformat` does?"""
    written = isinstance(kind, GraphQLScalarType) and kind.name == "DateTime"
    return written and type(field) is fields.DatetimeField


# What `isoformat` has of a second, PostgreSQL's JSON has, too, but for zeros at the end.
WHOLE: Final = frozenset({len('"2026-01-05T08:00:00"'), len('"2026-01-05T08:00:00.000001"')})
UTC: Final = "+00:00"


def time(local: str) -> str:
    """A time as `isoformat` has it, of the JSON of its local time in UTC."""
    if len(local) in WHOLE:
        return local[1:-1] + UTC
    if local[21:-1].isdigit():
        return f"{local[1:-1]:0<26}{UTC}"
    return datetime.fromisoformat(local[1:-1]).isoformat() + UTC


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
def members_of(kind: Any) -> tuple[type, dict[str, str]] | None:
    """An enumeration's class, and the names in GraphQL of its members by those in Python."""
    of = getattr(kind, "wrapped_cls", None)
    if of is None:
        return None
    return of, {member._name_: kind.coerce_output_value(member) for member in of}


@cache
def python_value(field: Field[Any]) -> Callable[[Any], Any] | None:
    """What makes the model's value of the column's; None if it is the same."""
    same = (fields.UUIDField, fields.DatetimeField, *_AS_IT_IS)
    return None if type(field) in same else field.to_python_value
