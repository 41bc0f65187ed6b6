"""Labels: a company's own words for its conversations."""

from datetime import datetime
from typing import Annotated, Any, Final
from uuid import UUID

import strawberry

import models.conversations
from models.conversations.labelling import counted
from models.tenancy import find
from schema.context import Info
from schema.edges import derived
from schema.nodes import Node, One, node, one
from schema.pages import Connection, Order, Page, Window, page
from schema.payloads import Payload
from schema.roots import mutation, query

COUNTED: Final[Any] = counted
BY_NAME = Order("name_key", descending=False)


@node("conversations:read", lambda viewer: viewer.labels)
@strawberry.type(description="A word by which conversations are sorted.")
class Label(Node):
    name: str = strawberry.field(
        description="Unique, in whatever case, among those that are not archived."
    )
    colour: str = strawberry.field(description="#rrggbb.")
    description: str | None
    version: int = strawberry.field(description="Moves with every change; mutations can expect it.")
    archived_at: datetime | None = strawberry.field(
        description="Since then it is given to no other conversation."
    )
    created_at: datetime
    updated_at: datetime

    @derived(
        description="How many conversations that you see have it; null without labels:manage.",
        shown_to="labels:manage",
    )
    async def conversation_count(id: UUID, info: Info) -> int | None:
        sight = info.context.viewer.sight
        return await info.context.loaders.read_by(COUNTED, none=0).load((sight, id))


@strawberry.type
class LabelQuery:
    @query(
        "conversations:read",
        description="The company's labels, by name.",
        graphql_type=Connection[Label],
    )
    def labels(
        self,
        info: Info,
        *,
        archived: Annotated[
            bool, strawberry.argument(description="Those that are archived instead.")
        ] = False,
        first: int | None = None,
        after: str | None = None,
        last: int | None = None,
        before: str | None = None,
    ) -> Page:
        labels = info.context.viewer.labels
        rows = labels.filter(archived_at__isnull=not archived)
        return page(rows, BY_NAME, Window(first, after, last, before))

    @query("conversations:read", description="One label.", graphql_type=Label)
    def label(self, info: Info, id: strawberry.ID) -> One:
        return one(info.context.viewer.labels, id)


@strawberry.input
class CreateLabelInput:
    name: str = strawberry.field(description="Up to 50 characters.")
    colour: str = strawberry.field(description="#rrggbb.")
    description: str | None = None
    client_id: str | None = strawberry.field(
        default=None, description="Yours: asking again with it gives the same label."
    )


@strawberry.input(description="What is left out stays as it is.")
class UpdateLabelInput:
    label_id: strawberry.ID
    name: str | None = strawberry.UNSET
    colour: str | None = strawberry.UNSET
    description: str | None = strawberry.field(
        default=strawberry.UNSET, description="Null takes it away."
    )
    version: int | None = strawberry.field(
        default=None,
        description="The version you saw; CONFLICT, with currentVersion, when it has moved.",
    )


@strawberry.input
class ArchiveLabelInput:
    label_id: strawberry.ID
    version: int | None = None


@strawberry.type
class CreateLabelPayload(Payload):
    label: Label


@strawberry.type
class UpdateLabelPayload(Payload):
    label: Label


@strawberry.type
class ArchiveLabelPayload(Payload):
    label: Label


@strawberry.type
class LabelMutation:
    @mutation("labels:manage", description="Add a label; its name is unique.")
    async def create_label(self, info: Info, input: CreateLabelInput) -> CreateLabelPayload:
        label = await models.conversations.Label.add(
            input.name,
            colour=input.colour,
            description=input.description,
            client_id=input.client_id,
            by=info.context.viewer,
        )
        return await CreateLabelPayload.at(info, label=label)

    @mutation("labels:manage", description="Change what is given of a label.")
    async def update_label(self, info: Info, input: UpdateLabelInput) -> UpdateLabelPayload:
        label = await find(info.context.viewer.labels, input.label_id)
        await label.edit(by=info.context.viewer, version=input.version, **_given(input))
        return await UpdateLabelPayload.at(info, label=label)

    @mutation(
        "labels:manage",
        description="Give a label to no conversation any more, and its name free. "
        "Those that have it keep it.",
    )
    async def archive_label(self, info: Info, input: ArchiveLabelInput) -> ArchiveLabelPayload:
        label = await find(info.context.viewer.labels, input.label_id)
        await label.archive(by=info.context.viewer, version=input.version)
        return await ArchiveLabelPayload.at(info, label=label)


def _given(input: UpdateLabelInput) -> dict[str, Any]:
    given = {name: getattr(input, name) for name in ("name", "colour", "description")}
    return {name: value for name, value in given.items() if value is not strawberry.UNSET}
