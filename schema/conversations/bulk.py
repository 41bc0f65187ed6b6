"""Changing many conversations at once."""

from collections.abc import AsyncIterator
from contextlib import aclosing
from datetime import datetime
from typing import Annotated, Any, Final

import strawberry

import models.conversations
import models.events
import models.identity
from models.checks import aware
from models.conversations import BulkAction, BulkState, Priority
from models.conversations.bulk import AT_ONCE
from models.conversations.bulk_action import needed
from models.errors import Invalid
from models.identifiers import local_id
from models.tenancy import acting_for, find
from models.views import narrowed
from schema.context import Info
from schema.conversations.conversation import Conversation
from schema.conversations.filtering import ConversationFilter
from schema.edges import To, edge
from schema.events import follow
from schema.happened import Happened
from schema.identity.types import Member
from schema.nodes import Node, node
from schema.pages import Connection, Order, Page, Window, page
from schema.payloads import Payload
from schema.roots import mutation, query, subscription
from schema.scalars import Cursor
from schema.several import several

strawberry.enum(BulkAction, description="What to do with each of many.")
strawberry.enum(
    BulkState,
    name="BulkOutcomeState",
    description="SKIPPED was left as it was, as the operation was cancelled.",
)
NAMES: Final = (
    "bulk_operation.started",
    "bulk_operation.progressed",
    "bulk_operation.finished",
    "bulk_operation.cancelled",
)
TAKES: Final = {
    BulkAction.ASSIGN: "member_id",
    BulkAction.SNOOZE: "until",
    BulkAction.PRIORITISE: "priority",
    BulkAction.ADD_LABELS: "label_ids",
    BulkAction.REMOVE_LABELS: "label_ids",
    BulkAction.MOVE: "queue_id",
}
PATHS: Final = {
    "member_id": "memberId",
    "until": "until",
    "priority": "priority",
    "label_ids": "labelIds",
    "queue_id": "queueId",
}
Row = strawberry.Parent[models.conversations.BulkOperation]


@strawberry.type(description="What became of one of many.")
class BulkOutcome:
    state: BulkState
    code: str | None = strawberry.field(description="Why it failed, as an error would say.")
    conversation: Conversation | None = edge(
        To("conversation_id", models.conversations.Conversation),
        description="Null when you cannot see it any more.",
    )


@node("conversations:read", lambda viewer: viewer.bulk_operations)
@strawberry.type(description="One change of many conversations, settled when it began.")
class BulkOperation(Node):
    action: BulkAction
    total: int = strawberry.field(description="How many it is about.")
    done: int
    failed: int
    created_at: datetime
    finished_at: datetime | None = strawberry.field(description="Null while it goes on.")
    cancelled_at: datetime | None

    member: Member | None = edge(
        To("member_id", models.identity.Member, needs="members:read"),
        description="Who asked for it; null when an API key did.",
    )

    @strawberry.field(
        description="What became of each, in the order in which they are changed.",
        graphql_type=Connection[BulkOutcome],
    )
    def outcomes(
        root: Row,
        info: Info,
        state: BulkState | None = None,
        first: int | None = None,
        after: str | None = None,
    ) -> Page:
        rows = models.conversations.BulkOutcome.filter(operation_id=root.id)
        rows = rows if state is None else rows.filter(state=state)
        return page(rows, Order("id", descending=False), Window(first, after))


@strawberry.input
class BulkUpdateConversationsInput:
    action: BulkAction
    ids: list[strawberry.ID] | None = strawberry.field(
        default=None, description="Up to 100: all are changed when you are answered."
    )
    filter: ConversationFilter | None = strawberry.field(
        default=None, description="All that are asked for, up to 10,000, one after the other."
    )
    view_id: strawberry.ID | None = strawberry.field(
        default=None, description="All of a saved view, as by a filter."
    )
    member_id: strawberry.ID | None = strawberry.field(
        default=None, description="Of ASSIGN; null for nobody."
    )
    until: datetime | None = strawberry.field(default=None, description="Of SNOOZE.")
    priority: Priority | None = strawberry.field(default=None, description="Of PRIORITISE.")
    label_ids: list[strawberry.ID] | None = strawberry.field(
        default=None, description="Of ADD_LABELS and REMOVE_LABELS."
    )
    queue_id: strawberry.ID | None = strawberry.field(
        default=None, description="Of MOVE; null for none."
    )
    client_id: str | None = strawberry.field(
        default=None, description="Yours: asking again with it gives the same operation."
    )


@strawberry.input
class CancelBulkOperationInput:
    operation_id: strawberry.ID


@strawberry.type
class BulkUpdateConversationsPayload(Payload):
    operation: BulkOperation
    not_found: list[int] = strawberry.field(
        description="Where in `ids`, from 0, are those of no conversation that you see."
    )


@strawberry.type
class CancelBulkOperationPayload(Payload):
    operation: BulkOperation


@strawberry.type
class BulkQuery:
    @query(
        "conversations:read",
        description="Changes of many conversations, the newest first: yours; with jobs:read, all.",
        graphql_type=Connection[BulkOperation],
    )
    def bulk_operations(
        self, info: Info, *, first: int | None = None, after: str | None = None
    ) -> Page:
        return page(info.context.viewer.bulk_operations, Order("id"), Window(first, after))


@strawberry.type
class BulkMutation:
    @mutation(
        "conversations:write",
        description="Do the same with many conversations: each succeeds or fails by itself. Those "
        "that you name are done at once; those of a filter or view by a job that can be watched.",
    )
    async def bulk_update_conversations(
        self, info: Info, input: BulkUpdateConversationsInput
    ) -> BulkUpdateConversationsPayload:
        viewer = info.context.viewer
        arguments = await _arguments(info, input)
        rows, missing = viewer.conversations, list[int]()
        chosen = [each for each in (input.ids, input.filter, input.view_id) if each is not None]
        if len(chosen) != 1:
            message = "Say which conversations: by `ids`, by a `filter` or by a `viewId`."
            raise Invalid.because("ids", "WHICH_CONVERSATIONS", message)
        if input.ids is not None:
            if len(input.ids) > AT_ONCE:
                message = f"`ids` can name {AT_ONCE} at most; choose more by a filter."
                raise Invalid.because("ids", "TOO_MANY", message)
            known = [local for id in input.ids if (local := _conversation(id)) is not None]
            rows = rows.filter(id__in=known)
            there = set(await rows.values_list("id", flat=True))
            missing = [
                place for place, id in enumerate(input.ids) if _conversation(id) not in there
            ]
        elif input.filter is not None:
            rows = narrowed(rows, input.filter.criteria(), by=viewer)
        else:
            view = await find(viewer.views, input.view_id or "")
            rows = view.conversations(by=viewer)
        operation = await models.conversations.BulkOperation.begin(
            rows,
            input.action,
            arguments,
            by=viewer,
            asked=[input.ids, input.filter and input.filter.criteria(), input.view_id],
            later=input.ids is None,
            client_id=input.client_id,
        )
        if input.ids is not None:
            await operation.run(by=viewer)
        return await BulkUpdateConversationsPayload.at(info, operation=operation, not_found=missing)

    @mutation(
        "conversations:write",
        description="Stop a change of many: what is done stays, the rest is left as it is.",
    )
    async def cancel_bulk_operation(
        self, info: Info, input: CancelBulkOperationInput
    ) -> CancelBulkOperationPayload:
        viewer = info.context.viewer
        operation = await find(viewer.bulk_operations, input.operation_id)
        await operation.cancel(by=viewer)
        return await CancelBulkOperationPayload.at(info, operation=operation)


@strawberry.type(description="A change of many conversations that moved, as it is now.")
class BulkOperationChanged(Happened):
    @strawberry.field(description="Null when you may not see it.")
    async def operation(self, info: Info) -> BulkOperation | None:
        return await info.context.viewer.bulk_operations.get_or_none(  # type: ignore[return-value]
            id=self.recorded.subject_id
        )


@strawberry.type
class BulkSubscription:
    @subscription(
        "conversations:read", description="How far a change of many conversations is, as it goes."
    )
    async def bulk_operation_changed(
        self,
        info: Info,
        operation_id: Annotated[
            strawberry.ID | None,
            strawberry.argument(description="Of this one only; without it, of all that you see."),
        ] = None,
        after: Cursor | None = None,
    ) -> AsyncIterator[BulkOperationChanged]:
        viewer, about = info.context.viewer, None
        if operation_id is not None:
            with acting_for(viewer.company_id):
                about = (await find(viewer.bulk_operations, operation_id)).id
        async with aclosing(follow(info, after, names=NAMES, coalesce=True)) as told:
            async for event in told:
                if about in (None, event.subject_id):
                    yield BulkOperationChanged(recorded=event)


async def _arguments(info: Info, input: BulkUpdateConversationsInput) -> dict[str, Any]:
    """What the action needs, as it is kept. Raises Invalid for what is missing."""
    viewer, action = info.context.viewer, input.action
    viewer.require(needed(action))
    for name, path in PATHS.items():
        if name != TAKES.get(action) and getattr(input, name) is not None:
            raise Invalid.because(path, "NOT_OF_ACTION", f"{action} takes no `{path}`.")
    match action:
        case BulkAction.ASSIGN:
            member = await find(viewer.members, input.member_id) if input.member_id else None
            return {"member_id": member and str(member.id)}
        case BulkAction.SNOOZE:
            return {"until": aware("until", _given("until", input.until)).isoformat()}
        case BulkAction.PRIORITISE:
            return {"priority": _given("priority", input.priority).value}
        case BulkAction.ADD_LABELS | BulkAction.REMOVE_LABELS:
            asked = _given("labelIds", input.label_ids)
            labels = await several(viewer.labels, asked, path="labelIds")
            return {"label_ids": [str(label.id) for label in labels]}
        case BulkAction.MOVE:
            queue = await find(viewer.queues, input.queue_id) if input.queue_id else None
            return {"queue_id": queue and str(queue.id)}
    return {}


def _given(path: str, value: Any) -> Any:
    if value is None:
        raise Invalid.because(path, "REQUIRED", f"This action needs `{path}`.")
    return value


def _conversation(id: strawberry.ID) -> Any:
    decoded = local_id(id)
    return decoded[1] if decoded is not None and decoded[0] == "Conversation" else None
