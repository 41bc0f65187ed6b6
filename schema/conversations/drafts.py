"""What you have begun to write: yours alone, in all your windows."""

from collections.abc import AsyncIterator
from contextlib import aclosing
from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Final, get_args

import strawberry

import models.conversations
from models.conversations import DraftKind
from models.events import EventName
from models.identifiers import global_id
from models.tenancy import find
from schema.context import Info
from schema.edges import To, edge
from schema.events import follow
from schema.happened import Happened
from schema.nodes import Node, node
from schema.pages import Connection, Order, Page, Window, page
from schema.payloads import Payload
from schema.roots import mutation, query, subscription
from schema.scalars import Cursor

if TYPE_CHECKING:
    from schema.conversations.conversation import Conversation

strawberry.enum(DraftKind, description="Of an answer to the contact, or of a note to colleagues.")
OF_DRAFTS: Final = tuple(name for name in get_args(EventName) if name.startswith("draft."))


@node("messages:send", lambda viewer: viewer.drafts)
@strawberry.type(description="What you have written and not sent. Nobody else ever sees it.")
class Draft(Node):
    kind: DraftKind
    body: str
    version: int = strawberry.field(description="Moves with every change; mutations can expect it.")
    created_at: datetime
    updated_at: datetime

    conversation: Annotated[
        "Conversation", strawberry.lazy("schema.conversations.conversation")
    ] = edge(
        To(
            "conversation_id",
            models.conversations.Conversation,
            needs="conversations:read",
            within=True,
        ),
        description="Where you were writing.",
    )


@strawberry.type
class DraftQuery:
    @query(
        "messages:send",
        description="Your drafts, the newest first.",
        graphql_type=Connection[Draft],
    )
    def drafts(
        self,
        info: Info,
        first: int | None = None,
        after: str | None = None,
        last: int | None = None,
        before: str | None = None,
    ) -> Page:
        return page(info.context.viewer.drafts, Order("id"), Window(first, after, last, before))


@strawberry.input
class SaveDraftInput:
    conversation_id: strawberry.ID
    kind: DraftKind = DraftKind.REPLY
    body: str = strawberry.field(description="1 to 10,000 characters.")
    version: int | None = strawberry.field(
        default=None,
        description="Of the draft you saw, 0 of none: CONFLICT, with currentVersion, "
        "when another window of yours has saved since.",
    )


@strawberry.input
class DeleteDraftInput:
    draft_id: strawberry.ID
    version: int | None = None


@strawberry.type
class SaveDraftPayload(Payload):
    draft: Draft


@strawberry.type
class DeleteDraftPayload(Payload):
    draft_id: strawberry.ID


@strawberry.type(description="A draft of yours that was saved, or thrown away in some window.")
class DraftChanged(Happened):
    @strawberry.field(description="Of which draft.")
    def draft_id(self) -> strawberry.ID:
        return strawberry.ID(global_id("Draft", self.recorded.subject_id))

    @strawberry.field(description="In which conversation.")
    def conversation_id(self) -> strawberry.ID | None:
        id = self.recorded.conversation_id
        return None if id is None else strawberry.ID(global_id("Conversation", id))

    draft: Draft | None = edge(
        To("recorded.subject_id", models.conversations.Draft),
        description="As it is now; null when it is gone.",
    )


@strawberry.type
class DraftMutation:
    @mutation("messages:send", description="Keep what you have written so far.")
    async def save_draft(self, info: Info, input: SaveDraftInput) -> SaveDraftPayload:
        viewer = info.context.viewer
        draft = await models.conversations.Draft.keep(
            await find(viewer.conversations, input.conversation_id),
            input.kind,
            input.body,
            by=viewer,
            version=input.version,
        )
        return await SaveDraftPayload.at(info, draft=draft)

    @mutation("messages:send", description="Throw a draft of yours away.")
    async def delete_draft(self, info: Info, input: DeleteDraftInput) -> DeleteDraftPayload:
        viewer = info.context.viewer
        draft = await find(viewer.drafts, input.draft_id)
        await draft.discard(by=viewer, version=input.version)
        return await DeleteDraftPayload.at(info, draft_id=global_id("Draft", draft.id))


@strawberry.type
class DraftSubscription:
    @subscription("messages:send", description="Your drafts, as your other windows change them.")
    async def draft_changed(
        self, info: Info, after: Cursor | None = None
    ) -> AsyncIterator[DraftChanged]:
        async with aclosing(follow(info, after, names=OF_DRAFTS)) as told:
            async for event in told:
                yield DraftChanged(recorded=event)
