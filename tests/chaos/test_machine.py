"""Any schedule of writers, followers and faults: no client misses, repeats or mixes up an event."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator

import pytest
from hypothesis import settings as HypothesisSettings
from hypothesis.stateful import run_state_machine_as_test

from models import live
from models.settings import settings
from tests.chaos.machine import Machine
from tests.chaos.platform import Platform, platform
from tests.valkey import running


@pytest.fixture
async def site(
    house: None, database: str, figures: Counter[str], monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Platform]:
    with running() as valkey:
        monkeypatch.setenv("REDIS_URL", valkey.url)
        settings.cache_clear()
        async with (
            live.connected(valkey.url),
            platform(valkey, database, figures) as site,
        ):
            yield site
    settings.cache_clear()


async def test_every_history_is_gapless_ordered_complete_and_its_own(
    site: Platform, length: HypothesisSettings
) -> None:
    class Here(Machine):
        loop = asyncio.get_running_loop()

    Here.site = site
    await asyncio.to_thread(run_state_machine_as_test, Here, settings=length)
