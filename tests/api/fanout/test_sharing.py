"""What one event reads is read once for all groups that may see it."""

from contextlib import AsyncExitStack

from schema.sharing import MADE, SHARED
from tests.api.fanout.conftest import live
from tests.clients import Door, sign_in, socket_of
from tests.people import Cast
from tests.plans import needs_plans
from tests.threads import hear, open_inbox

ADDED = """subscription {
  messageAdded { message { body conversation { subject contact { name } } } } } # %s"""


@needs_plans
async def test_five_groups_read_an_event_as_often_as_one(
    door: Door, acme: Cast, rival: Cast
) -> None:
    statements = []
    for company, groups in ((rival, 1), (acme, 5)):
        inbox = await open_inbox(company)
        async with AsyncExitStack() as stack:
            who = await sign_in(company.owner)
            clients = [await stack.enter_async_context(socket_of(door, who)) for _ in range(groups)]
            for number, client in enumerate(clients):
                await client.subscribe("1", ADDED % number)
            assert len(await live(company, groups)) == groups
            # The first events of a document may be told by graphql-core, which shares nothing.
            for warm in range(3):
                await hear(company, inbox, f"warm {warm}")
                for client in clients:
                    await client.receive()
            made, others = MADE._value.get(), SHARED._value.get()
            await hear(company, inbox, "Hello")
            told = [await client.receive() for client in clients]
            statements.append((MADE._value.get() - made, SHARED._value.get() - others))
        bodies = [m["payload"]["data"]["messageAdded"]["message"]["body"] for m in told]
        assert bodies == ["Hello"] * groups

    (alone, nothing), (together, shared) = statements
    assert nothing == 0
    assert alone == together > 0
    assert shared == 4 * alone
