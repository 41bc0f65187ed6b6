"""The event log: the runtime role may add to it and read it, nothing else."""

from tortoise import BaseDBAsyncClient

from migrations.walls import downward, index, one_of, unique, upward, wall

CHANGES = [
    wall("event_heads", app="SELECT, INSERT, UPDATE"),
    unique("event_heads_company_key", "event_heads (company_id)"),
    wall("events", app="SELECT, INSERT"),
    one_of("events", "actor_kind", "MEMBER API_KEY CONTACT SYSTEM"),
    unique("events_seq_key", "events (company_id, seq)"),
    index("events_subject_idx", "events (company_id, subject_id, seq)"),
]


async def upgrade(db: BaseDBAsyncClient) -> str:
    return upward(CHANGES)


async def downgrade(db: BaseDBAsyncClient) -> str:
    return downward(CHANGES)
