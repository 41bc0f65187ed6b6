"""Queues with members and conversations in them, and how far each member sees by them."""

from dataclasses import replace

from models.conversations import Conversation
from models.conversations.participant import ConversationMember, ParticipantRole
from models.identifiers import uuid7
from models.queues import Queue, QueueMember
from models.sight import sights
from models.tenancy import acting_for
from models.viewer import Viewer
from tests.people import Cast


async def a_queue(company: Cast, *members: Viewer, name: str = "Sales") -> Queue:
    with acting_for(company.id):
        queue = await Queue.create(name=f"{name} {uuid7().hex[-6:]}")
        for member in members:
            await QueueMember.create(queue_id=queue.id, member_id=member.member_id)
    return queue


async def placed(
    company: Cast,
    conversation: Conversation,
    queue: Queue | None,
    *,
    assignee: Viewer | None = None,
) -> None:
    """Put it there, without a word about it."""
    with acting_for(company.id):
        await Conversation.filter(id=conversation.id).update(
            queue_id=queue and queue.id, assignee_id=assignee and assignee.member_id
        )


async def follows(company: Cast, member: Viewer, conversation: Conversation) -> None:
    with acting_for(company.id):
        await ConversationMember.create(
            conversation_id=conversation.id,
            member_id=member.member_id,
            role=ParticipantRole.FOLLOWER,
        )


async def seeing(viewer: Viewer) -> Viewer:
    """The same, seeing as far as who signs in now."""
    assert viewer.member_id is not None
    with acting_for(viewer.company_id):
        found = await sights([viewer.member_id])
    return replace(viewer, sight=found[viewer.member_id])
