"""Queues as administrators set them up."""

from typing import Annotated, Any

import strawberry
from tortoise.queryset import QuerySet

import models.queues
from models.queues import Assignment, Level
from models.tenancy import find
from schema.context import Info
from schema.identity.types import Member
from schema.inboxes import Inbox
from schema.nodes import One, one
from schema.pages import Connection, Order, Page, Window, page
from schema.payloads import Payload
from schema.queues.types import Queue
from schema.roots import mutation, query

UNSET: Any = strawberry.UNSET
NEEDED = ("name", "assignment")  # which cannot be taken away
DETAILS = (
    *("name", "colour", "description", "greeting", "out_of_hours_message", "assignment"),
    *("accept_timeout_seconds", "overflow_after_seconds"),
)


@strawberry.input
class QueueInput:
    queue_id: strawberry.ID
    version: int | None = strawberry.field(
        default=None,
        description="The version you saw; CONFLICT, with currentVersion, when it has moved.",
    )


@strawberry.input
class CreateQueueInput:
    name: str = strawberry.field(description="Up to 100 characters.")
    colour: str | None = strawberry.field(default=None, description="#rrggbb.")
    description: str | None = None
    greeting: str | None = None
    out_of_hours_message: str | None = None
    business_hours_id: strawberry.ID | None = strawberry.field(
        default=None, description="Without them it is always open."
    )
    assignment: Assignment = Assignment.MANUAL
    accept_timeout_seconds: int | None = strawberry.field(
        default=None, description="5 to 3600; needs an assignment that is not MANUAL."
    )
    overflow_queue_id: strawberry.ID | None = None
    overflow_after_seconds: int | None = strawberry.field(
        default=None, description="10 to 604800; needs an overflow queue, and that needs it."
    )
    client_id: str | None = strawberry.field(
        default=None, description="Yours: asking again with it gives the same queue."
    )


@strawberry.input(
    description="What is left out stays as it is; null takes away what need not be there."
)
class UpdateQueueInput(QueueInput):
    name: str | None = UNSET
    colour: str | None = UNSET
    description: str | None = UNSET
    greeting: str | None = UNSET
    out_of_hours_message: str | None = UNSET
    business_hours_id: strawberry.ID | None = UNSET
    assignment: Assignment | None = UNSET
    accept_timeout_seconds: int | None = UNSET
    overflow_queue_id: strawberry.ID | None = UNSET
    overflow_after_seconds: int | None = UNSET


@strawberry.input
class ArchiveQueueInput(QueueInput):
    pass


@strawberry.input
class RestoreQueueInput(QueueInput):
    pass


@strawberry.input
class AddQueueMemberInput:
    queue_id: strawberry.ID
    member_id: strawberry.ID
    level: Level = Level.PRIMARY


@strawberry.input
class ChangeQueueMemberInput:
    queue_id: strawberry.ID
    member_id: strawberry.ID
    level: Level


@strawberry.input
class RemoveQueueMemberInput:
    queue_id: strawberry.ID
    member_id: strawberry.ID


@strawberry.input
class SetMemberCapacityInput:
    member_id: strawberry.ID
    capacity: int = strawberry.field(description="Conversations open at once; 0 to 1000.")


@strawberry.input
class SetDefaultQueueInput:
    inbox_id: strawberry.ID
    queue_id: strawberry.ID | None = strawberry.field(default=None, description="Null for none.")


@strawberry.type
class CreateQueuePayload(Payload):
    queue: Queue


@strawberry.type
class UpdateQueuePayload(Payload):
    queue: Queue


@strawberry.type
class ArchiveQueuePayload(Payload):
    queue: Queue


@strawberry.type
class RestoreQueuePayload(Payload):
    queue: Queue


@strawberry.type
class AddQueueMemberPayload(Payload):
    queue: Queue


@strawberry.type
class ChangeQueueMemberPayload(Payload):
    queue: Queue


@strawberry.type
class RemoveQueueMemberPayload(Payload):
    queue: Queue


@strawberry.type
class SetMemberCapacityPayload(Payload):
    member: Member


@strawberry.type
class SetDefaultQueuePayload(Payload):
    inbox: Inbox


@strawberry.type
class QueueQuery:
    @query(
        "queues:read",
        description="The company's queues, oldest first.",
        graphql_type=Connection[Queue],
    )
    def queues(
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
        rows = info.context.viewer.queues.filter(archived_at__isnull=not archived)
        order = Order("id", descending=False)
        return page(rows, order, Window(first, after, last, before))

    @query("queues:read", description="One queue.", graphql_type=Queue)
    def queue(self, info: Info, id: strawberry.ID) -> One:
        return one(info.context.viewer.queues, id)


@strawberry.type
class ManagingMutation:
    @mutation("queues:manage", description="Open a queue.")
    async def create_queue(self, info: Info, input: CreateQueueInput) -> CreateQueuePayload:
        details = await _details(info, input)
        by = info.context.viewer
        queue = await models.queues.Queue.open(**details, client_id=input.client_id, by=by)
        return await CreateQueuePayload.at(info, queue=queue)

    @mutation("queues:manage", description="Change a queue; what waits in it is routed anew.")
    async def update_queue(self, info: Info, input: UpdateQueueInput) -> UpdateQueuePayload:
        queue = await find(info.context.viewer.queues, input.queue_id)
        details = await _details(info, input)
        await queue.update(**details, version=input.version, by=info.context.viewer)
        return await UpdateQueuePayload.at(info, queue=queue)

    @mutation(
        "queues:manage",
        description="Take nothing into a queue any more; what waits in it is still served.",
    )
    async def archive_queue(self, info: Info, input: ArchiveQueueInput) -> ArchiveQueuePayload:
        queue = await find(info.context.viewer.queues, input.queue_id)
        await queue.archive(version=input.version, by=info.context.viewer)
        return await ArchiveQueuePayload.at(info, queue=queue)

    @mutation("queues:manage", description="Use an archived queue again.")
    async def restore_queue(self, info: Info, input: RestoreQueueInput) -> RestoreQueuePayload:
        queue = await find(info.context.viewer.queues, input.queue_id)
        await queue.restore(version=input.version, by=info.context.viewer)
        return await RestoreQueuePayload.at(info, queue=queue)

    @mutation("queues:manage", description="Have a member serve a queue, at this level.")
    async def add_queue_member(
        self, info: Info, input: AddQueueMemberInput
    ) -> AddQueueMemberPayload:
        queue = await find(info.context.viewer.queues, input.queue_id)
        member = await find(info.context.viewer.members, input.member_id)
        by = info.context.viewer
        await models.queues.QueueMember.add(queue, member, input.level, by=by)
        return await AddQueueMemberPayload.at(info, queue=queue)

    @mutation("queues:manage", description="Make a primary member a backup, or a backup primary.")
    async def change_queue_member(
        self, info: Info, input: ChangeQueueMemberInput
    ) -> ChangeQueueMemberPayload:
        queue = await find(info.context.viewer.queues, input.queue_id)
        member = await find(info.context.viewer.members, input.member_id)
        by = info.context.viewer
        await models.queues.QueueMember.change(queue, member, input.level, by=by)
        return await ChangeQueueMemberPayload.at(info, queue=queue)

    @mutation(
        "queues:manage",
        description="Have a member serve a queue no more; what they are busy with stays theirs.",
    )
    async def remove_queue_member(
        self, info: Info, input: RemoveQueueMemberInput
    ) -> RemoveQueueMemberPayload:
        queue = await find(info.context.viewer.queues, input.queue_id)
        member = await find(info.context.viewer.members, input.member_id)
        by = info.context.viewer
        await models.queues.QueueMember.remove(queue, member, by=by)
        return await RemoveQueueMemberPayload.at(info, queue=queue)

    @mutation("members:manage", description="Set how many conversations a member is given at once.")
    async def set_member_capacity(
        self, info: Info, input: SetMemberCapacityInput
    ) -> SetMemberCapacityPayload:
        member = await find(info.context.viewer.members, input.member_id)
        await member.set_capacity(input.capacity, by=info.context.viewer)
        return await SetMemberCapacityPayload.at(info, member=member)

    @mutation(
        "inboxes:manage",
        description="Set the queue where conversations wait that contacts begin in an inbox.",
    )
    async def set_default_queue(
        self, info: Info, input: SetDefaultQueueInput
    ) -> SetDefaultQueuePayload:
        viewer = info.context.viewer
        inbox = await find(viewer.inboxes, input.inbox_id)
        queue = await find(viewer.queues, input.queue_id) if input.queue_id else None
        await inbox.set_default_queue(queue, by=viewer)
        return await SetDefaultQueuePayload.at(info, inbox=inbox)


async def _details(info: Info, input: CreateQueueInput | UpdateQueueInput) -> dict[str, Any]:
    """The columns that are given."""
    viewer = info.context.viewer
    given = {name: getattr(input, name) for name in DETAILS}
    ends: dict[str, QuerySet[Any]] = {
        "business_hours_id": viewer.business_hours,
        "overflow_queue_id": viewer.queues,
    }
    for column, rows in ends.items():
        id = getattr(input, column)
        given[column] = (await find(rows, id)).id if id else id
    return {
        name: value
        for name, value in given.items()
        if value is not strawberry.UNSET and not (value is None and name in NEEDED)
    }
