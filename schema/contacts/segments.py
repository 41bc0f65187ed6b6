"""Saved filters over contacts."""

from datetime import datetime
from uuid import UUID

import strawberry
from strawberry.scalars import JSON
from tortoise.queryset import QuerySet

import models.contacts
from models.contacts.segment import COUNTED, counted
from models.errors import NotFound
from models.tenancy import find
from schema.contacts.author import Author, authored
from schema.contacts.contact import Contact
from schema.contacts.filters import ContactFilter, plain
from schema.context import Info
from schema.edges import derived
from schema.nodes import Node, One, node, one
from schema.pages import Connection, Order, Page, Window, page
from schema.payloads import Payload
from schema.roots import Awaited, mutation, query

BY_NAME = Order("search_name", descending=False)
Row = strawberry.Parent[models.contacts.Segment]


@strawberry.type(description="How many contacts there are.")
class ContactCount:
    count: int = strawberry.field(description=f"Up to {COUNTED:,}.")
    capped: bool = strawberry.field(description="Are there more than that?")


@node("contacts:read", lambda viewer: viewer.segments)
@strawberry.type(
    description="Contacts that have something in common. Who is in it is found out each time, so "
    "that no event tells of coming and going: it follows from those of the contacts, and from time."
)
class Segment(Node):
    name: str
    version: int = strawberry.field(description="Moves with each change.")
    created_at: datetime
    updated_at: datetime

    author: Author | None = authored("Who made it; null when the system did.")

    @derived(description="Its conditions, as ContactFilter takes them.")
    def filter(conditions: JSON) -> JSON:
        return conditions

    @strawberry.field(
        description="Those who are in it now, by name.",
        graphql_type=Connection[Contact],
        extensions=[Awaited()],
    )
    async def contacts(
        root: Row,
        info: Info,
        first: int | None = None,
        after: str | None = None,
        last: int | None = None,
        before: str | None = None,
    ) -> Page:
        rows = await _among(root.id, info)
        return page(rows, BY_NAME, Window(first, after, last, before))

    @strawberry.field(description="How many are in it now; costs as much as reading them.")
    async def contact_count(root: Row, info: Info) -> ContactCount:
        found = await counted(await _among(root.id, info))
        return ContactCount(count=min(found, COUNTED), capped=found > COUNTED)


async def _among(id: UUID, info: Info) -> QuerySet[models.contacts.Contact]:
    """A plan shows a resolver no more of the segment than its id."""
    segment = await info.context.loaders.rows(models.contacts.Segment).load(id)
    if segment is None:
        raise NotFound
    return segment.among(info.context.viewer.contacts)


@strawberry.type
class SegmentQuery:
    @query(
        "contacts:read",
        description="The company's segments, by name.",
        graphql_type=Connection[Segment],
    )
    def segments(
        self,
        info: Info,
        first: int | None = None,
        after: str | None = None,
        last: int | None = None,
        before: str | None = None,
    ) -> Page:
        order = Order("name", descending=False, unique=True)
        return page(info.context.viewer.segments, order, Window(first, after, last, before))

    @query("contacts:read", description="One segment.", graphql_type=Segment)
    def segment(self, info: Info, id: strawberry.ID) -> One:
        return one(info.context.viewer.segments, id)


@strawberry.input
class CreateSegmentInput:
    name: str
    filter: ContactFilter
    client_id: str | None = strawberry.field(
        default=None, description="Yours: asking again with it gives the same segment."
    )


@strawberry.input(description="What is left out stays as it is.")
class UpdateSegmentInput:
    segment_id: strawberry.ID
    name: str | None = None
    filter: ContactFilter | None = None
    version: int | None = strawberry.field(
        default=None,
        description="The version you saw; CONFLICT, with currentVersion, when it has moved.",
    )


@strawberry.input
class DeleteSegmentInput:
    segment_id: strawberry.ID
    version: int | None = strawberry.field(
        default=None,
        description="The version you saw; CONFLICT, with currentVersion, when it has moved.",
    )


@strawberry.type
class CreateSegmentPayload(Payload):
    segment: Segment


@strawberry.type
class UpdateSegmentPayload(Payload):
    segment: Segment


@strawberry.type
class DeleteSegmentPayload(Payload):
    name: str


@strawberry.type
class SegmentMutation:
    @mutation("contacts:write", description="Keep a filter over contacts as a segment.")
    async def create_segment(self, info: Info, input: CreateSegmentInput) -> CreateSegmentPayload:
        segment = await models.contacts.Segment.make(
            input.name, plain(input.filter), by=info.context.viewer, client_id=input.client_id
        )
        return await CreateSegmentPayload.at(info, segment=segment)

    @mutation("contacts:write", description="Change what is given of a segment.")
    async def update_segment(self, info: Info, input: UpdateSegmentInput) -> UpdateSegmentPayload:
        viewer = info.context.viewer
        segment = await find(viewer.segments, input.segment_id)
        await segment.revise(
            by=viewer,
            name=input.name,
            filter=None if input.filter is None else plain(input.filter),
            version=input.version,
        )
        return await UpdateSegmentPayload.at(info, segment=segment)

    @mutation("contacts:write", description="Delete a segment; its contacts stay.")
    async def delete_segment(self, info: Info, input: DeleteSegmentInput) -> DeleteSegmentPayload:
        viewer = info.context.viewer
        segment = await find(viewer.segments, input.segment_id)
        await segment.discard(by=viewer, version=input.version)
        return await DeleteSegmentPayload.at(info, name=segment.name)
