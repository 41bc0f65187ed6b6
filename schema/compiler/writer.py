"""From selections to the source of an encoder: one expression per row, and what it needs beside."""

import inspect
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from graphql import (
    GRAPHQL_MAX_INT,
    GRAPHQL_MIN_INT,
    GraphQLID,
    GraphQLInt,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLString,
)
from graphql.execution.collect_fields import FieldDetails
from strawberry.types.field import StrawberryField
from tortoise.fields.base import Field

from schema.compiler.calls import Call
from schema.compiler.declared import DECLARED, Children, Derived, Edge, Filled, OfKind, To
from schema.compiler.host import Uncompilable
from schema.compiler.leaves import (
    UTC,
    WHOLE,
    as_it_is,
    completed,
    hand_over,
    is_leaf,
    is_time,
    members_of,
    names_of,
    nullable,
    python_value,
    time,
)
from schema.compiler.readers import Keys, Reader, Records, Seen, Unfit, is_key
from schema.compiler.select import Select
from schema.compiler.sides import Encoder, Side, listed
from schema.compiler.source import Source, quoted

if TYPE_CHECKING:
    from schema.compiler.compilation import Compilation

Details = list[FieldDetails]


class _Attempt:
    answer: str | None = None


class Writer:
    """Writes one encoder."""

    def __init__(self, compilation: "Compilation") -> None:
        self.compilation = compilation
        self.source = Source()
        self.sides: list[Side] = []

    def object(self, kind: GraphQLObjectType, details: Details, reader: Reader) -> str:
        """The expression for one row."""
        fields = self.compilation.subfields(kind, details)
        inner = (f"{quoted(key)}: {self.field(kind, of, reader)}" for key, of in fields.items())
        return f"{{{', '.join(inner)}}}"

    def field(self, kind: GraphQLObjectType, details: Details, reader: Reader) -> str:
        node = details[0].node
        name = node.name.value
        if name == "__typename":
            return quoted(kind.name)
        definition = kind.fields[name]
        field = self.compilation.host.field(kind, name)
        match field.metadata.get(DECLARED):
            case Edge() as edge:
                return self.edge(edge, definition.type, details, reader)
            case Children() as children:
                complete = self.compilation.children(children, definition.type, details)
                return self.side(reader.column("id"), complete, reader)
            case Derived() as derived:
                return self.derived(derived, definition.type, details, reader)
            case Filled() as filled:
                return self.filled(filled, definition.type, reader)
            case OfKind() as of_kind:
                return self.of_kind(of_kind, reader)
        if field.base_resolver is not None:
            call = Call(self.compilation.host, definition, field, node)
            bare = not definition.args and not field.extensions
            return self.call(call, definition.type, details, reader, bare=bare)
        if field.extensions:
            raise Uncompilable(f"extensions of {kind.name}.{name}")
        return self.attribute(field, definition.type, details, reader)

    def attribute(self, field: StrawberryField, kind: Any, details: Details, reader: Reader) -> str:
        name, column = field.python_name, reader.field(field.python_name)
        if is_leaf(kind):
            if column is not None and is_time(column, nullable(kind)):
                null = self.nothing(kind) if column.null else None
                return self.time(reader.column(name, "json"), null=null)
            return self.leaf(reader.column(name), column, kind)
        if column is not None:
            raise Unfit(name)
        return self.side(reader.column(name), self.compilation.completer(kind, details), reader)

    def leaf(self, value: str, column: Field[Any] | None, kind: Any) -> str:
        """A value of an object, or of a column."""
        required = isinstance(kind, GraphQLNonNull)
        inner = nullable(kind)
        if column is None:
            return self.finished(value, kind)
        names = names_of(column, inner, null=bool(column.null) and not required)
        if names is not None:
            return f"{self.source.bind(names)}[{value}]"
        if as_it_is(column, inner):
            return self.present(value) if column.null and required else value
        convert = python_value(column)
        if convert is not None:
            value = f"{self.source.bind(convert)}({value})"
        return f"{self.source.bind(completed(kind))}({value})"

    def time(self, value: str, *, null: str | None = None) -> str:
        """A time, of its JSON; `null` is what stands for none. Most need no call of leaves.time."""
        bind, local = self.source.bind, self.source.fresh()
        given = f"({local} := {value})"
        length = f"{bind(len)}({given if null is None else local})"
        written = (
            f"{local}[1:-1] + {bind(UTC)} if {length} in {bind(WHOLE)} else {bind(time)}({local})"
        )
        return f"({written})" if null is None else f"({null} if {given} is None else {written})"

    def present(self, value: str) -> str:
        between = self.source.fresh()
        over = self.source.bind(hand_over)
        return f"({between} if ({between} := {value}) is not None else {over}())"

    def finished(self, value: str, kind: Any) -> str:
        """What a function gave, or an object has; most need no call."""
        bind, complete, inner = self.source.bind, self.source.bind(completed(kind)), nullable(kind)
        between = self.source.fresh()
        if inner in (GraphQLString, GraphQLID):
            written, usual = between, f"is {bind(str)}"
        elif inner is GraphQLInt:
            least, most = GRAPHQL_MIN_INT, GRAPHQL_MAX_INT
            written, usual = between, f"is {bind(int)} and {least} <= {between} <= {most}"
        elif (members := members_of(inner)) is not None:
            of, names = members
            written, usual = f"{bind(names)}[{between}._name_]", f"is {bind(of)}"
        else:
            return f"{complete}({value})"
        return f"({written} if ({between} := {value}).__class__ {usual} else {complete}({between}))"

    def of_kind(self, declared: OfKind, reader: Reader) -> str:
        value = reader.column(declared.column, declared.key)
        name = reader.kind()
        if name is None:
            texts = f"{self.source.bind(declared.texts)}(r.__class__.__name__)"
        else:
            texts = self.source.bind(declared.texts(name))
        return f"{texts}[{value}]"

    def filled(self, declared: Filled, kind: Any, reader: Reader) -> str:
        text, column = f"({reader.column(declared.column)} or None)", reader.field(declared.column)
        return text if column and as_it_is(column, kind) else self.finished(text, kind)

    def derived(self, declared: Derived, kind: Any, details: Details, reader: Reader) -> str:
        if not self.compilation.shown(declared.shown_to):
            return self.nothing(kind)
        arguments = [self.value(name, reader) for name in declared.columns]
        if declared.asks:
            arguments.append("info=run.info")
        call = f"{self.source.bind(declared.function)}({', '.join(arguments)})"
        waits = inspect.iscoroutinefunction(declared.function)
        if is_leaf(kind) and not waits:
            return self.finished(call, kind)
        return self.side(call, self.compilation.completer(kind, details), reader, waits=waits)

    def value(self, name: str, reader: Reader) -> str:
        """As the model has it."""
        value, column = reader.column(name), reader.field(name)
        convert = None if column is None else python_value(column)
        return value if convert is None else f"{self.source.bind(convert)}({value})"

    def call(self, call: Call, kind: Any, details: Details, reader: Reader, *, bare: bool) -> str:
        if reader.kind() is None:
            root = "r"
        elif bare:
            raise Unfit("a resolver")
        else:
            root = f"{self.source.bind(Seen)}({reader.column('id')})"
        asked = f"{self.source.bind(call)}({root}, run, {self.source.bind(call.arguments)}(run))"
        if bare and is_leaf(kind) and not call.is_async:
            return self.finished(asked, kind)
        complete = self.compilation.completer(kind, details)
        by_id = isinstance(reader, Records) and reader.guard is None and not call.is_async
        return self.side(asked, complete, reader, waits=call.is_async, by_id=by_id)

    def edge(self, edge: Edge, kind: Any, details: Details, reader: Reader) -> str:
        if not self.compilation.shown(edge.shown_to):
            return self.nothing(kind)
        guarded = any(self.compilation.guarded(end) for end in edge.ends)
        if isinstance(reader, Records) and reader.select.wall is not None and not guarded:
            with self._attempt(reader.select) as attempt:
                attempt.answer = self.joined(edge, kind, details, reader)
            if attempt.answer is not None:
                return attempt.answer
        complete = self.compilation.ends(edge, kind, details)
        return self.side(self.picked(edge, reader), complete, reader)

    def joined(self, edge: Edge, kind: Any, details: Details, reader: Records) -> str:
        answer = self.nothing(kind)
        for end in reversed(edge.ends):
            id, there = self.end(end, kind, details, reader, last=end is edge.ends[-1])
            answer = f"({there} if {id} is not None else {answer})"
        return answer

    def end(
        self, end: To, kind: Any, details: Details, reader: Records, *, last: bool
    ) -> tuple[str, str]:
        """What is null if it does not lead there, and what is there."""
        if not self.compilation.shown(end.needs):
            return reader.column(end.column, "bytes"), f"{self.source.bind(hand_over)}()"
        runtime = self.compilation.runtime(kind, end.model)
        is_there = is_key(reader.model, end)
        if is_there:
            with self._attempt(reader.select) as attempt:
                keys = Keys(end.model, reader, end.column)
                attempt.answer = self.object(runtime, details, keys)
            if attempt.answer is not None:
                return reader.column(end.column, "bytes"), attempt.answer
        alias = reader.select.join(reader.alias, end.column, reader.model, end.model)
        id = Records(reader.select, alias, end.model, None).column(end.model._meta.pk_attr, "bytes")
        joined = Records(reader.select, alias, end.model, f"{id} is not None")
        answer = self.object(runtime, details, joined)
        if last or is_there:  # whether it leads nowhere or to what is not there is the same
            return id, answer
        known = reader.column(end.column, "bytes")
        return known, f"({answer} if {id} is not None else {self.nothing(kind)})"

    def picked(self, edge: Edge, reader: Reader) -> str:
        """Which of the ends a row leads to, and the id there."""
        answer = "None"
        for place, end in reversed(list(enumerate(edge.ends))):
            id = reader.column(end.column)
            answer = f"(({place}, {id}) if {id} is not None else {answer})"
        return answer

    def nothing(self, kind: Any) -> str:
        return f"{self.source.bind(hand_over)}()" if isinstance(kind, GraphQLNonNull) else "None"

    def side(self, values: str, complete: Any, reader: Reader, **how: bool) -> str:
        how.setdefault("waits", False)
        self.sides.append(Side(self.source, values, complete, guard=reader.guard, **how))
        return f"s{len(self.sides) - 1}"

    def encoder(self, row: str) -> Encoder:
        """All rows, each as this expression has it."""
        names = [f"s{place}" for place in range(len(self.sides))]
        encode = self.source.function(["rows", "run", *names], listed(row, names))
        return Encoder(self.sides, encode)

    @contextmanager
    def _attempt(self, select: Select) -> Iterator["_Attempt"]:
        """Without an answer, nothing has been written."""
        mark, sides = select.mark(), len(self.sides)
        try:
            yield _Attempt()
        except Unfit:
            select.forget(mark)
            del self.sides[sides:]
