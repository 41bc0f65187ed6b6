"""Inboxes, their secrets, and what was pushed into them."""

from datetime import datetime
from typing import TYPE_CHECKING, Annotated
from uuid import UUID

import strawberry
from strawberry.scalars import JSON

import models.inboxes
import models.oversight
import models.queues
from models.inboxes import AfterResolve, InboundState, InboxKind
from models.inboxes.inbox import CSAT_QUESTION
from models.tenancy import find
from schema.context import Info
from schema.edges import To, derived, edge
from schema.nodes import Node, One, node, one
from schema.pages import Connection, Order, Page, Window, page
from schema.payloads import Payload
from schema.roots import mutation, query

if TYPE_CHECKING:
    from schema.oversight.policies import SlaPolicy
    from schema.queues.types import Queue

strawberry.enum(InboxKind, description="The channel of an inbox.")
strawberry.enum(
    AfterResolve, description="What a new message does when the last conversation is resolved."
)
strawberry.enum(InboundState, description="How far a pushed event has come.")


@node("inboxes:read", lambda viewer: viewer.inboxes)
@strawberry.type(description="One configured connection to a channel.")
class Inbox(Node):
    name: str
    kind: InboxKind
    after_resolve: AfterResolve
    csat_enabled: bool = strawberry.field(
        description="Contacts are asked how they were helped once a conversation is resolved."
    )
    callback_url: str | None = strawberry.field(description="Where we bring what is answered.")
    previous_secret_until: datetime | None = strawberry.field(
        description="Until then a rotated secret stays good beside the current one."
    )
    disabled_at: datetime | None
    created_at: datetime
    updated_at: datetime

    default_queue: Annotated["Queue", strawberry.lazy("schema.queues.types")] | None = edge(
        To("default_queue_id", models.queues.Queue, needs="queues:read"),
        description="Where conversations wait that contacts begin here.",
    )
    sla_policy: Annotated["SlaPolicy", strawberry.lazy("schema.oversight.policies")] | None = edge(
        To("sla_policy_id", models.oversight.SlaPolicy, needs="queues:read"),
        description="What is promised here, where no queue promises something else.",
    )

    @derived(description="What contacts are asked once a conversation is resolved.")
    def csat_question(csat_question: str | None) -> str:
        return csat_question or CSAT_QUESTION

    @derived(description="Where your system pushes to.")
    def inbound_url(id: UUID) -> str:
        return models.inboxes.inbound_url(id)


@node("inboxes:manage", lambda viewer: viewer.inbound_events)
@strawberry.type(description="One verified push, as it came.")
class InboundEvent(Node):
    external_id: str = strawberry.field(description="The webhook-id it came under.")
    payload: JSON
    state: InboundState
    attempts: int
    error: str | None = strawberry.field(description="Why it could not be applied.")
    created_at: datetime = strawberry.field(description="When it came.")
    applied_at: datetime | None

    inbox: Inbox = edge(To("inbox_id", models.inboxes.Inbox), description="Where it came in.")


@strawberry.type
class InboxQuery:
    @query(
        "inboxes:read",
        description="The company's inboxes, oldest first.",
        graphql_type=Connection[Inbox],
    )
    def inboxes(
        self,
        info: Info,
        first: int | None = None,
        after: str | None = None,
        last: int | None = None,
        before: str | None = None,
    ) -> Page:
        order = Order("id", descending=False)
        return page(info.context.viewer.inboxes, order, Window(first, after, last, before))

    @query("inboxes:read", description="One inbox.", graphql_type=Inbox)
    def inbox(self, info: Info, id: strawberry.ID) -> One:
        return one(info.context.viewer.inboxes, id)

    @query(
        "inboxes:manage",
        description="What was pushed to us, newest first.",
        graphql_type=Connection[InboundEvent],
    )
    async def inbound_events(
        self,
        info: Info,
        state: InboundState | None = None,
        inbox_id: strawberry.ID | None = None,
        first: int | None = None,
        after: str | None = None,
        last: int | None = None,
        before: str | None = None,
    ) -> Page:
        rows = info.context.viewer.inbound_events
        if state is not None:
            rows = rows.filter(state=state)
        if inbox_id is not None:
            rows = rows.filter(inbox_id=(await find(info.context.viewer.inboxes, inbox_id)).id)
        return page(rows, Order("id"), Window(first, after, last, before))

    @query("inboxes:manage", description="One pushed event.", graphql_type=InboundEvent)
    def inbound_event(self, info: Info, id: strawberry.ID) -> One:
        return one(info.context.viewer.inbound_events, id)


@strawberry.input
class CreateInboxInput:
    kind: InboxKind
    name: str
    callback_url: str = strawberry.field(description="HTTPS, and on the open internet.")
    after_resolve: AfterResolve = AfterResolve.REOPEN
    client_id: str | None = strawberry.field(
        default=None, description="Yours: asking again with it gives the same inbox."
    )


@strawberry.input
class UpdateInboxInput:
    inbox_id: strawberry.ID
    name: str | None = None
    callback_url: str | None = None
    after_resolve: AfterResolve | None = None
    csat_enabled: bool | None = strawberry.field(
        default=None, description="Ask contacts how they were helped."
    )
    csat_question: str | None = strawberry.field(
        default=None, description="What they are asked; an empty one is the usual one."
    )


@strawberry.input
class RotateInboxSecretInput:
    inbox_id: strawberry.ID
    revoke_previous: bool = strawberry.field(
        default=False, description="At once, if it has leaked; else it stays good for 24 hours."
    )


@strawberry.input
class DisableInboxInput:
    inbox_id: strawberry.ID


@strawberry.input
class EnableInboxInput:
    inbox_id: strawberry.ID


@strawberry.input
class ReplayInboundEventInput:
    inbound_event_id: strawberry.ID


@strawberry.type
class CreateInboxPayload(Payload):
    inbox: Inbox
    secret: str | None = strawberry.field(
        description="Signs both ways. Shown this once; null when clientId was asked for before."
    )


@strawberry.type
class UpdateInboxPayload(Payload):
    inbox: Inbox


@strawberry.type
class RotateInboxSecretPayload(Payload):
    inbox: Inbox
    secret: str = strawberry.field(description="Shown this once.")


@strawberry.type
class DisableInboxPayload(Payload):
    inbox: Inbox


@strawberry.type
class EnableInboxPayload(Payload):
    inbox: Inbox


@strawberry.type
class ReplayInboundEventPayload(Payload):
    inbound_event: InboundEvent


@strawberry.type
class InboxMutation:
    @mutation("inboxes:manage", description="Open an inbox: an address, and a secret to sign with.")
    async def create_inbox(self, info: Info, input: CreateInboxInput) -> CreateInboxPayload:
        inbox, secret = await models.inboxes.Inbox.open(
            kind=input.kind,
            name=input.name,
            callback_url=input.callback_url,
            after_resolve=input.after_resolve,
            client_id=input.client_id,
            by=info.context.viewer,
        )
        return await CreateInboxPayload.at(info, inbox=inbox, secret=secret)

    @mutation("inboxes:manage", description="Change what is given.")
    async def update_inbox(self, info: Info, input: UpdateInboxInput) -> UpdateInboxPayload:
        inbox = await find(info.context.viewer.inboxes, input.inbox_id)
        await inbox.update(
            name=input.name,
            callback_url=input.callback_url,
            after_resolve=input.after_resolve,
            csat_enabled=input.csat_enabled,
            csat_question=input.csat_question,
            by=info.context.viewer,
        )
        return await UpdateInboxPayload.at(info, inbox=inbox)

    @mutation("inboxes:manage", description="Replace an inbox's secret.")
    async def rotate_inbox_secret(
        self, info: Info, input: RotateInboxSecretInput
    ) -> RotateInboxSecretPayload:
        inbox = await find(info.context.viewer.inboxes, input.inbox_id)
        secret = await inbox.rotate_secret(
            revoke_previous=input.revoke_previous, by=info.context.viewer
        )
        return await RotateInboxSecretPayload.at(info, inbox=inbox, secret=secret)

    @mutation("inboxes:manage", description="Take nothing in and send nothing out.")
    async def disable_inbox(self, info: Info, input: DisableInboxInput) -> DisableInboxPayload:
        inbox = await find(info.context.viewer.inboxes, input.inbox_id)
        await inbox.disable(by=info.context.viewer)
        return await DisableInboxPayload.at(info, inbox=inbox)

    @mutation("inboxes:manage", description="Use a disabled inbox again.")
    async def enable_inbox(self, info: Info, input: EnableInboxInput) -> EnableInboxPayload:
        inbox = await find(info.context.viewer.inboxes, input.inbox_id)
        await inbox.enable(by=info.context.viewer)
        return await EnableInboxPayload.at(info, inbox=inbox)

    @mutation("inboxes:manage", description="Apply a failed event once more.")
    async def replay_inbound_event(
        self, info: Info, input: ReplayInboundEventInput
    ) -> ReplayInboundEventPayload:
        event = await find(info.context.viewer.inbound_events, input.inbound_event_id)
        await event.replay(by=info.context.viewer)
        return await ReplayInboundEventPayload.at(info, inbound_event=event)
