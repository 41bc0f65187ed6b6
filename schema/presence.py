"""Who is there, who has a conversation open, and who is typing: live, and never in the log."""

from collections.abc import AsyncIterator
from contextlib import aclosing
from typing import Final
from uuid import UUID

import strawberry

import models.conversations
import models.identity
from models.identifiers import global_id
from models.presence import Status, presence
from models.tenancy import acting_for, find
from schema.audience import while_seen
from schema.context import Info
from schema.conversations import Conversation
from schema.edges import To, edge
from schema.identity import Member
from schema.roots import mutation, query, subscription

AT_ONCE: Final = 200  # members in one payload: a crowd must not hold up other companies


@strawberry.type(description="What a member is to others, now.")
class MemberPresence:
    shown: strawberry.Private[UUID]
    status: Status

    @strawberry.field(description="Of the member.")
    def member_id(self) -> strawberry.ID:
        return _member_id(self.shown)

    member: Member = edge(To("shown", models.identity.Member), description="The member.")


@strawberry.type(description="Members as they come, go and change what they say of themselves.")
class PresenceChanged:
    reset: bool = strawberry.field(
        description="True of the first: whoever is not told of from here on is OFFLINE."
    )
    members: list[MemberPresence]


@strawberry.type
class _Some:
    """Few enough to be told whole each time, so that nothing has to be added up."""

    shown: strawberry.Private[list[UUID]]

    @strawberry.field(description="Of the members, in an order that is the same everywhere.")
    def member_ids(self) -> list[strawberry.ID]:
        return [_member_id(id) for id in self.shown]

    @strawberry.field(description="The members, in that order.", graphql_type=list[Member])
    async def members(self, info: Info) -> list[models.identity.Member | None]:
        return await info.context.loaders.rows(models.identity.Member).load_many(self.shown)


@strawberry.type(description="All who have the conversation open now; you too.")
class ViewingChanged(_Some):
    pass


@strawberry.type(description="All who are typing in the conversation now; you too.")
class TypingChanged(_Some):
    pass


@strawberry.input
class SetTypingInput:
    conversation_id: strawberry.ID
    is_typing: bool


@strawberry.type
class SetTypingPayload:
    conversation: Conversation


@strawberry.type
class PresenceQuery:
    @query("members:read", description="All members who are not OFFLINE now.")
    async def presence(self, info: Info) -> list[MemberPresence]:
        return _shown(await presence.statuses(info.context.viewer.company_id))


@strawberry.type
class PresenceMutation:
    @mutation(
        "messages:send",
        description="Say that you are typing, every few seconds while you are, and that you are "
        "not any more. It is over by itself after 6 seconds. For members.",
    )
    async def set_typing(self, info: Info, input: SetTypingInput) -> SetTypingPayload:
        viewer = info.context.viewer
        conversation = await find(viewer.conversations, input.conversation_id)
        presence.set_typing(conversation, by=viewer, typing=input.is_typing)
        return SetTypingPayload(conversation=conversation)  # type: ignore[arg-type]


@strawberry.type
class PresenceSubscription:
    @subscription(
        "members:read",
        description="First all members who are not OFFLINE, in one payload or several, then those "
        "who change. "
        "Members are present while a socket of theirs is open, on any device.",
    )
    async def presence_changed(self, info: Info) -> AsyncIterator[PresenceChanged]:
        reset = True
        async with aclosing(presence.follow_statuses(info.context.viewer.company_id)) as changes:
            async for statuses in changes:
                members = _shown(statuses)
                for start in range(0, max(len(members), 1), AT_ONCE):
                    yield PresenceChanged(reset=reset, members=members[start : start + AT_ONCE])
                    reset = False

    @subscription(
        "conversations:read",
        description="Who has the conversation open, now and after each change. While you are "
        "subscribed you have it open; an API key only looks on.",
    )
    async def viewing_changed(
        self, info: Info, conversation_id: strawberry.ID
    ) -> AsyncIterator[ViewingChanged]:
        conversation, viewer = await _found(info, conversation_id), info.context.viewer
        viewers = presence.follow_viewers(conversation, by=viewer)
        async with aclosing(while_seen(viewer, conversation.id, viewers)) as changes:
            async for member_ids in changes:
                yield ViewingChanged(shown=member_ids)

    @subscription(
        "conversations:read",
        description="Who is typing in the conversation, now and after each change.",
    )
    async def typing_changed(
        self, info: Info, conversation_id: strawberry.ID
    ) -> AsyncIterator[TypingChanged]:
        conversation = await _found(info, conversation_id)
        typists = presence.follow_typists(conversation)
        async with aclosing(while_seen(info.context.viewer, conversation.id, typists)) as changes:
            async for member_ids in changes:
                yield TypingChanged(shown=member_ids)


async def _found(info: Info, id: strawberry.ID) -> models.conversations.Conversation:
    """A subscription begins outside the company's walls, so it must look inside them first."""
    viewer = info.context.viewer
    with acting_for(viewer.company_id):
        return await find(viewer.conversations, id)


def _shown(statuses: dict[UUID, Status]) -> list[MemberPresence]:
    return [MemberPresence(shown=id, status=status) for id, status in statuses.items()]


def _member_id(id: UUID) -> strawberry.ID:
    return strawberry.ID(global_id("Member", id))
