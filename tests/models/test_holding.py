"""A verb upon a row that nobody else changes is one read and one statement; else it is held."""

import asyncio
from contextvars import Context

import pytest

from models.conversations import Conversation, ConversationResolved, Message
from models.database import execute, fetch, pinned
from models.errors import NotFound
from models.events import Event
from models.holding import upon
from models.job import Job
from models.tenancy import acting_for
from tests.people import Cast
from tests.threads import open_conversation


async def test_it_costs_a_read_and_a_statement(acme: Cast, rival: Cast) -> None:
    id = (await open_conversation(acme)).id
    with acting_for(acme.id):
        head = await Event.head()
        async with pinned() as session:
            sent = await upon(
                Conversation.all(), id, lambda ours: ours.post("Hi", author=acme.viewer)
            )
            assert session.queries == 2
            assert session.committed_seq == head + 1

        assert (await Message.get(id=sent.id)).body == "Hi"
        assert (await Conversation.get(id=id)).message_count == sent.seq
        assert await Job.filter(unique_key=str(sent.id)).count() == 1
    with acting_for(rival.id), pytest.raises(NotFound):
        await upon(Conversation.all(), id, lambda theirs: theirs.post("Hi", author=rival.viewer))


@pytest.mark.parametrize("reads", [True, False])
async def test_of_a_row_that_has_moved_it_is_done_again(
    acme: Cast, rival: Cast, *, reads: bool
) -> None:
    seen = []

    async def post(ours: Conversation) -> Message:
        seen.append(ours.subject)
        if len(seen) == 1:
            await asyncio.create_task(rename(), context=apart)
        if reads:
            assert await fetch("SELECT 1")
        return await ours.post("Hi", author=acme.viewer)

    async def rename() -> None:
        with acting_for(acme.id):
            await execute("UPDATE conversations SET subject = 'moved' WHERE id = $1", id)

    apart = Context()
    id = (await open_conversation(acme)).id
    with acting_for(acme.id):
        head = await Event.head()

        sent = await upon(Conversation.all(), id, post)

        assert seen == [None, "moved"]
        assert await Message.filter(conversation_id=id, body="Hi").count() == 1
        assert (await Conversation.get(id=id)).message_count == sent.seq
        assert await Event.head() == head + 1
        assert await Job.filter(kind="message.deliver").count() == 1


async def test_many_at_once_take_turns(acme: Cast, rival: Cast) -> None:
    ids = {each: (await open_conversation(each)).id for each in (acme, rival)}

    async def send(company: Cast, number: int) -> Message:
        with acting_for(company.id):
            return await upon(
                Conversation.all(),
                ids[company],
                lambda ours: ours.post(f"{number}", author=company.viewer, client_id=f"{number}"),
            )

    sent = await asyncio.gather(
        *(send(company, number % 24) for number in range(48) for company in (acme, rival))
    )

    assert len({message.id for message in sent}) == 48
    for company, id in ids.items():
        with acting_for(company.id):
            of = await Message.filter(conversation_id=id).order_by("seq")
            events = await Event.all().order_by("seq")
            told = [each.changes["seq"] for each in events if each.name == "message.created"]
            assert [message.seq for message in of] == told == list(range(1, len(of) + 1))
            assert [event.seq for event in events] == list(range(1, await Event.head() + 1))
            assert await Job.filter(kind="message.deliver").count() == 24


async def test_what_is_refused_is_refused_of_the_row_that_is_held(acme: Cast, rival: Cast) -> None:
    id = (await open_conversation(acme)).id
    seen = []

    async def post(ours: Conversation) -> Message:
        seen.append(ours)
        return await ours.post("Hi", author=acme.viewer, client_id="c")

    with acting_for(acme.id):
        sent = await upon(Conversation.all(), id, post)
        await (await Conversation.get(id=id)).resolve(by=acme.viewer)

        assert (await upon(Conversation.all(), id, post)).id == sent.id
        with pytest.raises(ConversationResolved):
            await upon(Conversation.all(), id, lambda ours: ours.post("Hm", author=acme.viewer))
        assert len(seen) == 3
