"""The first conversation, end to end: two API processes, two workers, two members and a rival."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from redis.asyncio import Redis

from models.embedded.valkey import Valkey
from models.settings import settings
from tests.chaos.story import ADDED, CHANGED, Person, Shop, colleague, open_shop
from tests.clients import SOON
from tests.customer import CustomerSystem, customer_system
from tests.fleet import Process, fleet, start, start_api
from tests.valkey import frozen, running

MESSAGE = """query($id: ID!) { node(id: $id) { ... on Message {
  id status deliveryAttempts { outcome } } } }"""
SLOWLY = 60.0  # a lease has to run out


@pytest.fixture
async def valkey(database: str, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Valkey]:
    """A Redis of this test's own, for all processes it starts."""
    with running() as server:
        monkeypatch.setenv("REDIS_URL", server.url)
        settings.cache_clear()
        yield server
    settings.cache_clear()


@pytest.fixture
async def customer() -> AsyncIterator[CustomerSystem]:
    async with customer_system() as system:
        yield system


@asynccontextmanager
async def opened(api: Process, customer: CustomerSystem) -> AsyncIterator[tuple[Shop, str]]:
    """A shop in which a customer has begun to write, and the conversation."""
    shop = await open_shop(api, "Acme", customer.url)
    async with shop.owner.listening(api, ADDED) as ear:
        await shop.write(api, "Hello")
        await ear.hear()
    yield shop, await shop.conversation(api)


async def forget_everything(valkey: Valkey) -> None:
    async with Redis.from_url(valkey.url) as redis:
        await redis.flushall()


async def status_of(message: str, person: Person, api: Process) -> str:
    found = await person.ask(api, MESSAGE, id=message)
    return str(found["node"]["status"])


async def until_sent(message: str, person: Person, api: Process) -> None:
    async with asyncio.timeout(SLOWLY):
        while await status_of(message, person, api) != "SENT":
            await asyncio.sleep(0.1)


async def test_the_first_conversation(
    house: None, valkey: Valkey, customer: CustomerSystem
) -> None:
    async with fleet(apis=2, workers=2) as ((here, there), _):
        shop = await open_shop(here, "Acme", customer.url)
        rival = await open_shop(there, "Rival", customer.url)
        ada, bob = shop.owner, await colleague(shop)
        async with (
            ada.listening(here, ADDED) as ada_hears,
            bob.listening(there, ADDED) as bob_hears,
            ada.listening(there, CHANGED) as ada_watches,
            bob.listening(here, CHANGED) as bob_watches,
            rival.owner.listening(here, ADDED) as rival_hears,
        ):
            await shop.write(here, "Where is my order?")
            for ear in (ada_hears, bob_hears):
                assert (await ear.hear())["body"] == "Where is my order?"

            conversation = await shop.conversation(there)
            answer = await ada.send(there, conversation, "On its way.")
            for ear in (ada_hears, bob_hears):
                assert (await ear.hear())["id"] == answer

            for watch in (ada_watches, bob_watches):
                assert [(await watch.hear())["status"] for _ in range(2)] == ["SENDING", "SENT"]
            for status in ("delivered", "read"):
                await shop.report(here, answer, status)
                for watch in (ada_watches, bob_watches):
                    assert await watch.hear() == {"id": answer, "status": status.upper()}
            assert [push.json["data"]["body"] for push in customer.received] == ["On its way."]

            left_at = bob_hears.cursor
            missed = [await ada.send(here, conversation, f"Still {n}") for n in range(5)]
            async with bob.listening(here, ADDED, after=left_at) as back:
                assert [(await back.hear())["id"] for _ in missed] == missed

            await rival.write(there, "Anybody?")
            assert (await rival_hears.hear())["body"] == "Anybody?"
        for id in (conversation, answer):
            stolen = await rival.owner.answer(here, MESSAGE, id=id)
            assert [error["extensions"]["code"] for error in stolen["errors"]] == ["NOT_FOUND"]


async def test_a_worker_killed_in_a_delivery_costs_nothing(
    valkey: Valkey, customer: CustomerSystem
) -> None:
    customer.then_stall()
    async with (
        fleet(apis=1, workers=1) as ((api,), (worker,)),
        opened(api, customer) as (
            shop,
            conversation,
        ),
    ):
        message = await shop.owner.send(api, conversation, "Twice?")
        async with asyncio.timeout(SOON):
            while not customer.received:
                await asyncio.sleep(0.02)

        await worker.kill()
        assert await status_of(message, shop.owner, api) == "SENDING"
        other = await start("worker")
        try:
            await until_sent(message, shop.owner, api)
        finally:
            await other.kill()

        found = await shop.owner.ask(api, MESSAGE, id=message)
        ids = {push.headers["webhook-id"] for push in customer.received}
        assert len(ids) == 1
        assert len(customer.received) == 2
        assert len(found["node"]["deliveryAttempts"]) == 2


async def test_a_redis_that_forgets_and_restarts_costs_no_event_and_no_delivery(
    valkey: Valkey, customer: CustomerSystem
) -> None:
    async with (
        fleet(apis=2, workers=1) as ((here, there), _),
        opened(here, customer) as (
            shop,
            conversation,
        ),
    ):
        now = await shop.position(there)
        async with shop.owner.listening(there, ADDED, after=now) as ear:
            sent = []
            for number in range(30):
                sent.append(await shop.owner.send(here, conversation, f"n{number}"))
                if number == 5:
                    await forget_everything(valkey)
                if number == 15:
                    valkey.restart()
                if number == 25:
                    valkey.kill()
                    valkey.start()
            heard = [(await ear.hear())["id"] for _ in sent]
            assert heard == sent
            assert len(set(ear.cursors)) == len(sent)

        for message in sent:
            await until_sent(message, shop.owner, here)
        ids = [push.headers["webhook-id"] for push in customer.received]
        assert len(set(ids)) == len(sent)


async def test_an_api_killed_between_commit_and_wake_up_hides_no_event(
    valkey: Valkey, customer: CustomerSystem
) -> None:
    async with (
        fleet(apis=1, workers=1) as ((there,), _),
        opened(there, customer) as (
            shop,
            conversation,
        ),
    ):
        doomed = await start_api()
        now = await shop.position(there)
        async with shop.owner.listening(there, ADDED, after=now) as ear:
            with frozen(valkey):  # the commit goes through; the wake-up waits in the process
                message = await shop.owner.send(doomed, conversation, "Last words")
                await doomed.kill()

            # No wake-up came and Redis is back: the hub finds it when it next looks unasked.
            assert (await ear.hear(within=SLOWLY))["id"] == message
        await until_sent(message, shop.owner, there)
