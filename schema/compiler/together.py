"""A row and a page of what belongs to it in one statement, as both are known by the row's id."""

from typing import TYPE_CHECKING, Any, NamedTuple

from schema.compiler.conditions import Conditions, Unwritable, placed
from schema.compiler.connections import Connection
from schema.compiler.declared import Found, One, Page
from schema.compiler.host import Run
from schema.compiler.leaves import HandOver

if TYPE_CHECKING:
    from schema.compiler.rows import Rows


class Ahead(NamedTuple):
    """The page of a side, which the resolver gave for the id alone."""

    side: int
    page: Page
    connection: Connection
    part: Conditions


def ahead(rows: "Rows", wanted: One, run: Run) -> Ahead | None:
    """The first such page, if there is one."""
    for place, side in enumerate(rows.encoder.sides):
        if not (side.by_id and rows.select.wall):
            continue
        [page] = side.wanted([{rows.key: wanted.id}], run)
        if not isinstance(page, Page) or isinstance(page, Found):
            continue
        connection = side.complete.connection(page)
        if connection is not None and connection.select.wall:
            try:
                return Ahead(place, page, connection, connection.conditions(page, run))
            except Unwritable:
                continue
    return None


async def one(rows: "Rows", conditions: Conditions, found: Ahead, run: Run) -> Any:
    """The answer for the row. Raises HandOver if there is none."""
    page, connection, part = found.page, found.connection, found.part
    key = (conditions.template, part.template, page.size, *page.sorting())
    sql = rows.statements.get(key)
    if sql is None:
        sql = rows.remember(key, _sql(rows, conditions, found))
    records = await rows.fetch(sql, run, *conditions.values, *part.values)
    width = connection.select.width
    if not records or records[0][width + rows.key] is None:
        raise HandOver
    own, *others = records
    answer = await connection.answer(page, others, run)
    row = [tuple(own)[width:]]
    sides = [
        [answer] if place == found.side else await side.work_out(row, run)
        for place, side in enumerate(rows.encoder.sides)
    ]
    return rows.encoder.encode(row, run, *sides)[0]


def _sql(rows: "Rows", conditions: Conditions, found: Ahead) -> str:
    """The row, its columns behind the page's, and then the page's rows in their order.

    That order is the page's own: one over both would have every row go through two nodes more. A
    part with a limit is in no parallel plan, so that one part is read after the other.
    """
    count, start = len(conditions.values), rows.select.first
    where = placed(conditions.template, count, start=start)
    row = rows.select.sql(where, before=found.connection.select.width)
    after = rows.select.width
    page = found.connection.statement(found.page, found.part, start=start + count, after=after)
    return f"{row} UNION ALL ({page})"
