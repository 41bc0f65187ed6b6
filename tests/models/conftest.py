"""What is live, over a Valkey that the tests stop."""

from collections.abc import AsyncIterator

import pytest

from models import live
from models.embedded.valkey import Valkey
from tests.people import Cast, found


@pytest.fixture
async def connected(house: None, valkey: Valkey) -> AsyncIterator[Valkey]:
    async with live.connected(valkey.url):
        yield valkey


@pytest.fixture
async def company(connected: Valkey) -> Cast:
    return await found("Acme")
