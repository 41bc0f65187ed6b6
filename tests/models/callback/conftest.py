"""A caller of one's own."""

from collections.abc import AsyncIterator

import pytest

from models.callback import Caller


@pytest.fixture
async def calls(house: None) -> AsyncIterator[Caller]:
    caller = Caller()
    yield caller
    await caller.close()
