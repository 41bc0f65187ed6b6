"""Inboxes and the raw events pushed into them."""

from tortoise import BaseDBAsyncClient

from migrations.walls import downward, index, made_once, one_of, reference, unique, upward, wall

CHANGES = [
    wall("inboxes"),
    one_of("inboxes", "kind", "API"),
    one_of("inboxes", "after_resolve", "REOPEN START_NEW"),
    made_once("inboxes"),
    wall("inbound_events"),
    reference("inbound_events", "inbox_id", "inboxes"),
    one_of("inbound_events", "state", "RECEIVED APPLIED FAILED"),
    unique("inbound_events_external_key", "inbound_events (company_id, inbox_id, external_id)"),
    index("inbound_events_state_idx", "inbound_events (company_id, state, id)"),
    index("inbound_events_inbox_idx", "inbound_events (company_id, inbox_id, id)"),
]


async def upgrade(db: BaseDBAsyncClient) -> str:
    return upward(CHANGES)


async def downgrade(db: BaseDBAsyncClient) -> str:
    return downward(CHANGES)
