"""Another Redis for a moment: one that is not there."""

from collections.abc import Iterator

import pytest

from models.identity import throttle
from models.settings import settings


@pytest.fixture
def no_redis(house: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("REDIS_URL", "unix:///nowhere/redis.sock")
    settings.cache_clear()
    yield
    monkeypatch.undo()
    settings.cache_clear()
    throttle._rest_until = 0.0
