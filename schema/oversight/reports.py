"""Figures about the work."""

from datetime import datetime
from typing import TYPE_CHECKING, Annotated
from uuid import UUID

import strawberry

import models.conversations
import models.identity
import models.inboxes
import models.oversight
import models.queues
from models.errors import NotFound
from models.identifiers import local_id
from models.oversight import Clock, Grouping, Metric
from schema.context import Info
from schema.conversations.labels import Label
from schema.edges import To, derived, edge
from schema.identity.types import Member
from schema.inboxes import Inbox
from schema.roots import query

if TYPE_CHECKING:
    from datetime import date

    from schema.queues.types import Queue

strawberry.enum(
    Metric,
    name="ReportMetric",
    description="What is counted (CONVERSATION_CREATED, CONVERSATION_REOPENED, MESSAGE_IN, "
    "MESSAGE_OUT), measured in seconds (FIRST_RESPONSE, REPLY, RESOLUTION, QUEUE_WAIT), or given "
    "by contacts (RATING).",
)
strawberry.enum(
    Grouping,
    name="ReportGrouping",
    description="DAY, WEEK (which begins on Monday) and MONTH are of the company's time zone.",
)
strawberry.enum(
    Clock,
    name="ReportClock",
    description="Seconds as they pass, or those of them in which business hours were open.",
)


@strawberry.type(description="The figures of one group.")
class ReportRow:
    count: int
    sum: float
    average: float
    median: float
    p90: float = strawberry.field(description="Nine of ten were not greater.")

    @derived(description="The first day of the day, week or month, such as 2026-11-16.")
    def period(period: "date | None") -> str | None:
        return None if period is None else period.isoformat()

    member: Member | None = edge(
        To("member_id", models.identity.Member, needs="members:read"),
        description="Who answered or resolved it, was given it, or saw to it; if anybody did.",
    )
    queue: Annotated["Queue", strawberry.lazy("schema.queues.types")] | None = edge(
        To("queue_id", models.queues.Queue, needs="queues:read"),
        description="Where it was; null if in none.",
    )
    inbox: Inbox | None = edge(
        To("inbox_id", models.inboxes.Inbox, needs="inboxes:read"), description="Where it came in."
    )
    label: Label | None = edge(
        To("label_id", models.conversations.Label),
        description="One it had; what had several is counted in each, what had none without.",
    )


@strawberry.type(description="Figures, by period and then by group.")
class Report:
    timezone: str = strawberry.field(description="Of its days: the company's.")
    capped: bool = strawberry.field(description="There are more rows: ask for a shorter time.")
    rows: list[ReportRow]


@strawberry.input(description="Only what is of all of these.")
class ReportFilter:
    member_id: strawberry.ID | None = None
    queue_id: strawberry.ID | None = None
    inbox_id: strawberry.ID | None = None
    label_id: strawberry.ID | None = None


@strawberry.type
class ReportQuery:
    @query(
        "reports:read",
        description="Figures of one metric over a time, as things were then; up to 1,000 rows.",
    )
    async def report(
        self,
        info: Info,
        metric: Metric,
        since: Annotated[
            datetime,
            strawberry.argument(description="Without an offset, of the company's time zone."),
        ],
        until: Annotated[
            datetime, strawberry.argument(description="Not with it; up to two years later.")
        ],
        group_by: list[Grouping] | None = None,
        filter: ReportFilter | None = None,
        clock: Clock = Clock.WALL,
    ) -> Report:
        return await models.oversight.report(  # type: ignore[return-value]
            metric,
            since,
            until,
            viewer=info.context.viewer,
            by=group_by or (),
            only=_ids(filter),
            clock=clock,
        )


def _ids(filter: ReportFilter | None) -> dict[Grouping, UUID]:
    """Inside the walls a foreign id matches nothing, so that nothing needs to be asked about it."""
    if filter is None:
        return {}
    given = {
        Grouping.MEMBER: ("Member", filter.member_id),
        Grouping.QUEUE: ("Queue", filter.queue_id),
        Grouping.INBOX: ("Inbox", filter.inbox_id),
        Grouping.LABEL: ("Label", filter.label_id),
    }
    return {each: _local(kind, id) for each, (kind, id) in given.items() if id is not None}


def _local(kind: str, id: strawberry.ID) -> UUID:
    decoded = local_id(id)
    if decoded is None or decoded[0] != kind:
        raise NotFound
    return decoded[1]
