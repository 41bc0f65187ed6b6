"""Rows of a model, by statements of our own if their columns suffice, else as objects."""

from collections import defaultdict
from collections.abc import Awaitable, Sequence
from typing import TYPE_CHECKING, Any

from graphql import GraphQLObjectType
from graphql.execution.collect_fields import FieldDetails
from tortoise.models import Model

from schema.compiler import together
from schema.compiler.conditions import Conditions, Unwritable, placed
from schema.compiler.declared import Children, Edge, One
from schema.compiler.host import Run
from schema.compiler.leaves import HandOver, nullable
from schema.compiler.readers import Records, Unfit
from schema.compiler.select import ROOT, Order, Select
from schema.compiler.writer import Writer

if TYPE_CHECKING:
    from schema.compiler.compilation import Compilation

REMEMBERED = 64  # statements of one part of a plan


class Rows:
    """Rows of one model, answered as one type."""

    def __init__(
        self,
        compilation: "Compilation",
        model: type[Model],
        kind: GraphQLObjectType,
        details: list[FieldDetails],
    ) -> None:
        """Raises Unfit."""
        self.host = compilation.host
        self.model = model
        self.select = Select(model, wall=self.host.wall)
        writer = Writer(compilation)
        row = writer.object(kind, details, Records(self.select, ROOT, model, None))
        self.key = self.select.place(ROOT, model._meta.pk_attr, model)
        self.encoder = writer.encoder(row)
        self.statements: dict[Any, str] = {}
        self._has_pages = any(side.by_id for side in self.encoder.sides)

    def one(self, wanted: One, run: Run) -> Awaitable[Any]:
        """The answer for a row that nobody has read yet. Raises Unwritable at once."""
        conditions = Conditions(wanted.rows, wall=self.select.wall, company=run.company)
        conditions.identify(wanted.id)
        if self._has_pages:
            page = together.ahead(self, wanted, run)
            if page is not None:
                return together.one(self, conditions, page, run)
        sql = self.statements.get(conditions.template)
        if sql is None:
            places = placed(conditions.template, len(conditions.values), start=self.select.first)
            sql = self.remember(conditions.template, self.select.sql(places))
        return self._read_one(sql, conditions.values, run)

    async def _read_one(self, sql: str, values: list[Any], run: Run) -> Any:
        records = await self.fetch(sql, run, *values)
        if len(records) != 1:
            raise HandOver
        if self.encoder.sides:
            return (await self.encoder.answers(records, run))[0]
        return self.encoder.encode(records, run)[0]

    async def any_of(
        self, column: str, ids: Sequence[Any], run: Run
    ) -> tuple[Sequence[Any], list[Any]]:
        """The rows with one of these in a column, by id: its value in each, and their answers."""
        place = self.select.place(ROOT, column, self.model)
        records = self.known(column, ids, run) or await self.read(column, ids, run)
        answers = await self.encoder.answers(records, run)
        return [record[place] for record in records], answers

    def known(self, column: str, ids: Sequence[Any], run: Run) -> list[Any] | None:
        """Their records, if one is asked for that need not be read."""
        if column != self.model._meta.pk_attr or len(ids) != 1:
            return None
        record = self.select.made_of(self.host.known, ids[0], run.company)
        return None if record is None else [record]

    async def read(self, column: str, ids: Sequence[Any], run: Run) -> list[Any]:
        sql = self.statements.get(column)
        if sql is None:
            name = self.model._meta.fields_db_projection[column]
            where = f'{ROOT}."{name}" = ANY(${self.select.first})'
            sql = self.remember(column, self.select.sql(where, Order(self.model, ["id"])))
        return await self.fetch(sql, run, list(dict.fromkeys(ids)))

    def fetch(self, sql: str, run: Run, *values: Any) -> Awaitable[list[Any]]:
        if self.select.wall:
            return self.host.fetch(sql, run.company, *values)
        return self.host.fetch(sql, *values)

    def remember(self, key: Any, sql: str) -> str:
        if len(self.statements) >= REMEMBERED:
            self.statements.clear()
        self.statements[key] = sql
        return sql


class AnyOf:
    """Rows by the value of one column: as `Rows`, or else as objects."""

    def __init__(
        self,
        compilation: "Compilation",
        model: type[Model],
        column: str,
        kind: GraphQLObjectType,
        details: list[FieldDetails],
        *,
        guarded: bool = False,
    ) -> None:
        self._column = column
        self._rows: Rows | None = None
        self._among = compilation.host.guarded[model] if guarded else lambda _: model.all()
        if guarded:
            self._objects = compilation.objects(kind, details)
            return
        try:
            self._rows = Rows(compilation, model, kind, details)
            self._rows.select.place(ROOT, column, model)
        except Unfit:
            self._objects = compilation.objects(kind, details)

    async def answers(self, ids: Sequence[Any], run: Run) -> tuple[Sequence[Any], list[Any]]:
        if self._rows is not None:
            return await self._rows.any_of(self._column, ids, run)
        wanted = {f"{self._column}__in": list(dict.fromkeys(ids))}
        found = await self._among(run.info.context).filter(**wanted).order_by("id")
        answers = await self._objects.answers(found, run)
        return [getattr(row, self._column) for row in found], answers


class ChildrenOf:
    """Completes the ids of parents with the lists of their children."""

    def __init__(
        self, compilation: "Compilation", declared: Children, kind: Any, details: list[FieldDetails]
    ) -> None:
        inner = nullable(nullable(kind).of_type)
        self._rows = AnyOf(compilation, declared.model, declared.column, inner, details)

    async def __call__(self, ids: list[Any], run: Run) -> list[Any]:
        parents, answers = await self._rows.answers(ids, run)
        children: dict[Any, list[Any]] = defaultdict(list)
        for parent, answer in zip(parents, answers, strict=True):
            children[parent].append(answer)
        return [children.get(id, []) for id in ids]


class EndsOf:
    """Completes pairs of an end's place and an id with the row there."""

    def __init__(
        self, compilation: "Compilation", edge: Edge, kind: Any, details: list[FieldDetails]
    ) -> None:
        self._required = nullable(kind) is not kind
        self._ends = [
            AnyOf(
                compilation,
                end.model,
                "id",
                compilation.runtime(kind, end.model),
                details,
                guarded=compilation.guarded(end),
            )
            if compilation.shown(end.needs)
            else None
            for end in edge.ends
        ]

    async def __call__(self, picked: list[Any], run: Run) -> list[Any]:
        wanted: dict[int, list[Any]] = defaultdict(list)
        for pick in picked:
            if pick is not None:
                wanted[pick[0]].append(pick[1])
        found: dict[Any, Any] = {None: None}
        for place, ids in wanted.items():
            end = self._ends[place]
            if end is None:
                raise HandOver
            there, answers = await end.answers(ids, run)
            found.update(zip(((place, id) for id in there), answers, strict=True))
        answers = [found.get(pick) for pick in picked]
        if self._required and None in answers:
            raise HandOver
        return answers


__all__ = ["AnyOf", "ChildrenOf", "EndsOf", "Rows", "Unwritable"]
