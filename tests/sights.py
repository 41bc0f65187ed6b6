"""Queues with members and conversations in them, and how far each member sees by them."""

from dataclasses import replace

from models.conversations import Conversation
from models.conversations.participant import ConversationMember, ParticipantRole
from models.identifiers import uuid7
from models.identity import Member, Role
from models.queues import Queue, QueueMember
from models.sight import sights
from models.tenancy import acting_for
from models.viewer import Viewer
from tests.people import Cast, hire
from tests.threads import hear, open_inbox


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


class Shop:
    """Two queues, a member in each, and a conversation in each."""

    async def opened(self, company: Cast) -> "Shop":
        self.company, self.inbox = company, await open_inbox(company)
        self.kim, self.lee = await hire(company, Role.MEMBER), await hire(company, Role.MEMBER)
        self.sales = await a_queue(company, self.kim)
        self.care = await a_queue(company, self.lee)
        self.for_kim = await self.begun("kim", self.sales)
        self.for_lee = await self.begun("lee", self.care)
        return self

    async def begun(self, handle: str, queue: Queue | None) -> Conversation:
        message = await hear(self.company, self.inbox, "Hello", handle=handle)
        with acting_for(self.company.id):
            conversation = await message.conversation
        await placed(self.company, conversation, queue)
        return await self.again(conversation)

    async def again(self, conversation: Conversation) -> Conversation:
        with acting_for(self.company.id):
            return await Conversation.get(id=conversation.id)

    async def say(self, body: str, *, to: str) -> None:
        await hear(self.company, self.inbox, body, handle=to)

    async def give(self, conversation: Conversation, to: Viewer | None) -> None:
        with acting_for(self.company.id):
            member = await Member.get(id=to.member_id) if to else None
            await (await self.again(conversation)).assign(member, by=self.company.viewer)
