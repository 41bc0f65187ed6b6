"""What was sent for an argument, as its resolver wants it: each type is looked into once."""

from collections.abc import Callable, Hashable, Mapping
from dataclasses import MISSING
from typing import Any, TypeAlias

from strawberry import UNSET
from strawberry.relay.types import GlobalID
from strawberry.scalars import is_scalar
from strawberry.types.arguments import convert_argument
from strawberry.types.base import (
    StrawberryList,
    StrawberryMaybe,
    StrawberryOptional,
    has_object_definition,
)
from strawberry.types.enum import StrawberryEnumDefinition

from schema.compiler.host import Host

Convert: TypeAlias = Callable[[Any], Any]


def converter(host: Host, kind: Any) -> Convert:
    """Does what Strawberry's `convert_argument` does, which finds out anew for each value."""
    if isinstance(kind, StrawberryOptional) and not isinstance(kind, StrawberryMaybe):
        return converter(host, kind.of_type)
    if isinstance(kind, StrawberryEnumDefinition):
        return _unchanged
    if isinstance(kind, Hashable) and is_scalar(kind, host.scalars) and kind is not GlobalID:
        return _unchanged
    if isinstance(kind, StrawberryList):
        return _listed(converter(host, kind.of_type))
    if has_object_definition(kind):
        definition = kind.__strawberry_definition__
        if definition.is_input and definition.from_input is None:
            return _Input(host, kind)
    return lambda value: convert_argument(value, kind, host.scalars, host.config)


class _Input:
    """Made of the fields that were sent, each converted."""

    __slots__ = ("_absent", "_fields", "_host", "_kind")

    def __init__(self, host: Host, kind: Any) -> None:
        self._host = host
        self._kind = kind
        self._fields: dict[str, tuple[str, Convert]] | None = None  # an input may hold its own kind

    def __call__(self, value: Any) -> Any:
        if value is None or value is UNSET:
            return value
        if self._fields is None:
            self._read()
        assert self._fields is not None
        sent: Mapping[str, Any] = value
        values, fields = self._absent.copy(), self._fields
        for name, item in sent.items():
            python_name, convert = fields[name]
            values[python_name] = item if convert is _unchanged else convert(item)
        return self._kind(**values)

    def _read(self) -> None:
        definition = self._kind.__strawberry_definition__
        fields = definition.fields
        self._absent: dict[str, Any] = {
            field.python_name: None
            for field in fields
            if field.default_value is MISSING and field.default_factory is MISSING
        }
        self._fields = {
            self._host.config.name_converter.from_field(field): (
                field.python_name,
                converter(self._host, field.resolve_type(type_definition=definition)),
            )
            for field in fields
        }


def _listed(item: Convert) -> Convert:
    def convert(value: Any) -> Any:
        if value is None or value is UNSET:
            return value
        return list(value) if item is _unchanged else [item(each) for each in value]

    return convert


def _unchanged(value: Any) -> Any:
    return value
