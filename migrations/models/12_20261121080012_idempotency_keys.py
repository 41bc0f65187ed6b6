"""Keys by which clients repeat a mutation."""

from tortoise import BaseDBAsyncClient

from migrations.walls import downward, unique, upward, wall

CHANGES = [
    wall("idempotency_keys", key=False),
    unique("idempotency_keys_key", "idempotency_keys (company_id, key_hash)"),
]


async def upgrade(db: BaseDBAsyncClient) -> str:
    return upward(CHANGES)


async def downgrade(db: BaseDBAsyncClient) -> str:
    return downward(CHANGES)
