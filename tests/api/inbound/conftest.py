"""An inbox of ours."""

import pytest

from tests.doors import Sender, sender
from tests.people import Cast


@pytest.fixture
async def ours(acme: Cast) -> Sender:
    return await sender(acme)
