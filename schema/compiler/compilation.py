"""Selections of one document, for viewers with the same permissions, made into completers."""

from collections.abc import Awaitable
from typing import Any

from graphql import (
    GraphQLList,
    GraphQLNonNull,
    GraphQLObjectType,
    OperationDefinitionNode,
    is_abstract_type,
)
from graphql.execution.collect_fields import (
    FieldDetails,
    FragmentDetails,
    GroupedFieldSet,
    collect_subfields,
)
from graphql.execution.values import VariableValues
from tortoise.models import Model

from schema.compiler.conditions import Unwritable
from schema.compiler.connections import Connection
from schema.compiler.declared import Children, Edge, Found, One, Page, To
from schema.compiler.findings import Findings
from schema.compiler.host import Host, Rights, Run, Uncompilable
from schema.compiler.leaves import HandOver, completed, hand_over, is_leaf, nullable
from schema.compiler.readers import Objects, Unfit
from schema.compiler.rows import ChildrenOf, EndsOf, Rows
from schema.compiler.sides import Completer, Encoder
from schema.compiler.writer import Writer

Details = list[FieldDetails]


class Compilation:
    """What the parts of one plan have in common."""

    def __init__(
        self,
        host: Host,
        operation: OperationDefinitionNode,
        fragments: dict[str, FragmentDetails],
        variables: VariableValues,
        rights: Rights,
    ) -> None:
        self.host = host
        self.operation = operation
        self.fragments = fragments
        self.variables = variables  # those that directives read
        self._rights = rights

    def subfields(self, kind: GraphQLObjectType, details: Details) -> GroupedFieldSet:
        collected = collect_subfields(
            self.host.schema, self.fragments, self.variables, self.operation, kind, details
        )
        return collected.grouped_field_set

    def shown(self, permission: str | None) -> bool:
        """Has the viewer a permission, if one is needed?"""
        if permission is None:
            return True
        if self._rights.permissions is None:
            raise Uncompilable("nobody asks")
        return permission in self._rights.permissions

    def guarded(self, end: To) -> bool:
        """Is it to be looked for among the rows that the viewer sees?"""
        return self._rights.restricted and not end.within and end.model in self.host.guarded

    def runtime(self, kind: Any, model: type[Model]) -> GraphQLObjectType:
        """The type that rows of a model have where a field is of this type."""
        kind = nullable(kind)
        if is_abstract_type(kind):
            return self.named(kind, model.__name__)
        if kind.is_type_of is not None and kind.name != model.__name__:
            raise Uncompilable(f"{model.__name__} as {kind.name}")
        return kind  # type: ignore[no-any-return]

    def named(self, kind: Any, name: str) -> GraphQLObjectType:
        """One of the types that an abstract one can be."""
        runtime = self.host.schema.get_type(name)
        if not isinstance(runtime, GraphQLObjectType):
            raise Uncompilable(f"{name} as {kind.name}")
        if not self.host.schema.is_sub_type(kind, runtime):
            raise Uncompilable(f"{name} as {kind.name}")
        return runtime

    def completer(self, kind: Any, details: Details) -> Completer:
        if isinstance(kind, GraphQLNonNull):
            return _Required(self.completer(kind.of_type, details))
        if is_leaf(kind):
            return _Leaves(kind)
        if isinstance(kind, GraphQLList):
            return _Lists(self.completer(kind.of_type, details))
        return Composite(self, kind, details)

    def children(self, declared: Children, kind: Any, details: Details) -> Completer:
        return ChildrenOf(self, declared, kind, details)

    def ends(self, declared: Edge, kind: Any, details: Details) -> Completer:
        return EndsOf(self, declared, kind, details)

    def objects(self, kind: GraphQLObjectType, details: Details) -> Encoder:
        writer = Writer(self)
        return writer.encoder(writer.object(kind, details, Objects()))


class _Required:
    def __init__(self, inner: Completer) -> None:
        self._inner: Any = inner

    def connection(self, page: Page) -> Connection | None:
        found: Connection | None = self._inner.connection(page)
        return found

    async def __call__(self, values: list[Any], run: Run) -> list[Any]:
        answers: list[Any] = await self._inner(values, run)
        if None in answers:
            raise HandOver
        return answers


class _Leaves:
    def __init__(self, kind: Any) -> None:
        self._complete = completed(kind)

    async def __call__(self, values: list[Any], run: Run) -> list[Any]:
        return [self._complete(value) for value in values]


class _Lists:
    def __init__(self, inner: Completer) -> None:
        self._inner = inner

    async def __call__(self, values: list[Any], run: Run) -> list[Any]:
        if not all(value is None or type(value) is list for value in values):
            raise HandOver
        flat = [item for value in values if value is not None for item in value]
        place = iter(await self._inner(flat, run) if flat else [])
        return [None if value is None else [next(place) for _ in value] for value in values]


class Composite:
    """Objects, and what stands for rows that nobody has read yet."""

    def __init__(self, compilation: Compilation, kind: Any, details: Details) -> None:
        self._compilation = compilation
        self._kind = kind
        self._is_abstract = is_abstract_type(kind)
        self._details = details
        self._encoders: dict[str, Encoder] = {}
        self._rows: dict[type[Model], Rows | None] = {}
        self._connections: dict[tuple[Any, ...], Connection | None] = {}

    async def __call__(self, values: list[Any], run: Run) -> list[Any]:
        first = values[0]
        if isinstance(first, Page):
            return await self._pages(values, run)
        if isinstance(first, One) and len(values) == 1:
            return [await self.unread(first, run)]
        present = [value for value in values if value is not None]
        by_kind: dict[str, list[Any]] = {}
        for value in present:
            by_kind.setdefault(self._runtime(value, run), []).append(value)
        if len(by_kind) == 1 and len(present) == len(values):
            ((name, values),) = by_kind.items()
            return await self._encoder(name).answers(values, run)
        answers = {
            name: iter(await self._encoder(name).answers(of, run)) for name, of in by_kind.items()
        }
        return [
            None if value is None else next(answers[self._runtime(value, run)]) for value in values
        ]

    def unread(self, wanted: One | Page, run: Run) -> Awaitable[Any]:
        """The answer for one of them, which is never null."""
        try:
            if isinstance(wanted, Page):
                connection = self.connection(wanted)
                if connection is not None:
                    return connection.alone(wanted, run)
            else:
                rows = self._rows.get(model := wanted.rows.model) or self._rows_of(model)
                if rows is not None:
                    return rows.one(wanted, run)
        except Unwritable:
            pass
        return self._whole(wanted, run)

    async def _whole(self, wanted: One | Page, run: Run) -> Any:
        [answer] = await self([await wanted], run)
        return hand_over() if answer is None else answer

    def _rows_of(self, model: type[Model]) -> Rows | None:
        """What answers such a row; None if it has to be read whole."""
        if model not in self._rows:
            kind = self._compilation.runtime(self._kind, model)
            try:
                self._rows[model] = Rows(self._compilation, model, kind, self._details)
            except Unfit:
                self._rows[model] = None
        return self._rows[model]

    async def _pages(self, pages: list[Page], run: Run) -> list[Any]:
        if len(pages) == 1:
            return [await self.unread(pages[0], run)]
        if not all(isinstance(page, Page) for page in pages):
            raise HandOver
        if any(page.column != pages[0].column for page in pages):
            return [await self.unread(page, run) for page in pages]
        connection = self.connection(pages[0])
        if connection is not None:
            try:
                return await connection.answers(pages, run)
            except Unwritable:
                pass
        return await self([await page for page in pages], run)

    def connection(self, page: Page) -> Connection | None:
        """What answers such pages; None if their rows have to be read whole."""
        kind = Findings if isinstance(page, Found) else Connection
        key = (kind, page.rows.model, page.column)
        if key not in self._connections:
            try:
                self._connections[key] = kind(
                    self._compilation, page.rows.model, page.column, self._kind, self._details
                )
            except Unfit:
                self._connections[key] = None
        return self._connections[key]

    def _runtime(self, value: Any, run: Run) -> str:
        """The name of its type. Raises HandOver if graphql-core would not take it as such."""
        if self._is_abstract:
            kind = self._compilation.named(self._kind, type(value).__name__)
        else:
            kind = self._kind
        if kind.is_type_of is not None and not kind.is_type_of(value, run.info):  # type: ignore[arg-type]
            raise HandOver
        return kind.name

    def _encoder(self, name: str) -> Encoder:
        if name not in self._encoders:
            kind: Any = self._compilation.host.schema.get_type(name)
            self._encoders[name] = self._compilation.objects(kind, self._details)
        return self._encoders[name]
