"""The lists of jobs and of lanes."""

from datetime import datetime
from enum import Enum

import strawberry
from tortoise.queryset import QuerySet

import models.job
from models.job import JobPriority, JobState
from schema.context import Info
from schema.jobs.job import Job, JobLane
from schema.nodes import One, one
from schema.pages import Connection, Order, Page, Window, page
from schema.roots import query


@strawberry.input(description="Jobs to which all of this applies.")
class JobFilter:
    states: list[JobState] | None = None
    kinds: list[str] | None = None
    priorities: list[JobPriority] | None = None
    created_after: datetime | None = None
    created_before: datetime | None = None

    def among(self, rows: QuerySet[models.job.Job]) -> QuerySet[models.job.Job]:
        conditions = {
            "state__in": self.states,
            "kind__in": self.kinds,
            "priority__in": self.priorities,
            "created_at__gt": self.created_after,
            "created_at__lt": self.created_before,
        }
        return rows.filter(**{name: value for name, value in conditions.items() if value})


@strawberry.enum(description="By when they were wanted, or when they are due.")
class JobOrder(Enum):
    NEWEST_FIRST = Order("id")
    OLDEST_FIRST = Order("id", descending=False)
    NEXT_FIRST = Order("run_at", descending=False)


@strawberry.type
class JobQuery:
    @query(
        "jobs:read",
        description="The company's jobs.",
        graphql_type=Connection[Job],
    )
    def jobs(
        self,
        info: Info,
        filter: JobFilter | None = None,
        order: JobOrder = JobOrder.NEWEST_FIRST,
        first: int | None = None,
        after: str | None = None,
        last: int | None = None,
        before: str | None = None,
    ) -> Page:
        rows = info.context.viewer.jobs
        if filter is not None:
            rows = filter.among(rows)
        return page(rows, order.value, Window(first, after, last, before))

    @query("jobs:read", description="One job.", graphql_type=Job)
    def job(self, info: Info, id: strawberry.ID) -> One:
        return one(info.context.viewer.jobs, id)

    @query(
        "jobs:read",
        description="Kinds of jobs that were paused once, or have limits.",
        graphql_type=Connection[JobLane],
    )
    def job_lanes(
        self,
        info: Info,
        first: int | None = None,
        after: str | None = None,
        last: int | None = None,
        before: str | None = None,
    ) -> Page:
        order = Order("id", descending=False)
        return page(info.context.viewer.job_lanes, order, Window(first, after, last, before))
