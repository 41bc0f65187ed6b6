"""A company's past, made up; and where the table keeps what happened."""

from datetime import date, datetime, time, timedelta
from typing import Any

from models.database import execute, fetch
from models.events import Event, days
from models.tenancy import acting_for, every_company
from tests.people import Cast

RETENTION = 30


def partition(day: date) -> str:
    return f"events_{day:%Y%m%d}"


async def day_ago(number: int) -> date:
    """So many days before the database's today."""
    [(today,)] = await asked("SELECT (now() AT TIME ZONE 'UTC')::date")
    assert isinstance(today, date)
    return today - timedelta(number)


async def make(day: date) -> None:
    assert (await asked("SELECT make_events_partition($1)", day))[0][0]


async def age(company: Cast, upto: int, *, to: date) -> None:
    """Let all up to a seq have happened on that day, in order."""
    noon = datetime.combine(to, time(12))
    with every_company():
        await execute(
            "UPDATE events SET occurred_at = $3::timestamp AT TIME ZONE 'UTC' "
            "+ seq * interval '1 microsecond' WHERE company_id = $1 AND seq <= $2",
            company.id,
            upto,
            noon,
        )


async def keep() -> days.Kept:
    with every_company():
        return await days.keep(retention_days=RETENTION)


async def places(company: Cast) -> list[tuple[int, str]]:
    """Each event's seq and the table that holds it."""
    with acting_for(company.id):
        rows = await fetch("SELECT seq, tableoid::regclass::text FROM events ORDER BY seq")
    return [(row[0], row[1]) for row in rows]


async def partitions() -> set[str]:
    rows = await asked(
        "SELECT inhrelid::regclass::text FROM pg_inherits WHERE inhparent = 'events'::regclass"
    )
    return {row[0] for row in rows}


async def floor(company: Cast) -> int:
    with acting_for(company.id):
        return await Event.floor()


async def asked(sql: str, *args: Any) -> list[Any]:
    """As the role of upkeep."""
    with every_company():
        return await fetch(sql, *args)
