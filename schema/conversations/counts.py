"""Hearing of lists that are kept, and of how many there are in each."""

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import aclosing
from time import monotonic
from typing import Annotated, Final, get_args
from uuid import UUID

import strawberry

import models.views
from models.events import EventName
from models.identifiers import global_id
from models.tenancy import acting_for
from models.viewer import Viewer
from models.views import tally
from models.views.counting import PACE
from schema.context import Info
from schema.conversations.views import View, ViewCount
from schema.events import follow
from schema.happened import Happened
from schema.roots import subscription
from schema.scalars import Cursor
from schema.several import several

NAMES: Final = ("view.created", "view.updated", "view.deleted")
MOVING: Final = (
    *(name for name in get_args(EventName) if name.startswith("conversation.")),
    "message.created",
    *NAMES,
)


@strawberry.type(description="How many conversations there are in a view.")
class CountOfView:
    view_id: strawberry.ID
    count: ViewCount


@strawberry.type(description="A list that was kept, changed or dropped.")
class ViewChanged(Happened):
    @strawberry.field(description="Of the list.")
    def view_id(self) -> strawberry.ID:
        return strawberry.ID(global_id("View", self.recorded.subject_id))

    @strawberry.field(description="As it is now; null when it is gone, or for you no more.")
    async def view(self, info: Info) -> View | None:
        return await info.context.viewer.views.get_or_none(  # type: ignore[return-value]
            id=self.recorded.subject_id
        )


@strawberry.type(description="How many there are now, where that is not what was told before.")
class ViewCountsChanged(Happened):
    counts: list[CountOfView]


@strawberry.type
class ViewSubscription:
    @subscription("conversations:read", description="Views, as they are made, changed or deleted.")
    async def view_changed(
        self, info: Info, after: Cursor | None = None
    ) -> AsyncIterator[ViewChanged]:
        async with aclosing(follow(info, after, names=NAMES)) as told:
            async for event in told:
                yield ViewChanged(recorded=event)

    @subscription(
        "conversations:read",
        description="How many conversations there are in views, at most once a second: all of "
        "those asked for when the first thing happens, and then whenever one has changed.",
    )
    async def view_counts_changed(
        self,
        info: Info,
        view_ids: Annotated[
            list[strawberry.ID] | None,
            strawberry.argument(description="Of these, up to 100; without it, of all of yours."),
        ] = None,
        after: Cursor | None = None,
    ) -> AsyncIterator[ViewCountsChanged]:
        context, viewer = info.context, info.context.viewer
        covered, due, last = 0, 0.0, None
        if view_ids is not None:
            with acting_for(viewer.company_id):
                await several(viewer.views, view_ids, path="viewIds")
        async with aclosing(follow(info, after, names=MOVING, either=True)) as told:
            async for event in told:
                if event.seq <= covered:
                    continue
                if (wait := due - monotonic()) > 0:
                    if context.turn is not None:
                        context.turn.give()  # others execute while we wait
                    await asyncio.sleep(wait)
                with acting_for(viewer.company_id):
                    views = await _visible(viewer, view_ids)
                covered, counts = await tally.of(views, by=viewer, behind=event.seq)
                due = monotonic() + PACE
                if counts != last:
                    last = counts
                    yield ViewCountsChanged(recorded=event, counts=_told(counts))


async def _visible(viewer: Viewer, ids: Sequence[str] | None) -> list[models.views.View]:
    """Those of them that are still there, and for them."""
    wanted = {global_id("View", view.id): view for view in await viewer.views}
    if ids is None:
        return list(wanted.values())
    return [wanted[id] for id in dict.fromkeys(ids) if id in wanted]


def _told(counts: Mapping[UUID, models.views.Count]) -> list[CountOfView]:
    return [
        CountOfView(
            view_id=strawberry.ID(global_id("View", id)),
            count=ViewCount(value=count.value, more=count.more),
        )
        for id, count in counts.items()
    ]
