"""Everybody at once."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from random import Random
from uuid import uuid4

from models.contacts import Contact
from models.conversations import AlreadyTaken, Conversation, ConversationResolved, Message, Priority
from models.events import Event
from models.identity import Role
from models.inboxes import AfterResolve, Inbox
from models.tenancy import acting_for
from models.viewer import Viewer
from tests.people import Cast, hire
from tests.threads import open_inbox

Act = Callable[[Conversation, Viewer], Awaitable[object]]
ACTS: list[Act] = [
    lambda ours, who: ours.take(by=who),
    lambda ours, who: ours.resolve(by=who),
    lambda ours, who: ours.reopen(by=who),
    lambda ours, who: ours.snooze(datetime.now(UTC) + timedelta(days=1), by=who),
    lambda ours, who: ours.prioritise(Priority.HIGH, by=who),
    lambda ours, who: ours.post("Hello", author=who),
    lambda ours, who: ours.post("Hm", author=who, note=True),
]


async def test_many_hands_at_once_stand_in_nobodys_way(acme: Cast) -> None:
    """No deadlock, no lost count, no number or seq twice, and a log without a hole."""
    dice = Random(7)
    inboxes = [await open_inbox(acme, AfterResolve.START_NEW), await open_inbox(acme)]
    hands = [acme.viewer, await hire(acme, Role.MEMBER)]

    async def write(inbox: Inbox) -> None:
        with acting_for(acme.id):
            identity = await Contact.identified(inbox, "kim", name="Kim", email="kim@example.com")
            await Conversation.receive(
                identity, "Hi", external_id=uuid4().hex, occurred_at=datetime.now(UTC)
            )

    async def act(act: Act, who: Viewer) -> None:
        with acting_for(acme.id):
            for conversation in await Conversation.all():
                with suppress(AlreadyTaken, ConversationResolved):
                    await act(conversation, who)

    async def edit(name: str) -> None:
        with acting_for(acme.id):
            for contact in await Contact.all():
                await contact.edit(by=acme.viewer, name=name)
            for message in await Message.filter(direction="OUTBOUND", member_id=acme.owner.id):
                await message.edit(name, by=acme.viewer)

    await write(inboxes[0])
    work = [write(dice.choice(inboxes)) for _ in range(12)]
    work += [act(dice.choice(ACTS), dice.choice(hands)) for _ in range(24)]
    work += [edit(f"Kim {place}") for place in range(4)]
    dice.shuffle(work)
    async with asyncio.timeout(30):
        await asyncio.gather(*work)

    with acting_for(acme.id):
        assert await Contact.all().count() == 1
        for conversation in await Conversation.all():
            messages = await Message.filter(conversation_id=conversation.id).order_by("seq")
            assert [message.seq for message in messages] == list(range(1, len(messages) + 1))
            assert conversation.message_count == len(messages)
            inbound = sum(message.direction == "INBOUND" for message in messages)
            assert conversation.inbound_count == inbound
        seqs = [event.seq for event in await Event.all().order_by("seq")]
        assert seqs == list(range(1, len(seqs) + 1))
