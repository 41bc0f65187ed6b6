"""What a message said is gone with it, and what was pushed is kept no longer than it must be."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from models.conversations import Message
from models.database import execute, fetch, transaction
from models.forgetting import AT_ONCE, days_ago
from models.inboxes import InboundEvent, InboundState
from models.tenancy import acting_for, every_company
from tests.doors import Sender, written
from tests.errands import perform
from tests.exchange import event_of
from tests.people import Cast

APPLY = "inbound_event.apply"
SECRET = "My card is 4111"
KEPT = "what no other test says, and is not erased"


async def test_a_deleted_message_is_in_no_table_any_more(
    acme: Cast, rival: Cast, ours: Sender
) -> None:
    await ours.push(written(SECRET, id="m1"))
    await ours.push(written(KEPT, id="m2"))
    await perform(acme, APPLY)
    with acting_for(acme.id):
        message = await Message.get(external_id="m1")

        await message.erase(by=acme.viewer)

        event = await InboundEvent.get(message_id=message.id)
    assert event.state is InboundState.APPLIED
    assert event.payload["data"]["id"] == "m1"
    assert "body" not in event.payload["data"]
    assert await _tables_with(SECRET) == []
    assert await _tables_with(KEPT) == ["conversations", "inbound_events", "messages"]


async def test_nor_does_it_come_back_when_it_is_pushed_again(acme: Cast, ours: Sender) -> None:
    await ours.push(written(SECRET, id="m1"))
    await perform(acme, APPLY)
    with acting_for(acme.id):
        await (await Message.get(external_id="m1")).erase(by=acme.viewer)

    await ours.push(written(SECRET, id="m1"))
    await perform(acme, APPLY)

    assert await _tables_with(SECRET) == []


async def test_what_is_rolled_back_keeps_its_text(acme: Cast, ours: Sender) -> None:
    await ours.push(written(SECRET, id="m1"))
    await perform(acme, APPLY)
    with acting_for(acme.id), pytest.raises(RuntimeError):
        message = await Message.get(external_id="m1")
        await _erase_and_fail(message, acme)

    assert (await event_of(acme)).payload["data"]["body"] == SECRET


async def _erase_and_fail(message: Message, company: Cast) -> None:
    async with transaction():
        await message.erase(by=company.viewer)
        raise RuntimeError("out of order")


@pytest.mark.parametrize("state", list(InboundState))
async def test_what_was_settled_long_ago_is_dropped(
    acme: Cast, rival: Cast, ours: Sender, state: InboundState
) -> None:
    await ours.push(written("Old", id="m1"))
    await ours.push(written("New", id="m2"))
    with acting_for(acme.id):
        old = await InboundEvent.all().order_by("id").first()
        assert old is not None
    with every_company():
        await age(old.id, days=31, state=state)

        gone = await InboundEvent.forget_old(days=30)

    assert gone == (state is not InboundState.RECEIVED)
    with acting_for(acme.id):
        assert await InboundEvent.all().count() == 2 - gone


async def age(id: UUID, *, days: int, state: str) -> None:
    aged, then = days_ago(days)
    aged = UUID(int=aged.int | id.int & (1 << 80) - 1)
    await execute(
        "UPDATE inbound_events SET id = $2, created_at = $3, state = $4 WHERE id = $1",
        id,
        aged,
        then - timedelta(seconds=1),
        state,
    )


async def test_the_first_id_of_a_day_is_below_all_that_were_made_since() -> None:
    id, then = days_ago(1)

    assert abs(then - datetime.now(UTC) + timedelta(days=1)) < timedelta(seconds=5)
    assert id < UUID(int=int(then.timestamp() * 1000) << 80 | 1 << 79)
    assert AT_ONCE <= 2_000


async def _tables_with(text: str) -> list[str]:
    """Those of all tables in which any row says this."""
    with every_company():
        tables = await fetch(
            "SELECT relname::text FROM pg_class WHERE relnamespace = 'public'::regnamespace "
            "AND relkind IN ('r', 'p') AND NOT relispartition AND relname <> 'aerich' "
            "AND has_table_privilege(oid, 'SELECT') ORDER BY 1"
        )
        return [
            table
            for [table] in tables
            if await fetch(f"SELECT FROM {table} t WHERE position($1 in t::text) > 0 LIMIT 1", text)
        ]
