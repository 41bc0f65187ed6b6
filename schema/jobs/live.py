"""Jobs, as they change."""

from collections.abc import AsyncIterator
from contextlib import aclosing
from typing import Annotated, Final, get_args
from uuid import UUID

import strawberry

import models.events
import models.job
from models.events import EventName
from models.tenancy import acting_for, find
from schema.context import Info
from schema.edges import To, edge
from schema.events import cursor_of, follow
from schema.jobs.job import Job
from schema.roots import subscription
from schema.scalars import Cursor

OF_JOBS: Final = tuple(name for name in get_args(EventName) if name.startswith("job."))


@strawberry.type(description="A job that changed, as it is now.")
class JobChanged:
    recorded: strawberry.Private[models.events.Event]

    @strawberry.field(description="The position behind this.")
    def cursor(self) -> Cursor:
        return cursor_of(self.recorded)

    @strawberry.field(description="What happened, such as job.dead.")
    def event(self) -> str:
        return self.recorded.name

    job: Job = edge(To("recorded.subject_id", models.job.Job), description="The job.")


@strawberry.type
class JobSubscription:
    @subscription(
        "jobs:read",
        description="Jobs that fail, die, make progress, or are retried or cancelled. Starts and "
        "successes, too, but of kinds whose effect is an event of its own, like message.deliver.",
    )
    async def job_changed(
        self,
        info: Info,
        job_id: Annotated[
            strawberry.ID | None,
            strawberry.argument(description="Of this job only; without it, of all."),
        ] = None,
        kinds: list[str] | None = None,
        after: Cursor | None = None,
    ) -> AsyncIterator[JobChanged]:
        about = await _found(info, job_id)
        async with aclosing(follow(info, after, names=OF_JOBS)) as told:
            async for event in told:
                if about in (None, event.subject_id) and (
                    kinds is None or event.changes.get("kind") in kinds
                ):
                    yield JobChanged(recorded=event)


async def _found(info: Info, id: strawberry.ID | None) -> UUID | None:
    """A subscription follows outside the company's walls, so it must look inside them first."""
    if id is None:
        return None
    viewer = info.context.viewer
    with acting_for(viewer.company_id):
        return (await find(viewer.jobs, id)).id
