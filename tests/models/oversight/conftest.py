"""Two companies that promise the same."""

import pytest

from tests.histories import History, promise
from tests.people import Cast


@pytest.fixture
async def ours(acme: Cast, rival: Cast) -> History:
    """Both companies promise the same; only ours is told anything."""
    for company in (acme, rival):
        await promise(company)
    return await History.begin(acme)
