"""Figures of a time, from recorded facts: one statement, whatever is asked."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID
from zoneinfo import ZoneInfo

from models.database import fetch
from models.errors import Field, Invalid
from models.identity.company import Company
from models.oversight.fact import Metric
from models.tenancy import current_company

if TYPE_CHECKING:
    from models.viewer import Viewer

MOST_ROWS: Final = 1_000
LONGEST: Final = timedelta(days=2 * 366)


class Grouping(StrEnum):
    """DAY, WEEK (from Monday) and MONTH are of the company's time zone."""

    DAY = "DAY"
    WEEK = "WEEK"
    MONTH = "MONTH"
    MEMBER = "MEMBER"
    QUEUE = "QUEUE"
    INBOX = "INBOX"
    LABEL = "LABEL"


class Clock(StrEnum):
    WALL = "WALL"
    BUSINESS = "BUSINESS"


@dataclass(frozen=True, slots=True)
class ReportRow:
    """Of one group; of what it is not grouped by there is nothing, nor of a fact that had none."""

    period: date | None
    member_id: UUID | None
    queue_id: UUID | None
    inbox_id: UUID | None
    label_id: UUID | None
    count: int
    sum: float
    average: float
    median: float
    p90: float


@dataclass(frozen=True, slots=True)
class Report:
    """By period, then by the groups; `capped`: there are more rows than MOST_ROWS."""

    timezone: str
    rows: Sequence[ReportRow] = field(default_factory=list)
    capped: bool = False


async def report(
    metric: Metric,
    begin: datetime,
    end: datetime,
    *,
    viewer: "Viewer",
    by: Collection[Grouping] = (),
    only: Mapping[Grouping, UUID] | None = None,
    clock: Clock = Clock.WALL,
) -> Report:
    """Of what ended from `begin` up to `end`; times without an offset are the company's own.

    Of a member who does not see all queues, it counts what was in none, in theirs, or theirs.
    """
    zone = ZoneInfo((await Company.current()).timezone)
    begin, end = (at if at.tzinfo else at.replace(tzinfo=zone) for at in (begin, end))
    _check(begin, end, by)
    asked: list[Any] = [current_company(), metric.value, begin, end]
    sql = statement(by, only or {}, clock, asked, zone.key, viewer)
    found = await fetch(sql, *asked)
    rows = [ReportRow(*row) for row in found[:MOST_ROWS]]
    return Report(zone.key, rows, capped=len(found) > MOST_ROWS)


def statement(
    by: Collection[Grouping],
    only: Mapping[Grouping, UUID],
    clock: Clock,
    asked: list[Any],
    timezone: str,
    viewer: "Viewer",
) -> str:
    """The SQL, whose arguments are added to those `asked` for already."""

    def place(value: Any) -> str:
        asked.append(value)
        return f"${len(asked)}"

    columns = dict.fromkeys(("period", *COLUMNS.values()), "NULL")
    for each in by:
        if each in PERIODS:
            local = f"f.ended_at AT TIME ZONE {place(timezone)}"
            columns["period"] = f"date_trunc('{each.lower()}', {local})::date"
        else:
            columns[COLUMNS[each]] = "l.id" if each is Grouping.LABEL else f"f.{COLUMNS[each]}"
    groups = [str(n) for n, each in enumerate(columns.values(), start=1) if each != "NULL"]
    conditions = [
        f"f.label_ids ? {place(str(id))}::text"
        if each is Grouping.LABEL
        else f"f.{COLUMNS[each]} = {place(id)}::uuid"
        for each, id in only.items()
    ]
    if viewer.sight is not None:
        member, queues = (place(value) for value in viewer.sight.values)
        conditions.append(
            f"(f.queue_id IS NULL OR f.queue_id = ANY({queues}::uuid[])"
            f" OR f.member_id = {member}::uuid)"
        )
    value = "f.value" if clock is Clock.WALL else "f.business_value"
    return SELECT.format(
        columns=", ".join(columns.values()),
        value=value,
        labels=LABELS if Grouping.LABEL in by else "",
        conditions="".join(f" AND {each}" for each in conditions),
        groups=f"GROUP BY {', '.join(groups)} ORDER BY {', '.join(groups)}"
        if groups
        else "HAVING count(*) > 0",
        limit=MOST_ROWS + 1,
    )


def _check(begin: datetime, end: datetime, by: Collection[Grouping]) -> None:
    wrong = []
    if begin >= end:
        wrong.append(Field("until", "NOT_LATER", "`until` must be later than `since`."))
    elif end - begin > LONGEST:
        wrong.append(Field("until", "OUT_OF_RANGE", "A report covers two years at most."))
    if len(set(by) & PERIODS) > 1:
        message = "Group by one of DAY, WEEK and MONTH."
        wrong.append(Field("groupBy", "SEVERAL_PERIODS", message))
    if wrong:
        raise Invalid(wrong)


PERIODS: Final = frozenset({Grouping.DAY, Grouping.WEEK, Grouping.MONTH})
COLUMNS: Final = {
    Grouping.MEMBER: "member_id",
    Grouping.QUEUE: "queue_id",
    Grouping.INBOX: "inbox_id",
    Grouping.LABEL: "label_id",
}
# A fact without a label is in the group of those, not in none.
LABELS: Final = """
    LEFT JOIN LATERAL (
        SELECT e::uuid AS id FROM jsonb_array_elements_text(f.label_ids) AS e
    ) AS l ON true
"""
SELECT: Final = """
    SELECT {columns}, count(*), sum({value}), avg({value}),
           percentile_cont(0.5) WITHIN GROUP (ORDER BY {value}),
           percentile_cont(0.9) WITHIN GROUP (ORDER BY {value})
    FROM reporting_facts f {labels}
    WHERE f.company_id = $1 AND f.name = $2 AND f.ended_at >= $3 AND f.ended_at < $4{conditions}
    {groups} LIMIT {limit}
"""
