"""Documents for every root field, written from the schema: a new field is covered unasked."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from graphql import (
    GraphQLEnumType,
    GraphQLField,
    GraphQLInputObjectType,
    GraphQLInputType,
    GraphQLInterfaceType,
    GraphQLList,
    GraphQLNamedType,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLOutputType,
    GraphQLUnionType,
    get_named_type,
    is_leaf_type,
)

from schema import schema
from schema.documents import MAX_TOKENS

DEPTH = 2
WORD = re.compile(r"\w+|[^\s\w,]")
CORE = schema._schema


def roots(operation: str) -> dict[str, GraphQLField]:
    """The root fields of `query`, `mutation` or `subscription`."""
    kind = CORE.type_map[operation.capitalize()]
    assert isinstance(kind, GraphQLObjectType)
    fields: dict[str, GraphQLField] = kind.fields
    return fields


def document(operation: str, name: str, *, depth: int = DEPTH) -> str:
    """The field with all its arguments as variables, and everything it can answer."""
    field = roots(operation)[name]
    declared = ", ".join(f"${arg}: {value.type}" for arg, value in field.args.items())
    passed = ", ".join(f"{arg}: ${arg}" for arg in field.args)
    head = f"{operation}({declared})" if declared else operation
    call = f"{name}({passed})" if passed else name
    text = f"{head} {{ {call} {_selection(field.type, depth)} }}"
    # Of a type that can be any other, all fields of all of them are too much for one document.
    too_long = len(WORD.findall(text)) > MAX_TOKENS
    return document(operation, name, depth=depth - 1) if too_long and depth else text


def id_paths(operation: str, name: str) -> list[tuple[str, ...]]:
    """Where the arguments of a field hold ids."""
    found: list[tuple[str, ...]] = []
    for arg, value in roots(operation)[name].args.items():
        found += _id_paths(value.type, (arg,))
    return found


def paths(operation: str, name: str) -> list[tuple[tuple[str, ...], str]]:
    """Every leaf of the arguments of a field, and of what type it is."""
    found: list[tuple[tuple[str, ...], str]] = []
    for arg, value in roots(operation)[name].args.items():
        found += _paths(value.type, (arg,))
    return found


def variables(
    operation: str, name: str, *, values: dict[str, Any], at: tuple[str, ...] = (), id: Any = ""
) -> dict[str, Any]:
    """A plausible value for everything, and `id` at one path; `values` by name of field or type."""
    field = roots(operation)[name]
    return {
        arg: _value(arg, value.type, values, (arg,), at, id) for arg, value in field.args.items()
    }


def _selection(kind: GraphQLOutputType, depth: int) -> str:
    named = get_named_type(kind)
    if is_leaf_type(named):
        return ""
    if isinstance(named, GraphQLUnionType | GraphQLInterfaceType):
        taken: dict[str, str] = {}
        parts = [
            f"... on {each.name} {{ {' '.join(_fields(each, min(depth, 1), taken))} }}"
            for each in CORE.get_possible_types(named)
        ]
    else:
        parts = list(_fields(named, depth, {}))
    return "{ __typename " + " ".join(parts) + " }"


def _fields(kind: GraphQLNamedType, depth: int, taken: dict[str, str]) -> Iterator[str]:
    """`taken`: the type behind each name so far; the same name for another needs an alias."""
    assert isinstance(kind, GraphQLObjectType)
    for name, field in kind.fields.items():
        needs = any(isinstance(arg.type, GraphQLNonNull) for arg in field.args.values())
        leaf = is_leaf_type(get_named_type(field.type))
        if needs or not (leaf or depth > 0):
            continue
        clash = taken.setdefault(name, str(field.type)) != str(field.type)
        alias = f"{kind.name.lower()}_{name}: " if clash else ""
        yield f"{alias}{name} {_selection(field.type, depth - 1)}"


def _id_paths(
    kind: GraphQLInputType, path: tuple[str, ...], within: frozenset[str] = frozenset()
) -> list[tuple[str, ...]]:
    named = get_named_type(kind)
    if named.name == "ID":
        return [path]
    found: list[tuple[str, ...]] = []
    if isinstance(named, GraphQLInputObjectType) and named.name not in within:
        for name, field in named.fields.items():
            found += _id_paths(field.type, (*path, name), within | {named.name})
    return found


def _paths(
    kind: GraphQLInputType, path: tuple[str, ...], within: frozenset[str] = frozenset()
) -> list[tuple[tuple[str, ...], str]]:
    named = get_named_type(kind)
    if not isinstance(named, GraphQLInputObjectType):
        return [(path, named.name)]
    if named.name in within:  # one that holds others of its kind: tried once
        return []
    found: list[tuple[tuple[str, ...], str]] = []
    for name, field in named.fields.items():
        found += _paths(field.type, (*path, name), within | {named.name})
    return found


def _value(
    name: str,
    kind: GraphQLInputType,
    values: dict[str, Any],
    path: tuple[str, ...],
    at: tuple[str, ...],
    id: Any,
) -> Any:
    if path == at:
        return id
    if isinstance(kind, GraphQLNonNull):
        return _required(name, kind.of_type, values, path, at, id)
    if at[: len(path)] == path or _fits(name, kind, values):
        return _required(name, kind, values, path, at, id)
    return None


def _required(
    name: str,
    kind: Any,
    values: dict[str, Any],
    path: tuple[str, ...],
    at: tuple[str, ...],
    id: Any,
) -> Any:
    if _fits(name, kind, values):
        return values[name]
    if isinstance(kind, GraphQLList):
        inner = kind.of_type.of_type if isinstance(kind.of_type, GraphQLNonNull) else kind.of_type
        return [_required(name, inner, values, path, at, id)]
    if isinstance(kind, GraphQLInputObjectType):
        given = {
            field: _value(field, value.type, values, (*path, field), at, id)
            for field, value in kind.fields.items()
        }
        return {field: value for field, value in given.items() if value is not None}
    if isinstance(kind, GraphQLEnumType):
        return next(iter(kind.values))
    return values.get(kind.name, PLAUSIBLE.get(kind.name, "x"))


def _fits(name: str, kind: GraphQLInputType, values: dict[str, Any]) -> bool:
    """Is there a value of this name? What is `from` somebody is not from a time."""
    return name in values and get_named_type(kind).name != "DateTime"


PLAUSIBLE: dict[str, Any] = {
    "Int": 1,
    "Float": 1.0,
    "Boolean": False,
    "DateTime": (datetime.now(UTC) + timedelta(days=1)).isoformat(),
    "JSON": {},
    "ID": "x",
}
