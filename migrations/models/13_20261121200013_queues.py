"""Queues, their members, and the lines in which conversations wait."""

from tortoise import BaseDBAsyncClient

from migrations.walls import (
    Change,
    downward,
    index,
    made_once,
    one_of,
    reference,
    unique,
    upward,
    wall,
)

TABLES = Change(
    """
    CREATE TABLE "queues" (
        "id" UUID NOT NULL PRIMARY KEY,
        "company_id" UUID NOT NULL,
        "created_at" TIMESTAMPTZ NOT NULL,
        "updated_at" TIMESTAMPTZ NOT NULL,
        "name" VARCHAR(100) NOT NULL,
        "colour" VARCHAR(7),
        "description" VARCHAR(500),
        "greeting" VARCHAR(2000),
        "out_of_hours_message" VARCHAR(2000),
        "assignment" VARCHAR(20) NOT NULL,
        "accept_timeout_seconds" INT,
        "overflow_after_seconds" INT,
        "archived_at" TIMESTAMPTZ,
        "version" INT NOT NULL,
        "client_id" VARCHAR(100),
        "client_hash" VARCHAR(64),
        "business_hours_id" UUID,
        "overflow_queue_id" UUID
    );
    CREATE TABLE "queue_members" (
        "id" UUID NOT NULL PRIMARY KEY,
        "company_id" UUID NOT NULL,
        "created_at" TIMESTAMPTZ NOT NULL,
        "updated_at" TIMESTAMPTZ NOT NULL,
        "level" VARCHAR(20) NOT NULL,
        "given_at" TIMESTAMPTZ,
        "member_id" UUID NOT NULL,
        "queue_id" UUID NOT NULL
    );
    CREATE TABLE "queue_entries" (
        "id" UUID NOT NULL PRIMARY KEY,
        "company_id" UUID NOT NULL,
        "created_at" TIMESTAMPTZ NOT NULL,
        "updated_at" TIMESTAMPTZ NOT NULL,
        "priority" SMALLINT NOT NULL,
        "place" BIGINT NOT NULL,
        "enqueued_at" TIMESTAMPTZ NOT NULL,
        "joined_at" TIMESTAMPTZ NOT NULL,
        "offer_expires_at" TIMESTAMPTZ,
        "passed" JSONB NOT NULL,
        "conversation_id" UUID NOT NULL,
        "offered_to_id" UUID,
        "queue_id" UUID NOT NULL
    );
    CREATE TABLE "queue_paces" (
        "id" UUID NOT NULL PRIMARY KEY,
        "company_id" UUID NOT NULL,
        "created_at" TIMESTAMPTZ NOT NULL,
        "updated_at" TIMESTAMPTZ NOT NULL,
        "claims" BIGINT NOT NULL,
        "seconds_per_claim" DOUBLE PRECISION NOT NULL,
        "last_claim_at" TIMESTAMPTZ NOT NULL,
        "queue_id" UUID NOT NULL
    );
    """,
    """
    DROP TABLE queue_paces;
    DROP TABLE queue_entries;
    DROP TABLE queue_members;
    DROP TABLE queues;
    """,
)
# Models say their defaults themselves.
COLUMNS = Change(
    """
    ALTER TABLE conversations ADD COLUMN "queue_id" UUID;
    ALTER TABLE inboxes ADD COLUMN "default_queue_id" UUID;
    ALTER TABLE members ADD COLUMN "capacity" INT NOT NULL DEFAULT 10;
    ALTER TABLE members ALTER COLUMN "capacity" DROP DEFAULT;
    """,
    """
    ALTER TABLE members DROP COLUMN "capacity";
    ALTER TABLE inboxes DROP COLUMN "default_queue_id";
    ALTER TABLE conversations DROP COLUMN "queue_id";
    """,
)
CHANGES = [
    TABLES,
    COLUMNS,
    wall("queues"),
    reference("queues", "overflow_queue_id", "queues"),
    one_of("queues", "assignment", "MANUAL ROUND_ROBIN LEAST_BUSY"),
    unique("queues_name_key", "queues (company_id, lower(name)) WHERE archived_at IS NULL"),
    made_once("queues"),
    wall("queue_members", across=False),
    reference("queue_members", "queue_id", "queues"),
    reference("queue_members", "member_id", "members"),
    one_of("queue_members", "level", "PRIMARY BACKUP"),
    unique("queue_members_key", "queue_members (company_id, queue_id, member_id)"),
    index("queue_members_member_idx", "queue_members (company_id, member_id, queue_id)"),
    wall("queue_entries", across=False),
    reference("queue_entries", "queue_id", "queues"),
    reference("queue_entries", "conversation_id", "conversations"),
    reference("queue_entries", "offered_to_id", "members"),
    unique("queue_entries_key", "queue_entries (company_id, conversation_id)"),
    index("queue_entries_line_idx", "queue_entries (company_id, queue_id, place, id)"),
    index(
        "queue_entries_offered_idx",
        "queue_entries (company_id, offered_to_id) WHERE offered_to_id IS NOT NULL",
    ),
    wall("queue_paces", across=False),
    reference("queue_paces", "queue_id", "queues"),
    unique("queue_paces_key", "queue_paces (company_id, queue_id)"),
    reference("conversations", "queue_id", "queues"),
    index(
        "conversations_queue_idx",
        "conversations (company_id, queue_id, last_message_at DESC, id DESC) "
        "WHERE queue_id IS NOT NULL",
    ),
    reference("inboxes", "default_queue_id", "queues"),
    index(
        "inboxes_default_queue_idx",
        "inboxes (company_id, default_queue_id) WHERE default_queue_id IS NOT NULL",
    ),
]


async def upgrade(db: BaseDBAsyncClient) -> str:
    return upward(CHANGES)


async def downgrade(db: BaseDBAsyncClient) -> str:
    return downward(CHANGES)
