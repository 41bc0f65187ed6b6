"""A Valkey of our own for the tests of what is live, because they stop it."""

from collections.abc import AsyncIterator, Iterator

import pytest

from models import live
from models.embedded.valkey import Valkey
from tests.people import Cast, found
from tests.valkey import running


@pytest.fixture(scope="session")
def own_valkey() -> Iterator[Valkey]:
    with running() as server:
        yield server


@pytest.fixture
def valkey(own_valkey: Valkey) -> Valkey:
    """Running, whatever the last test did to it."""
    own_valkey.start()
    return own_valkey


@pytest.fixture
async def connected(house: None, valkey: Valkey) -> AsyncIterator[Valkey]:
    async with live.connected(valkey.url):
        yield valkey


@pytest.fixture
async def company(connected: Valkey) -> Cast:
    return await found("Acme")
