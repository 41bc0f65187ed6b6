"""Making one conversation of two, and reading it as one."""

from base64 import urlsafe_b64decode
from binascii import Error as Malformed
from typing import Final
from uuid import UUID

import orjson
import strawberry

import models.conversations
from models.conversations.merging import merge
from models.conversations.timeline import Place, stretch
from models.errors import CursorInvalid
from models.identifiers import url_safe
from models.tenancy import current_company, find
from schema.context import Info
from schema.conversations.conversation import Conversation
from schema.conversations.handling import ConversationInput
from schema.conversations.message import Message
from schema.pages import Connection, Edge, PageInfo, Window
from schema.payloads import Payload
from schema.roots import mutation, query

KIND: Final = "timeline"


@strawberry.input
class MergeConversationsInput(ConversationInput):
    into_id: strawberry.ID = strawberry.field(
        description="The one that goes on, of the same contact."
    )
    into_version: int | None = strawberry.field(
        default=None, description="The version of it that you saw; CONFLICT when it has moved."
    )


@strawberry.type
class MergeConversationsPayload(Payload):
    conversation: Conversation = strawberry.field(description="The one that goes on.")


@strawberry.type
class MergingMutation:
    @mutation(
        "conversations:write",
        description="Close a conversation for good, as it goes on in another of the same contact: "
        "whatever they write goes there. Its messages stay; conversationTimeline reads them all.",
    )
    async def merge_conversations(
        self, info: Info, input: MergeConversationsInput
    ) -> MergeConversationsPayload:
        viewer = info.context.viewer
        into = await merge(
            await find(viewer.conversations, input.conversation_id),
            await find(viewer.conversations, input.into_id),
            by=viewer,
            version=input.version,
            into_version=input.into_version,
        )
        return await MergeConversationsPayload.at(info, conversation=into)


@strawberry.type
class MergingQuery:
    @query(
        "messages:read",
        description="What was said in a conversation and in all that was merged into it, oldest "
        "first; ask for the `last` to see the end.",
        graphql_type=Connection[Message],
    )
    async def conversation_timeline(
        self,
        info: Info,
        *,
        conversation: strawberry.ID,
        first: int | None = None,
        after: str | None = None,
        last: int | None = None,
        before: str | None = None,
    ) -> Connection[models.conversations.Message]:
        viewer, window = info.context.viewer, Window(first, after, last, before)
        thread = await find(viewer.conversations, conversation)
        merged = await viewer.conversations.filter(merged_into_id=thread.id).order_by("id")
        found = await stretch(
            viewer.messages,
            [thread.id, *(each.id for each in merged)],
            size=window.size + 1,
            after=_opened(after),
            before=_opened(before),
            backwards=window.backwards,
        )
        more = len(found) > window.size
        shown = found[more:] if window.backwards else found[: window.size]
        edges = [Edge(node=message, cursor=_sealed(place)) for message, place in shown]
        following, preceding = more, after is not None
        if window.backwards:
            following, preceding = before is not None, more
        return Connection(
            edges=edges,
            page_info=PageInfo(
                has_next_page=following,
                has_previous_page=preceding,
                start_cursor=edges[0].cursor if edges else None,
                end_cursor=edges[-1].cursor if edges else None,
            ),
        )


def _sealed(place: Place) -> str:
    seqs = {thread.hex: seq for thread, seq in place.seqs.items()}
    return url_safe(orjson.dumps([_company(), KIND, place.thread.hex, seqs]))


def _opened(cursor: str | None) -> Place | None:
    """The place that a cursor of ours names. Raises CursorInvalid."""
    if cursor is None:
        return None
    try:
        told = orjson.loads(urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        company, kind, thread, seqs = told
        if (company, kind) != (_company(), KIND):
            raise CursorInvalid
        known = {UUID(hex=each): seq for each, seq in seqs.items()}
        if not all(type(seq) is int and 0 <= seq < 2**31 for seq in known.values()):
            raise CursorInvalid
        return Place(UUID(hex=thread), known)
    except (Malformed, ValueError, TypeError, AttributeError):
        raise CursorInvalid from None


def _company() -> str:
    return current_company().hex[-8:]  # the random end: the start is only the time
