"""Keys of a viewer: whose they are, what is at rest, how long they are kept and waited for."""

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import asyncpg
import pytest

from jobs.forgetting import forget_idempotency_keys
from models.database import execute, fetch, pinned, transaction
from models.idempotency_key import (
    IdempotencyKey,
    IdempotencyKeyInUse,
    IdempotencyKeyInvalid,
    IdempotencyKeyReused,
    checked_key,
)
from models.identity import Role
from models.settings import settings
from models.tenancy import acting_for
from models.viewer import Viewer
from tests.people import Cast, hire


async def answered(by: Viewer, key: str, asked: str = "a", *, answer: str = "{}") -> str | None:
    """What was known before."""
    with acting_for(by.company_id):
        async with pinned(), IdempotencyKey.held(key, by=by, asked=asked) as answers:
            known = answers.get("field")
            if known is None:
                await answers.keep("field", answer)
            return known


async def test_a_key_is_its_viewers_in_their_company(acme: Cast, rival: Cast) -> None:
    key = uuid4().hex
    colleague = await hire(acme, Role.MEMBER)
    assert await answered(acme.viewer, key, answer='"first"') is None
    assert await answered(colleague, key, "other") is None
    assert await answered(rival.viewer, key, "other") is None
    assert await answered(acme.viewer, key) == '"first"'
    with pytest.raises(IdempotencyKeyReused):
        await answered(acme.viewer, key, "other")


async def test_neither_key_nor_answer_is_readable_at_rest(acme: Cast) -> None:
    key, secret = uuid4().hex, "sk_shown_once"
    await answered(acme.viewer, key, f"asked with {secret}", answer=f'"{secret}"')
    with acting_for(acme.id):
        [row] = await fetch("SELECT k::text FROM idempotency_keys k WHERE company_id = $1", acme.id)
    assert key not in row[0]
    assert secret not in row[0]


async def test_a_wait_for_the_first_has_an_end(acme: Cast) -> None:
    key = uuid4().hex
    await answered(acme.viewer, key)
    first = await asyncpg.connect(settings().database_url)
    async with first.transaction():
        await first.execute("UPDATE idempotency_keys SET updated_at = now()")
        with acting_for(acme.id), pytest.raises(IdempotencyKeyInUse):
            async with transaction():
                await execute("SET LOCAL lock_timeout = '20ms'")
                async with IdempotencyKey.held(key, by=acme.viewer, asked="a"):
                    raise AssertionError("it was not waited for")
    await first.close()


async def test_keys_are_forgotten_after_their_time(acme: Cast, rival: Cast) -> None:
    keys = [uuid4().hex for _ in range(2)]
    for key in keys:
        for viewer in (acme.viewer, rival.viewer):
            await answered(viewer, key)
    then = datetime.now(UTC) - timedelta(hours=25)
    old = UUID(int=int(then.timestamp() * 1000) << 80)
    with acting_for(acme.id):
        await execute(
            "UPDATE idempotency_keys SET id = $2 WHERE id = "
            "(SELECT min(id::text)::uuid FROM idempotency_keys WHERE company_id = $1)",
            acme.id,
            old,
        )
    await forget_idempotency_keys()
    assert await answered(acme.viewer, keys[0]) is None
    assert await answered(acme.viewer, keys[1]) is not None
    assert await answered(rival.viewer, keys[0]) is not None


@pytest.mark.parametrize("key", ["", "k" * 256, "two words", "ümlaut", "line\n", None, 7, ["k"]])
def test_a_key_is_visible_ascii(key: object) -> None:
    with pytest.raises(IdempotencyKeyInvalid):
        checked_key(key)


@pytest.mark.parametrize("key", ["k", "k" * 255, "0f2c1a3e-7d6b-4c5a-9e8f-1b2d3c4e5f60", "!~"])
def test_what_a_key_may_be(key: str) -> None:
    assert checked_key(key) == key
