"""An inbox that calls a customer's system, and somebody who has written there."""

import pytest

from tests.customer import CustomerSystem
from tests.doors import Sender, sender, written
from tests.errands import perform
from tests.people import Cast


@pytest.fixture
async def ours(acme: Cast, customer: CustomerSystem) -> Sender:
    inbox = await sender(acme, callback_url=customer.url)
    await inbox.push(written("Hello", id="m1"))
    await perform(acme, "inbound_event.apply")
    return inbox
