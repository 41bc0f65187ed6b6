"""The arguments of a field: what is written is read once, and variables are put in place."""

from collections.abc import Callable
from enum import Enum
from typing import Any, Final, NamedTuple, TypeAlias

from graphql import (
    FieldNode,
    GraphQLArgument,
    GraphQLField,
    GraphQLNonNull,
    NameNode,
    Undefined,
    VariableNode,
    Visitor,
    visit,
)
from graphql.execution.values import coerce_argument, get_argument_values
from strawberry.types.arguments import StrawberryArgument, convert_argument, convert_arguments
from strawberry.types.field import StrawberryField

from schema.compiler.host import Host, Run, Uncompilable
from schema.compiler.inputs import Convert, converter
from schema.compiler.leaves import HandOver, is_leaf

Arguments: TypeAlias = Callable[[Run], dict[str, Any]]
_REQUIRED: Final = object()
_NOWHERE: Final = FieldNode(name=NameNode(value="-"))
_FIXED: Final = (str, int, float, bool, type(None), Enum)


def arguments_of(
    host: Host, definition: GraphQLField, field: StrawberryField, node: FieldNode
) -> Arguments:
    """What reads them, as the resolver wants them, of a run's variables."""
    try:
        return _Placed(host, definition, field, node)
    except _Nested:
        return _Whole(host, definition, field, node)


class _Nested(Exception):
    """A variable is a part of what is written, or what is written may be changed by a resolver."""


class _Whole:
    """As graphql-core and Strawberry do it."""

    def __init__(
        self, host: Host, definition: GraphQLField, field: StrawberryField, node: FieldNode
    ) -> None:
        self._host = host
        self._definition = definition
        self._field = field
        self._node = node

    def __call__(self, run: Run) -> dict[str, Any]:
        values = get_argument_values(self._definition, self._node, run.variables)
        host = self._host
        return convert_arguments(values, self._field.arguments, host.scalars, host.config)


class _Placed:
    """What is fixed is here already, and each variable has its place."""

    def __init__(
        self, host: Host, definition: GraphQLField, field: StrawberryField, node: FieldNode
    ) -> None:
        written = {argument.name.value: argument for argument in node.arguments or ()}
        self._fixed: dict[str, Any] = {}
        self._lists: list[str] = []
        self._variables: list[_Variable] = []
        for argument, name, of, absent in _declared(host, definition, field):
            there = written.get(name)
            if there is None:
                self._fix(argument, absent)
            elif isinstance(there.value, VariableNode):
                self._variables.append(_variable(host, argument, of, there.value.name.value))
            elif _holds_variables(there.value):
                raise _Nested
            else:
                self._fix(argument, _read(host, argument, of, name, there, node))

    def __call__(self, run: Run) -> dict[str, Any]:
        values = self._fixed.copy()
        for name in self._lists:
            values[name] = values[name].copy()
        variables = run.variables.coerced if run.variables else {}
        for name, variable, absent, required, convert in self._variables:
            value = variables.get(variable, absent)
            if required and (value is None or value is Undefined):
                raise HandOver
            if value is not Undefined:
                values[name] = value if convert is None else convert(value)
        return values

    def _fix(self, argument: StrawberryArgument, value: Any) -> None:
        if value is Undefined:
            return
        if value is _REQUIRED:
            raise Uncompilable("arguments")
        if isinstance(value, list):
            if not all(isinstance(each, _FIXED) for each in value):
                raise _Nested
            self._lists.append(argument.python_name)
        elif not isinstance(value, _FIXED):
            raise _Nested
        self._fixed[argument.python_name] = value


class _Declared(NamedTuple):
    """An argument of a field, and what it is where nobody has written it."""

    argument: StrawberryArgument
    name: str
    of: GraphQLArgument
    absent: Any  # Undefined: nothing is; or _REQUIRED


def _declared(host: Host, definition: GraphQLField, field: StrawberryField) -> list[_Declared]:
    known: list[_Declared] | None = host.arguments.get(id(definition))
    if known is None:
        known = []
        for argument in field.arguments:
            name = host.config.name_converter.from_argument(argument)
            of = definition.args[name]
            try:
                absent = _read(host, argument, of, name, None, _NOWHERE)
            except Uncompilable:
                absent = _REQUIRED
            known.append(_Declared(argument, name, of, absent))
        host.arguments[id(definition)] = known  # all of them, or none
    return known


def _read(
    host: Host,
    argument: StrawberryArgument,
    of: GraphQLArgument,
    name: str,
    there: Any,
    node: FieldNode,
) -> Any:
    """What is written, or not, as the resolver wants it; Undefined is nothing."""
    coerced: dict[str, Any] = {}
    try:
        coerce_argument(coerced, node, name, of, there, None, None)
    except Exception as error:
        raise Uncompilable("arguments") from error
    if not coerced:
        return Undefined
    (value,) = coerced.values()
    return convert_argument(value, argument.type, host.scalars, host.config)


class _Variable(NamedTuple):
    """An argument whose value is a variable's, or `absent` if that has none."""

    name: str
    variable: str
    absent: Any
    required: bool
    convert: Convert | None


def _variable(
    host: Host, argument: StrawberryArgument, of: GraphQLArgument, variable: str
) -> _Variable:
    required = isinstance(of.type, GraphQLNonNull)
    single = is_leaf(of.type) and "[" not in str(of.type)
    coerced: dict[str, Any] = {}
    if not required or of.default_value is not Undefined:
        # As it is when the variable is not given.
        coerce_argument(coerced, _NOWHERE, "-", of, None, None, None)
    return _Variable(
        argument.python_name,
        variable,
        absent=next(iter(coerced.values()), Undefined),
        required=required,
        convert=None if single else converter(host, argument.type),
    )


def _holds_variables(node: Any) -> bool:
    found = _Variables()
    visit(node, found)
    return found.any


class _Variables(Visitor):
    any = False

    def enter_variable(self, _node: VariableNode, *_: Any) -> None:
        self.any = True
