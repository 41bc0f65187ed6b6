"""Pages of lists, as Relay's connections."""

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any, Final

from graphql import GraphQLObjectType
from graphql.execution.collect_fields import FieldDetails
from tortoise.fields import DatetimeField
from tortoise.models import Model

from schema.compiler.conditions import Conditions, placed, type_of
from schema.compiler.declared import Page
from schema.compiler.host import Run, Uncompilable
from schema.compiler.leaves import nullable
from schema.compiler.readers import Records
from schema.compiler.select import ROOT, Order, Select
from schema.compiler.sides import listed
from schema.compiler.source import quoted
from schema.compiler.wire import wire
from schema.compiler.writer import Writer

if TYPE_CHECKING:
    from schema.compiler.compilation import Compilation

REMEMBERED: Final = 64  # statements of one part of a plan
# What `pageInfo` says, by the names that Strawberry knows; but for a row's cursor, these are the
# encoder's parameters.
_SAID: Final = {
    "has_next_page": "following",
    "has_previous_page": "preceding",
    "start_cursor": "([{cursor} for r in rows[:1]] or (None,))[0]",
    "end_cursor": "([{cursor} for r in rows[-1:]] or (None,))[0]",
}


class Connection:
    """Pages of one model's rows, sorted by one column."""

    def __init__(
        self,
        compilation: "Compilation",
        model: type[Model],
        column: str,
        kind: GraphQLObjectType,
        details: list[FieldDetails],
    ) -> None:
        """Raises Unfit, or Uncompilable where this is no connection."""
        self._compilation = compilation
        self._model = model
        self.select = Select(model, wall=compilation.host.wall)
        self._statements: dict[Any, str] = {}
        self._writer = Writer(compilation)
        self._row = Records(self.select, ROOT, model, None)
        self._column = column
        self._before: str | None = None
        self._parts = [(key, *self._part(kind, of)) for key, of in self._fields(kind, details)]
        self._sides = self._writer.sides
        self._encoders: dict[int, Callable[..., Any]] = {}

    async def answers(self, pages: list[Page], run: Run) -> list[Any]:
        """One for each page. Raises Unwritable."""
        parts = [self.conditions(page, run) for page in pages]
        if len(pages) == 1:
            return [await self._alone(pages[0], parts[0], run)]
        first, asked = pages[0], parts[0].template
        if any(
            (part.template, page.size, page.sorting()) != (asked, first.size, first.sorting())
            for page, part in zip(pages, parts, strict=True)
        ):
            return [
                await self._alone(page, part, run) for page, part in zip(pages, parts, strict=True)
            ]
        if all(part.values == parts[0].values for part in parts):
            return [await self._alone(first, parts[0], run)] * len(pages)
        return await self._together(pages, parts, run)

    def alone(self, page: Page, run: Run) -> Awaitable[Any]:
        """The answer for a page. Raises Unwritable at once."""
        return self._alone(page, self.conditions(page, run), run)

    async def _alone(self, page: Page, part: Conditions, run: Run) -> Any:
        key = (part.template, page.size, *page.sorting())
        sql = self._statements.get(key)
        if sql is None:
            sql = self._remember(key, self.statement(page, part, start=self.select.first))
        return await self.answer(page, await self._fetch(sql, run, *part.values), run)

    def statement(self, page: Page, part: Conditions, *, start: int, after: int = 0) -> str:
        """Its first parameter has the number `start`, but for the wall's."""
        where = placed(part.template, len(part.values), start=start)
        return self.select.sql(where, self.order(page), after=after)

    def order(self, page: Page) -> Order:
        """With one row more than the page has, to know of it."""
        return Order(self._model, page.sorting(), page.size + 1)

    async def answer(self, page: Page, found: list[Any], run: Run) -> Any:
        """Of the records of its statement."""
        rows, *ends = _cut(page, found)
        sides = [await side.work_out(rows, run) for side in self._sides]
        return self._encoder(rows)(rows, run, page.sealing(), *ends, *sides)

    async def _together(self, pages: list[Page], parts: list[Conditions], run: Run) -> list[Any]:
        """One statement for the pages of many parents, which differ in their values only."""
        values = list(zip(*(part.values for part in parts), strict=True))
        differing = [place for place, of in enumerate(values) if any(v != of[0] for v in of)]
        common = [place for place in range(len(values)) if place not in differing]
        first, page = parts[0], pages[0]
        key = (first.template, page.size, *page.sorting(), *differing, len(differing))
        sql = self._statements.get(key)
        if sql is None:
            start = self.select.first
            names = {place: f"p.v{place}" for place in differing}
            names |= {
                place: f"${number}" for number, place in enumerate(common, start + len(differing))
            }
            sql = self._remember(
                key,
                self.select.each(
                    first.template.format(*(names[place] for place in range(len(values)))),
                    self.order(page),
                    [f"v{place}" for place in differing],
                    [type_of(first.fields[place]) for place in differing],
                ),
            )
        arrays = [list(values[place]) for place in differing]
        found = await self._fetch(sql, run, *arrays, *(values[place][0] for place in common))
        by_page: list[list[Any]] = [[] for _ in pages]
        for record in found:
            by_page[record[-1] - 1].append(record)
        cuts = [_cut(page, rows) for page, rows in zip(pages, by_page, strict=True)]
        every = [row for rows, *_ in cuts for row in rows]
        sides = [await side.work_out(every, run) for side in self._sides]
        answers, start = [], 0
        for page, (rows, *ends) in zip(pages, cuts, strict=True):
            part = [side[start : start + len(rows)] for side in sides]
            answers.append(self._encoder(rows)(rows, run, page.sealing(), *ends, *part))
            start += len(rows)
        return answers

    def _encoder(self, rows: list[Any]) -> Callable[..., Any]:
        """For these records, which may have other columns behind their own."""
        width = len(rows[0]) if rows else self.select.width
        if width not in self._encoders:
            sides = [f"s{place}" for place in range(len(self._sides))]
            before = [] if self._before is None else [self._before]
            beside = [*sides, "cursor"] if before else sides
            body = ", ".join(
                f"{quoted(key)}: {listed(text, beside, width=width) if of_rows else text}"
                for key, text, of_rows in self._parts
            )
            self._encoders[width] = self._writer.source.function(
                ["rows", "run", "seal", "following", "preceding", *sides], *before, f"{{{body}}}"
            )
        return self._encoders[width]

    def conditions(self, page: Page, run: Run) -> Conditions:
        return Conditions(page.wanted(), wall=self.select.wall, company=run.company)

    def _fetch(self, sql: str, run: Run, *values: Any) -> Awaitable[list[Any]]:
        walled = (run.company,) if self.select.wall else ()
        return self._compilation.host.fetch(sql, *walled, *values)

    def _remember(self, key: Any, sql: str) -> str:
        if len(self._statements) >= REMEMBERED:
            self._statements.clear()
        self._statements[key] = sql
        return sql

    def _fields(self, kind: Any, details: list[FieldDetails]) -> list[tuple[str, list[Any]]]:
        return list(self._compilation.subfields(kind, details).items())

    def _part(self, kind: GraphQLObjectType, details: list[FieldDetails]) -> tuple[str, bool]:
        """The source for a field of the connection, and whether it is one for each row."""
        name = details[0].node.name.value
        if name == "__typename":
            return quoted(kind.name), False
        named = self._compilation.host.field(kind, name).python_name
        inner = nullable(kind.fields[name].type)
        if named == "edges":
            edge = nullable(inner.of_type)
            fields = self._fields(edge, details)
            row = ", ".join(f"{quoted(key)}: {self._of_edge(edge, of)}" for key, of in fields)
            return f"{{{row}}}", True
        if named == "page_info":
            fields = self._fields(inner, details)
            said = ", ".join(f"{quoted(key)}: {self._said(inner, of)}" for key, of in fields)
            return f"{{{said}}}", False
        raise Uncompilable(f"{kind.name}.{name}")

    def _of_edge(self, kind: GraphQLObjectType, details: list[FieldDetails]) -> str:
        name = details[0].node.name.value
        if name == "__typename":
            return quoted(kind.name)
        if name == "cursor":
            return self._cursors()
        if name != "node":
            raise Uncompilable(f"{kind.name}.{name}")
        runtime = self._compilation.runtime(kind.fields[name].type, self._model)
        return self._writer.object(runtime, details, self._row)

    def _said(self, kind: GraphQLObjectType, details: list[FieldDetails]) -> str:
        name = details[0].node.name.value
        if name == "__typename":
            return quoted(kind.name)
        said = _SAID.get(str(self._compilation.host.field(kind, name).python_name))
        if said is None:
            raise Uncompilable(f"{kind.name}.{name}")
        return said.format(cursor=self._cursor()) if "cursor" in said else said

    def _cursors(self) -> str:
        """The source of a row's, as all of them are made before."""
        each = f"[{self._value()} for r in rows], [{self._id()} for r in rows]"
        self._before = f"cursor = seal.all({each})"
        return "cursor"

    def _cursor(self) -> str:
        """The source of one row's."""
        return f"seal({self._value()}, {self._id()})"

    def _value(self) -> str:
        """The source of what a row is sorted by, as it is sent."""
        row, column = self._row, self._column
        field = row.field(column)
        if isinstance(field, DatetimeField):
            return row.column(column, "sent")
        if column == "id":
            return 'b""'
        return f"{self._writer.source.bind(wire(field).sent)}({row.column(column)})"

    def _id(self) -> str:
        return self._row.column("id", "bytes")


def _cut(page: Page, found: list[Any]) -> tuple[list[Any], bool, bool]:
    """The page's rows in the order of its list, and whether there are more on either side."""
    rows = found[: page.size]
    if page.backwards:
        rows.reverse()
    return (rows, *page.neighbours(more=len(found) > page.size))
