"""Activity in threads, merged conversations, changes of many at once, and saved views."""

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

# A constant default fills what there is without a rewrite; the models say their defaults themselves.
COLUMNS = Change(
    """
    ALTER TABLE messages ADD COLUMN "kind" VARCHAR(20) NOT NULL DEFAULT 'TEXT',
        ADD COLUMN "activity" JSONB;
    ALTER TABLE messages ALTER COLUMN "kind" DROP DEFAULT;
    ALTER TABLE conversations ADD COLUMN "merged_into_id" UUID;
    ALTER TABLE contacts ADD COLUMN "version" INT NOT NULL DEFAULT 1;
    ALTER TABLE contacts ALTER COLUMN "version" DROP DEFAULT;
    """,
    """
    ALTER TABLE contacts DROP COLUMN "version";
    ALTER TABLE conversations DROP COLUMN "merged_into_id";
    ALTER TABLE messages DROP COLUMN "activity", DROP COLUMN "kind";
    """,
)
TABLES = Change(
    """
    CREATE TABLE "bulk_operations" (
        "id" UUID NOT NULL PRIMARY KEY,
        "company_id" UUID NOT NULL,
        "created_at" TIMESTAMPTZ NOT NULL,
        "updated_at" TIMESTAMPTZ NOT NULL,
        "action" VARCHAR(20) NOT NULL,
        "arguments" JSONB NOT NULL,
        "total" INT NOT NULL,
        "done" INT NOT NULL,
        "failed" INT NOT NULL,
        "finished_at" TIMESTAMPTZ,
        "cancelled_at" TIMESTAMPTZ,
        "client_id" VARCHAR(100),
        "client_hash" VARCHAR(64),
        "api_key_id" UUID,
        "member_id" UUID
    );
    CREATE TABLE "bulk_outcomes" (
        "id" UUID NOT NULL PRIMARY KEY,
        "company_id" UUID NOT NULL,
        "created_at" TIMESTAMPTZ NOT NULL,
        "updated_at" TIMESTAMPTZ NOT NULL,
        "state" VARCHAR(20) NOT NULL,
        "code" VARCHAR(50),
        "conversation_id" UUID NOT NULL,
        "operation_id" UUID NOT NULL
    );
    CREATE TABLE "views" (
        "id" UUID NOT NULL PRIMARY KEY,
        "company_id" UUID NOT NULL,
        "created_at" TIMESTAMPTZ NOT NULL,
        "updated_at" TIMESTAMPTZ NOT NULL,
        "name" VARCHAR(100) NOT NULL,
        "criteria" JSONB NOT NULL,
        "order_by" VARCHAR(30) NOT NULL,
        "direction" VARCHAR(4) NOT NULL,
        "visibility" VARCHAR(20) NOT NULL,
        "position" INT NOT NULL,
        "version" INT NOT NULL,
        "client_id" VARCHAR(100),
        "client_hash" VARCHAR(64),
        "owner_id" UUID,
        "queue_id" UUID
    );
    """,
    """
    DROP TABLE views;
    DROP TABLE bulk_outcomes;
    DROP TABLE bulk_operations;
    """,
)
CHANGES = [
    COLUMNS,
    TABLES,
    one_of("messages", "kind", "TEXT ACTIVITY TEMPLATE"),
    reference("conversations", "merged_into_id", "conversations"),
    index(
        "conversations_merged_idx",
        "conversations (company_id, merged_into_id) WHERE merged_into_id IS NOT NULL",
    ),
    index(
        "conversations_waiting_idx",
        "conversations (company_id, waiting_since, id) WHERE waiting_since IS NOT NULL",
    ),
    wall("bulk_operations", across=False),
    reference("bulk_operations", "member_id", "members"),
    reference("bulk_operations", "api_key_id", "api_keys"),
    one_of(
        "bulk_operations",
        "action",
        "ASSIGN RESOLVE REOPEN SNOOZE PRIORITISE ADD_LABELS REMOVE_LABELS MOVE READ",
    ),
    made_once("bulk_operations"),
    wall("bulk_outcomes", across=False),
    reference("bulk_outcomes", "operation_id", "bulk_operations"),
    reference("bulk_outcomes", "conversation_id", "conversations"),
    one_of("bulk_outcomes", "state", "PENDING DONE FAILED SKIPPED"),
    unique(
        "bulk_outcomes_conversation_key",
        "bulk_outcomes (company_id, operation_id, conversation_id)",
    ),
    index("bulk_outcomes_operation_idx", "bulk_outcomes (company_id, operation_id, state, id)"),
    wall("views", across=False),
    reference("views", "owner_id", "members"),
    reference("views", "queue_id", "queues"),
    one_of("views", "visibility", "OWN QUEUE ALL"),
    one_of("views", "direction", "ASC DESC"),
    made_once("views"),
    index("views_position_idx", "views (company_id, position, id)"),
]


async def upgrade(db: BaseDBAsyncClient) -> str:
    return upward(CHANGES)


async def downgrade(db: BaseDBAsyncClient) -> str:
    return downward(CHANGES)
