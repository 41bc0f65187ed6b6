"""What a queue says by itself to who comes to it, as messages like any other."""

from datetime import datetime
from typing import Final
from uuid import UUID

from models.conversations.conversation import Conversation
from models.conversations.message import Direction
from models.errors import Refusal
from models.events import Event, EventName
from models.idempotency import fingerprint
from models.job import Job
from models.queues.business_hours import BusinessHours
from models.queues.queue import Queue
from models.tenancy import find
from models.viewer import Viewer

REPLY: Final = "queue.reply"
GREETING: Final = "greeting"
ENTERED: Final[tuple[EventName, ...]] = ("conversation.created", "conversation.queue_changed")
REPLIED_TO: Final[tuple[EventName, ...]] = (*ENTERED, "message.created")


async def want_reply(event: Event) -> None:
    """Greet who has come in the queue's hours; say once a closed period that nobody is there.

    By a job for each: who reads the log many events at a time holds no conversation meanwhile.
    """
    entered = event.name in ENTERED
    if event.conversation_id is None or not (entered or _is_heard(event)):
        return
    conversation = await Conversation.get_or_none(id=event.conversation_id)
    if conversation is None or conversation.queue_id is None:
        return
    queue = await Queue.get(id=conversation.queue_id)
    hours = await _hours(queue)
    if hours is None or hours.open_at(event.occurred_at):
        if entered and queue.greeting:
            await _want(conversation, queue, GREETING)
    elif queue.out_of_hours_message:
        period = _until(hours, event.occurred_at)
        await _want(conversation, queue, period)


async def reply(conversation_id: UUID, queue_id: UUID, occasion: str) -> None:
    """Say it, if they are still there: GREETING, or for the closed period of that name.

    The message's client id says for what it is: so it is sent once, whatever happens twice.
    """
    conversation = await find(Conversation.all(), conversation_id)
    if conversation.queue_id != queue_id:
        return
    queue = await Queue.get(id=queue_id)
    greets = occasion == GREETING
    if text := queue.greeting if greets else queue.out_of_hours_message:
        named = f"{GREETING}:{queue.id}" if greets else f"closed:{queue.id}:{occasion}"
        await _say(conversation, text, named)


async def _want(conversation: Conversation, queue: Queue, occasion: str) -> None:
    ids = {"conversation_id": str(conversation.id), "queue_id": str(queue.id)}
    key = f"{conversation.id}:{queue.id}:{occasion}"
    await Job.ensure(REPLY, {**ids, "occasion": occasion}, unique_key=key)


def _is_heard(event: Event) -> bool:
    """Did a contact write it whom we listen to?"""
    told = event.changes
    return told.get("direction") == Direction.INBOUND and told.get("heard") is not False


async def _hours(queue: Queue) -> BusinessHours | None:
    id: UUID | None = queue.business_hours_id
    return await BusinessHours.get(id=id) if id else None


def _until(hours: BusinessHours, at: datetime) -> str:
    """What a closed period is known by: when it ends."""
    opens = hours.next_opening(at)
    return opens.isoformat() if opens else "never"


async def _say(conversation: Conversation, text: str, client_id: str) -> None:
    by, asked = Viewer.system(conversation.company_id), fingerprint(client_id)
    try:
        await conversation.post(text, author=by, client_id=client_id, asked=asked)
    except Refusal:
        return  # resolved by now, or not to be written to
