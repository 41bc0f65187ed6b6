"""A row and a page of what belongs to it in one statement, as both are known by the row's id."""

from typing import TYPE_CHECKING, Any, Final, NamedTuple

from schema.compiler.conditions import Conditions, Unwritable, placed
from schema.compiler.connections import Connection
from schema.compiler.declared import Found, One, Page
from schema.compiler.host import Run
from schema.compiler.leaves import HandOver

if TYPE_CHECKING:
    from schema.compiler.rows import Rows

PAGE: Final = "c"  # how the page's columns are called, and the row's
ROW: Final = "p"


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
    at = width + rows.key
    # What the page is sorted by is null for the row alone: it comes first, or last.
    if records and records[0][at] is not None:
        own, others = records[0], records[1:]
    elif records and records[-1][at] is not None:
        own, others = records[-1], records[:-1]
    else:
        raise HandOver
    answer = await connection.answer(page, others, run)
    row = [tuple(own)[width:]]
    sides = [
        [answer] if place == found.side else await side.work_out(row, run)
        for place, side in enumerate(rows.encoder.sides)
    ]
    return rows.encoder.encode(row, run, *sides)[0]


def _sql(rows: "Rows", conditions: Conditions, found: Ahead) -> str:
    """The page's rows in their order, and among them the one that has a key of its own."""
    count, start = len(conditions.values), rows.select.first
    where = placed(conditions.template, count, start=start)
    row = rows.select.sql(where, name=ROW)
    page = found.connection.statement(found.page, found.part, start=start + count, name=PAGE)
    ours = [f"{PAGE}{place}" for place in range(found.connection.select.width)]
    theirs = [f"{ROW}{place}" for place in range(rows.select.width)]
    order = found.connection.order(found.page)
    by = [f"by{place}" for place, _ in enumerate(order.columns)]
    alone = [f"NULL AS {name}" for name in theirs]
    return (
        f"SELECT {', '.join([*ours, *theirs])} FROM ("  # noqa: S608 - names of our own
        f"SELECT {', '.join([*ours, *by, *alone])} FROM ({page}) q UNION ALL "
        f"SELECT {', '.join([*('NULL' for _ in (*ours, *by)), *theirs])} FROM ({row}) q"
        f") q{order.by(by)}"
    )
