"""What a transaction leaves is known as PostgreSQL would return it."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Any
from uuid import UUID

import pytest

from models.conversations import Conversation, Message
from models.database import fetch
from models.events import Event
from models.holding import held, upon
from models.known import KnownRow
from models.live.nearby import known_after, takers
from models.rows import shape
from models.tenancy import acting_for
from tests.people import Cast
from tests.threads import open_conversation


@pytest.fixture
def told() -> Iterator[list[Event]]:
    """All events of this process from here on, as a hub takes them that knows all before."""
    events: list[Event] = []

    def take(_: UUID, some: Callable[[], Sequence[Event]]) -> Sequence[Event]:
        events.extend(some())
        return events

    takers.append(take)
    yield events
    takers.remove(take)


async def test_every_column_is_as_it_would_be_read(
    acme: Cast, rival: Cast, told: list[Event]
) -> None:
    for company in (rival, acme):
        conversation = await open_conversation(company)
        with acting_for(company.id):
            post = partial(Conversation.post, body="Hi", author=company.viewer)
            sent = await upon(Conversation.all(), conversation.id, post)
            known = known_after(company.id, told[-1].seq)
            assert known is not None
            assert known.get(Message, conversation.id) is None
            for model, id in ((Message, sent.id), (Conversation, conversation.id)):
                row = known.get(model, id)
                assert row is not None
                [record] = await fetch(f"SELECT * FROM {shape(model).table} WHERE id = $1", id)
                same = [column for column in shape(model).columns if _known(row, column)]
                assert len(same) >= len(shape(model).columns) - 1
                assert {c: row[c] for c in same} == {c: record[c] for c in same}
                assert {c: str(row[c]) for c in same} == {c: str(record[c]) for c in same}


async def test_nothing_is_known_after_a_transaction_that_read_in_between(
    acme: Cast, rival: Cast, told: list[Event]
) -> None:
    for company in (rival, acme):
        conversation = await open_conversation(company)
        with acting_for(company.id):
            async with held(Conversation.all(), conversation.id) as row:
                await row.post("Hi", author=company.viewer)
        assert told[-1].company_id == company.id
        assert known_after(company.id, told[-1].seq) is None


def _known(row: KnownRow, column: str) -> Any:
    try:
        row[column]
    except LookupError:
        return False
    return True
