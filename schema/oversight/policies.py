"""What a company promises, and where."""

from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any

import strawberry

import models.oversight
import models.queues
from models.oversight import set_policy
from models.tenancy import find
from schema.context import Info
from schema.edges import To, edge
from schema.nodes import Node, node
from schema.pages import Connection, Order, Page, Window, page
from schema.payloads import Payload
from schema.queues.business_hours import BusinessHours
from schema.roots import mutation, query

if TYPE_CHECKING:
    from schema.conversations.conversation import Conversation
    from schema.inboxes import Inbox
    from schema.queues.types import Queue

SECONDS = ("first_response_seconds", "next_response_seconds", "resolution_seconds")
DETAILS = ("name", *SECONDS, "warn_percent")


@node("queues:read", lambda viewer: viewer.sla_policies)
@strawberry.type(
    description="Promises, in seconds: of open business hours if it has some, else of all hours."
)
class SlaPolicy(Node):
    name: str
    first_response_seconds: int | None = strawberry.field(
        description="From the contact's first message to our first answer."
    )
    next_response_seconds: int | None = strawberry.field(
        description="From a message that waits to the next answer."
    )
    resolution_seconds: int | None = strawberry.field(
        description="From the beginning, or from when it was reopened, until it is resolved."
    )
    warn_percent: int | None = strawberry.field(
        description="Of the time that has passed when a warning is given."
    )
    is_default: bool = strawberry.field(description="It holds wherever no other is set.")
    archived_at: datetime | None = strawberry.field(description="Since then no clock begins by it.")
    version: int = strawberry.field(description="Moves with every change; mutations can expect it.")
    created_at: datetime
    updated_at: datetime

    business_hours: BusinessHours | None = edge(
        To("business_hours_id", models.queues.BusinessHours, needs="queues:read"),
        description="While they are closed no time passes.",
    )


@strawberry.type
class SlaPolicyQuery:
    @query(
        "queues:read",
        description="The company's SLA policies, oldest first.",
        graphql_type=Connection[SlaPolicy],
    )
    def sla_policies(
        self,
        info: Info,
        *,
        archived: bool = False,
        first: int | None = None,
        after: str | None = None,
        last: int | None = None,
        before: str | None = None,
    ) -> Page:
        rows = info.context.viewer.sla_policies.filter(archived_at__isnull=not archived)
        return page(rows, Order("id", descending=False), Window(first, after, last, before))


@strawberry.input
class CreateSlaPolicyInput:
    name: str
    first_response_seconds: int | None = None
    next_response_seconds: int | None = None
    resolution_seconds: int | None = None
    warn_percent: int | None = strawberry.field(default=None, description="1 to 99.")
    business_hours_id: strawberry.ID | None = None
    client_id: str | None = strawberry.field(
        default=None, description="Yours: asking again with it gives the same policy."
    )


@strawberry.input(description="What is left out stays as it is; null takes it away.")
class UpdateSlaPolicyInput:
    sla_policy_id: strawberry.ID
    name: str | None = strawberry.UNSET
    first_response_seconds: int | None = strawberry.UNSET
    next_response_seconds: int | None = strawberry.UNSET
    resolution_seconds: int | None = strawberry.UNSET
    warn_percent: int | None = strawberry.UNSET
    business_hours_id: strawberry.ID | None = strawberry.UNSET
    version: int | None = strawberry.field(
        default=None,
        description="The version you saw; CONFLICT, with currentVersion, when it has moved.",
    )


@strawberry.input
class ArchiveSlaPolicyInput:
    sla_policy_id: strawberry.ID
    version: int | None = strawberry.field(
        default=None,
        description="The version you saw; CONFLICT, with currentVersion, when it has moved.",
    )


@strawberry.input
class SetDefaultSlaPolicyInput:
    sla_policy_id: strawberry.ID | None = strawberry.field(
        description="Null: none holds by default."
    )


@strawberry.input
class SetQueueSlaPolicyInput:
    queue_id: strawberry.ID
    sla_policy_id: strawberry.ID | None = strawberry.field(description="Null: none of its own.")


@strawberry.input
class SetInboxSlaPolicyInput:
    inbox_id: strawberry.ID
    sla_policy_id: strawberry.ID | None = strawberry.field(description="Null: none of its own.")


@strawberry.input
class SetConversationSlaPolicyInput:
    conversation_id: strawberry.ID
    sla_policy_id: strawberry.ID | None = strawberry.field(description="Null: none of its own.")


@strawberry.type
class CreateSlaPolicyPayload(Payload):
    sla_policy: SlaPolicy


@strawberry.type
class UpdateSlaPolicyPayload(Payload):
    sla_policy: SlaPolicy


@strawberry.type
class ArchiveSlaPolicyPayload(Payload):
    sla_policy: SlaPolicy


@strawberry.type
class SetDefaultSlaPolicyPayload(Payload):
    sla_policy: SlaPolicy | None


@strawberry.type
class SetQueueSlaPolicyPayload(Payload):
    queue: Annotated["Queue", strawberry.lazy("schema.queues.types")]


@strawberry.type
class SetInboxSlaPolicyPayload(Payload):
    inbox: Annotated["Inbox", strawberry.lazy("schema.inboxes")]


@strawberry.type
class SetConversationSlaPolicyPayload(Payload):
    conversation: Annotated["Conversation", strawberry.lazy("schema.conversations.conversation")]


@strawberry.type
class SlaPolicyMutation:
    @mutation(
        "queues:manage",
        description="Add an SLA policy: how soon customers are answered. Set it somewhere.",
    )
    async def create_sla_policy(
        self, info: Info, input: CreateSlaPolicyInput
    ) -> CreateSlaPolicyPayload:
        policy = await models.oversight.SlaPolicy.add(
            by=info.context.viewer, client_id=input.client_id, **await _details(info, input)
        )
        return await CreateSlaPolicyPayload.at(info, sla_policy=policy)

    @mutation(
        "queues:manage", description="Change what is given of a policy, for clocks yet to begin."
    )
    async def update_sla_policy(
        self, info: Info, input: UpdateSlaPolicyInput
    ) -> UpdateSlaPolicyPayload:
        viewer = info.context.viewer
        policy = await find(viewer.sla_policies, input.sla_policy_id)
        await policy.edit(by=viewer, version=input.version, **await _details(info, input))
        return await UpdateSlaPolicyPayload.at(info, sla_policy=policy)

    @mutation(
        "queues:manage", description="Begin no more clocks by a policy; those that run go on."
    )
    async def archive_sla_policy(
        self, info: Info, input: ArchiveSlaPolicyInput
    ) -> ArchiveSlaPolicyPayload:
        viewer = info.context.viewer
        policy = await find(viewer.sla_policies, input.sla_policy_id)
        await policy.archive(by=viewer, version=input.version)
        return await ArchiveSlaPolicyPayload.at(info, sla_policy=policy)

    @mutation("queues:manage", description="Let a policy hold wherever no other is set, or none.")
    async def set_default_sla_policy(
        self, info: Info, input: SetDefaultSlaPolicyInput
    ) -> SetDefaultSlaPolicyPayload:
        viewer = info.context.viewer
        policy = await _policy(info, input.sla_policy_id)
        if policy is None:
            await models.oversight.SlaPolicy.end_default(by=viewer)
        else:
            await policy.make_default(by=viewer)
        return await SetDefaultSlaPolicyPayload.at(info, sla_policy=policy)

    @mutation("queues:manage", description="Set the SLA policy of a queue, or none.")
    async def set_queue_sla_policy(
        self, info: Info, input: SetQueueSlaPolicyInput
    ) -> SetQueueSlaPolicyPayload:
        viewer = info.context.viewer
        queue = await find(viewer.queues, input.queue_id)
        await set_policy(queue, await _policy(info, input.sla_policy_id), by=viewer)
        return await SetQueueSlaPolicyPayload.at(info, queue=queue)

    @mutation(
        "queues:manage",
        description="Set the SLA policy of an inbox, or none; that of a queue goes before it.",
    )
    async def set_inbox_sla_policy(
        self, info: Info, input: SetInboxSlaPolicyInput
    ) -> SetInboxSlaPolicyPayload:
        viewer = info.context.viewer
        inbox = await find(viewer.inboxes, input.inbox_id)
        await set_policy(inbox, await _policy(info, input.sla_policy_id), by=viewer)
        return await SetInboxSlaPolicyPayload.at(info, inbox=inbox)

    @mutation(
        "conversations:assign",
        description="What is promised of one conversation; its clocks go by it from now on.",
    )
    async def set_conversation_sla_policy(
        self, info: Info, input: SetConversationSlaPolicyInput
    ) -> SetConversationSlaPolicyPayload:
        viewer = info.context.viewer
        conversation = await find(viewer.conversations, input.conversation_id)
        await set_policy(conversation, await _policy(info, input.sla_policy_id), by=viewer)
        return await SetConversationSlaPolicyPayload.at(info, conversation=conversation)


async def _details(
    info: Info, input: CreateSlaPolicyInput | UpdateSlaPolicyInput
) -> dict[str, Any]:
    given = {name: getattr(input, name) for name in (*DETAILS, "business_hours_id")}
    details = {name: value for name, value in given.items() if value is not strawberry.UNSET}
    if details.get("business_hours_id") is not None:
        hours = await find(info.context.viewer.business_hours, details["business_hours_id"])
        details["business_hours_id"] = hours.id
    return details


async def _policy(info: Info, id: strawberry.ID | None) -> models.oversight.SlaPolicy | None:
    return None if id is None else await find(info.context.viewer.sla_policies, id)
