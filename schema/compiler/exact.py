"""What was sent for an input type, coerced: each type is looked into once.

Only what is plainly right. Of anything else graphql-core says whether and why it is wrong.
"""

from collections.abc import Callable
from typing import Any, Final

from graphql import (
    GraphQLBoolean,
    GraphQLID,
    GraphQLInputField,
    GraphQLInputObjectType,
    GraphQLList,
    GraphQLNonNull,
    GraphQLString,
    Undefined,
)
from graphql.type import GraphQLLeafType, is_leaf_type, is_required_input_field
from graphql.utilities.coerce_input_value import coerce_default_value

Take = Callable[[Any], Any]
# What is exactly of this class is coerced to itself.
SAME: Final = {GraphQLString: str, GraphQLID: str, GraphQLBoolean: bool}


class Otherwise(Exception):
    """This value, or any of this type, is for graphql-core."""


def taker(kind: Any) -> Take:
    """What coerces a value that was sent. Both raise Otherwise."""
    return _taker(kind, ())


def _taker(kind: Any, within: tuple[Any, ...]) -> Take:
    if isinstance(kind, GraphQLNonNull):
        return _value(kind.of_type, within)
    take = _value(kind, within)
    return lambda value: None if value is None else take(value)


def _value(kind: Any, within: tuple[Any, ...]) -> Take:
    """Of what is not null."""
    if kind in SAME:
        return _same(SAME[kind])
    if is_leaf_type(kind):
        return _leaf(kind)
    if isinstance(kind, GraphQLList):
        return _list(_taker(kind.of_type, within))
    if isinstance(kind, GraphQLInputObjectType) and not kind.is_one_of and kind not in within:
        return _object(kind, (*within, kind))
    raise Otherwise


def _same(exact: type) -> Take:
    def take(value: Any) -> Any:
        if type(value) is not exact:
            raise Otherwise
        return value

    return take


def _leaf(kind: GraphQLLeafType) -> Take:
    def take(value: Any) -> Any:
        try:
            return kind.coerce_input_value(value)
        except Exception:  # noqa: BLE001 - as graphql-core has it
            raise Otherwise from None

    return take


def _list(item: Take) -> Take:
    def take(value: Any) -> Any:
        if type(value) is not list:
            raise Otherwise
        return [item(each) for each in value]

    return take


def _object(kind: GraphQLInputObjectType, within: tuple[Any, ...]) -> Take:
    absent = {field.out_name or name: _absent(field) for name, field in kind.fields.items()}
    fields = {
        name: (key, _taker(field.type, within), absent[key] is Otherwise)
        for key, (name, field) in zip(absent, kind.fields.items(), strict=True)
    }
    required = sum(value is Otherwise for value in absent.values())
    lists = [key for key, value in absent.items() if type(value) is list]
    some = any(value is Undefined for value in absent.values())
    made = kind.out_type

    def take(value: Any) -> Any:
        if type(value) is not dict:
            raise Otherwise
        missing, taken = required, absent.copy()  # so all are in their order
        for key in lists:
            taken[key] = []
        for name, sent in value.items():
            if name not in fields:
                raise Otherwise
            key, read, needed = fields[name]
            taken[key] = read(sent)
            missing -= needed
        if missing:
            raise Otherwise
        if some:
            taken = {key: each for key, each in taken.items() if each is not Undefined}
        return made(taken)

    return take


def _absent(field: GraphQLInputField) -> Any:
    """Its value when it is not sent: Otherwise if it must be, Undefined if it has none."""
    if is_required_input_field(field):
        return Otherwise
    value = coerce_default_value(field)
    if isinstance(value, dict) or (isinstance(value, list) and value):
        raise Otherwise  # each time a new one, of new ones
    return value
