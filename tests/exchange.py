"""What passed between a company and a customer's system, as it is on record."""

from models.conversations import Conversation, DeliveryAttempt, Message
from models.events import Event
from models.inboxes import InboundEvent
from models.job import Job
from models.tenancy import acting_for, find
from tests.doors import Sender, written
from tests.errands import perform
from tests.people import Cast


async def kept(company: Cast) -> list[InboundEvent]:
    """All that the inbound door has stored: events, and no job without one."""
    with acting_for(company.id):
        events = await InboundEvent.all().order_by("id")
        assert await Job.filter(kind="inbound_event.apply").count() == len(events)
    return events


async def answered(company: Cast, inbox: Sender, client_id: str | None = None) -> Message:
    """A message to somebody who has just written."""
    await inbox.push(written())
    await perform(company, "inbound_event.apply")
    return await answer(company, client_id=client_id)


async def answer(company: Cast, body: str = "Hi Kim", client_id: str | None = None) -> Message:
    """A message in the newest conversation."""
    with acting_for(company.id):
        conversation = await Conversation.all().order_by("-id").first()
        assert conversation is not None
        return await conversation.post(body, author=company.viewer, client_id=client_id)


async def latest(company: Cast, message: Message) -> Message:
    with acting_for(company.id):
        return await find(Message.all(), message.id)


async def messages_of(company: Cast) -> list[Message]:
    with acting_for(company.id):
        return await Message.all().order_by("id")


async def event_of(company: Cast) -> InboundEvent:
    """The only push."""
    with acting_for(company.id):
        return await InboundEvent.get()


async def attempts_at(company: Cast, message: Message) -> list[DeliveryAttempt]:
    with acting_for(company.id):
        return await DeliveryAttempt.filter(message_id=message.id).order_by("number")


async def moves(company: Cast) -> list[str]:
    """The statuses that messages were seen to reach."""
    with acting_for(company.id):
        events = await Event.filter(name="message.status_changed").order_by("seq")
    return [event.changes["to"] for event in events]
