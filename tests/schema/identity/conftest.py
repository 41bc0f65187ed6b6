"""All tests ask from one address: what was counted against it is forgotten."""

import pytest
from redis.asyncio import Redis

from models.identity.throttle import KEY_PREFIX
from models.settings import settings


@pytest.fixture(autouse=True)
async def unthrottled(house: None) -> None:
    async with Redis.from_url(settings().redis_url) as redis:
        async for key in redis.scan_iter(f"{KEY_PREFIX}*"):
            await redis.delete(key)
