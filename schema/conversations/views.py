"""Lists of conversations that are kept, and how many there are in each."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

import strawberry

import models.identity
import models.queues
import models.views
from models.identifiers import global_id
from models.tenancy import find
from models.viewer import Viewer
from models.views import ViewVisibility, counted
from schema.context import Info
from schema.conversations.conversation import Conversation
from schema.conversations.filtering import ConversationCriteria, ConversationFilter
from schema.conversations.listing import ConversationOrder, SortDirection, sorted_page
from schema.edges import To, derived, edge
from schema.identity.types import Member
from schema.nodes import Node, node
from schema.pages import Connection, Order, Page, Window, page
from schema.payloads import Payload
from schema.queues.types import Queue
from schema.roots import Awaited, mutation, query

strawberry.enum(
    ViewVisibility,
    description="OWN is its owner's alone, QUEUE for who sees a queue, ALL for everybody.",
)
Row = strawberry.Parent[models.views.View]


@strawberry.type(description="A number that is counted up to a hundred.")
class ViewCount:
    value: int
    more: bool = strawberry.field(description="There are more than that.")


async def _counts(keys: Sequence[tuple[Viewer, UUID]]) -> Mapping[tuple[Viewer, UUID], ViewCount]:
    viewer = keys[0][0]
    views = await viewer.views.filter(id__in=[id for _, id in keys])
    counts = await counted(views, by=viewer)
    return {(viewer, id): ViewCount(value=of.value, more=of.more) for id, of in counts.items()}


COUNTS: Final[Any] = _counts


@node("conversations:read", lambda viewer: viewer.views)
@strawberry.type(description="A filter over conversations that is kept, with an order.")
class View(Node):
    name: str
    visibility: ViewVisibility
    position: int = strawberry.field(description="Its place among the others.")
    version: int
    created_at: datetime
    updated_at: datetime

    owner: Member | None = edge(
        To("owner_id", models.identity.Member, needs="members:read"), description="Who made it."
    )
    queue: Queue | None = edge(
        To("queue_id", models.queues.Queue, needs="queues:read"),
        description="Of the visibility QUEUE.",
    )

    @derived(description="What belongs in it.")
    def filter(criteria: Any) -> ConversationCriteria:
        return ConversationCriteria.of(criteria)

    @derived(description="What it is sorted by.")
    def order_by(order_by: str) -> ConversationOrder:
        return ConversationOrder[order_by]

    @derived(description="Which end comes first.")
    def direction(direction: str) -> SortDirection:
        return SortDirection[direction]

    @derived(description="How many of its conversations you see.")
    async def count(id: UUID, info: Info) -> ViewCount:
        found: ViewCount = await info.context.loaders.read_by(
            COUNTS, none=ViewCount(value=0, more=False)
        ).load((info.context.viewer, id))
        return found

    @strawberry.field(
        description="Its conversations that you see, in its order.",
        graphql_type=Connection[Conversation],
        extensions=[Awaited()],
    )
    async def conversations(
        root: Row,
        info: Info,
        first: int | None = None,
        after: str | None = None,
        last: int | None = None,
        before: str | None = None,
    ) -> Page:
        viewer, window = info.context.viewer, Window(first, after, last, before)
        view = await find(viewer.views, root.id)
        return sorted_page(
            view.conversations(by=viewer),
            ConversationOrder[view.order_by],
            SortDirection[view.direction],
            window,
        )


@strawberry.input
class CreateViewInput:
    name: str
    filter: ConversationFilter
    order_by: ConversationOrder = ConversationOrder.LAST_MESSAGE_AT
    direction: SortDirection = SortDirection.DESC
    visibility: ViewVisibility = ViewVisibility.OWN
    queue_id: strawberry.ID | None = strawberry.field(
        default=None, description="Of the visibility QUEUE."
    )
    position: int = 0
    client_id: str | None = strawberry.field(
        default=None, description="Yours: asking again with it gives the same view."
    )


@strawberry.input
class UpdateViewInput:
    view_id: strawberry.ID
    name: str | None = strawberry.UNSET
    filter: ConversationFilter | None = strawberry.UNSET
    order_by: ConversationOrder | None = strawberry.UNSET
    direction: SortDirection | None = strawberry.UNSET
    visibility: ViewVisibility | None = strawberry.UNSET
    queue_id: strawberry.ID | None = strawberry.UNSET
    position: int | None = strawberry.UNSET
    version: int | None = strawberry.field(
        default=None,
        description="The version you saw; CONFLICT, with currentVersion, when it has moved.",
    )


@strawberry.input
class DeleteViewInput:
    view_id: strawberry.ID
    version: int | None = strawberry.field(
        default=None,
        description="The version you saw; CONFLICT, with currentVersion, when it has moved.",
    )


@strawberry.type
class CreateViewPayload(Payload):
    view: View


@strawberry.type
class UpdateViewPayload(Payload):
    view: View


@strawberry.type
class DeleteViewPayload(Payload):
    view_id: strawberry.ID


@strawberry.type
class ViewQuery:
    @query(
        "conversations:read",
        description="Your views and those shared with you (kept filters), by position.",
        graphql_type=Connection[View],
    )
    def views(self, info: Info, *, first: int | None = None, after: str | None = None) -> Page:
        order = Order("position", descending=False)
        return page(info.context.viewer.views, order, Window(first, after))


@strawberry.type
class ViewMutation:
    @mutation(
        "conversations:read",
        description="Keep a filter as a view; for others, too, with conversations:assign.",
    )
    async def create_view(self, info: Info, input: CreateViewInput) -> CreateViewPayload:
        viewer = info.context.viewer
        queue = await find(viewer.queues, input.queue_id) if input.queue_id else None
        view = await models.views.View.keep(
            input.name,
            input.filter.criteria(),
            by=viewer,
            order_by=input.order_by.name,
            direction=input.direction.name,
            visibility=input.visibility,
            queue_id=queue.id if queue else None,
            position=input.position,
            client_id=input.client_id,
        )
        return await CreateViewPayload.at(info, view=view)

    @mutation(
        "conversations:read",
        description="Change a view: yours, or with conversations:assign another's.",
    )
    async def update_view(self, info: Info, input: UpdateViewInput) -> UpdateViewPayload:
        viewer = info.context.viewer
        view = await find(viewer.views, input.view_id)
        columns: dict[str, Any] = {
            name: value
            for name in ("name", "visibility", "position")
            if (value := getattr(input, name)) not in (strawberry.UNSET, None)
        }
        if input.filter:
            columns["criteria"] = dict(input.filter.criteria())
        for name in ("order_by", "direction"):
            if chosen := getattr(input, name):
                columns[name] = chosen.name
        if input.queue_id is not strawberry.UNSET:
            queue = await find(viewer.queues, input.queue_id) if input.queue_id else None
            columns["queue_id"] = queue.id if queue else None
        await view.change(by=viewer, version=input.version, **columns)
        return await UpdateViewPayload.at(info, view=view)

    @mutation(
        "conversations:read",
        description="Delete a view: yours, or with conversations:assign another's.",
    )
    async def delete_view(self, info: Info, input: DeleteViewInput) -> DeleteViewPayload:
        viewer = info.context.viewer
        view = await find(viewer.views, input.view_id)
        await view.drop(by=viewer, version=input.version)
        return await DeleteViewPayload.at(info, view_id=global_id("View", view.id))
