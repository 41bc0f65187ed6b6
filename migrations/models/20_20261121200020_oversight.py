"""What a company promises, the clocks that run on it, and the facts that reports are made of."""

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
    CREATE TABLE "sla_policies" (
        "id" UUID NOT NULL PRIMARY KEY,
        "company_id" UUID NOT NULL,
        "created_at" TIMESTAMPTZ NOT NULL,
        "updated_at" TIMESTAMPTZ NOT NULL,
        "name" VARCHAR(100) NOT NULL,
        "first_response_seconds" INT,
        "next_response_seconds" INT,
        "resolution_seconds" INT,
        "warn_percent" INT,
        "is_default" BOOL NOT NULL,
        "archived_at" TIMESTAMPTZ,
        "version" INT NOT NULL,
        "client_id" VARCHAR(100),
        "client_hash" VARCHAR(64),
        "business_hours_id" UUID
    );
    CREATE TABLE "sla_clocks" (
        "id" UUID NOT NULL PRIMARY KEY,
        "company_id" UUID NOT NULL,
        "created_at" TIMESTAMPTZ NOT NULL,
        "updated_at" TIMESTAMPTZ NOT NULL,
        "metric" VARCHAR(20) NOT NULL,
        "state" VARCHAR(20) NOT NULL,
        "seconds" INT NOT NULL,
        "warn_percent" INT,
        "left_seconds" DOUBLE PRECISION NOT NULL,
        "started_at" TIMESTAMPTZ NOT NULL,
        "anchor_at" TIMESTAMPTZ NOT NULL,
        "due_at" TIMESTAMPTZ,
        "warn_at" TIMESTAMPTZ,
        "warned_at" TIMESTAMPTZ,
        "paused_at" TIMESTAMPTZ,
        "met_at" TIMESTAMPTZ,
        "breached_at" TIMESTAMPTZ,
        "ended_at" TIMESTAMPTZ,
        "conversation_id" UUID NOT NULL,
        "policy_id" UUID NOT NULL
    );
    CREATE TABLE "conversation_timings" (
        "id" UUID NOT NULL PRIMARY KEY,
        "company_id" UUID NOT NULL,
        "created_at" TIMESTAMPTZ NOT NULL,
        "updated_at" TIMESTAMPTZ NOT NULL,
        "inbox_id" UUID NOT NULL,
        "queue_id" UUID,
        "assignee_id" UUID,
        "opened_at" TIMESTAMPTZ,
        "replied_at" TIMESTAMPTZ,
        "waiting_since" TIMESTAMPTZ,
        "snoozed_at" TIMESTAMPTZ,
        "queued_at" TIMESTAMPTZ,
        "seen_at" TIMESTAMPTZ NOT NULL,
        "conversation_id" UUID NOT NULL
    );
    CREATE TABLE "reporting_facts" (
        "id" UUID NOT NULL PRIMARY KEY,
        "company_id" UUID NOT NULL,
        "created_at" TIMESTAMPTZ NOT NULL,
        "updated_at" TIMESTAMPTZ NOT NULL,
        "name" VARCHAR(30) NOT NULL,
        "value" DOUBLE PRECISION NOT NULL,
        "business_value" DOUBLE PRECISION NOT NULL,
        "conversation_id" UUID NOT NULL,
        "inbox_id" UUID NOT NULL,
        "queue_id" UUID,
        "member_id" UUID,
        "label_ids" JSONB NOT NULL,
        "started_at" TIMESTAMPTZ NOT NULL,
        "ended_at" TIMESTAMPTZ NOT NULL
    );
    """,
    """
    DROP TABLE "reporting_facts";
    DROP TABLE "conversation_timings";
    DROP TABLE "sla_clocks";
    DROP TABLE "sla_policies";
    """,
)
COLUMNS = Change(
    """
    ALTER TABLE "conversations" ADD COLUMN "sla_policy_id" UUID,
        ADD COLUMN "next_sla_due_at" TIMESTAMPTZ;
    ALTER TABLE "inboxes" ADD COLUMN "sla_policy_id" UUID;
    ALTER TABLE "queues" ADD COLUMN "sla_policy_id" UUID;
    """,
    """
    ALTER TABLE "queues" DROP COLUMN "sla_policy_id";
    ALTER TABLE "inboxes" DROP COLUMN "sla_policy_id";
    ALTER TABLE "conversations" DROP COLUMN "sla_policy_id", DROP COLUMN "next_sla_due_at";
    """,
)
CHANGES = [
    TABLES,
    wall("sla_policies"),
    reference("sla_policies", "business_hours_id", "business_hours"),
    unique("sla_policies_name_key", "sla_policies (company_id, name) WHERE archived_at IS NULL"),
    unique("sla_policies_default_key", "sla_policies (company_id) WHERE is_default"),
    made_once("sla_policies"),
    COLUMNS,
    reference("conversations", "sla_policy_id", "sla_policies"),
    reference("inboxes", "sla_policy_id", "sla_policies"),
    reference("queues", "sla_policy_id", "sla_policies"),
    # Empty for who has no promises.
    index(
        "conversations_sla_due_idx",
        "conversations (company_id, next_sla_due_at, id) WHERE next_sla_due_at IS NOT NULL",
    ),
    wall("sla_clocks", across=False),
    reference("sla_clocks", "conversation_id", "conversations"),
    reference("sla_clocks", "policy_id", "sla_policies"),
    one_of("sla_clocks", "metric", "FIRST_RESPONSE NEXT_RESPONSE RESOLUTION"),
    one_of("sla_clocks", "state", "PENDING MET BREACHED CANCELLED"),
    unique(
        "sla_clocks_live_key",
        "sla_clocks (company_id, conversation_id, metric) WHERE ended_at IS NULL",
    ),
    index("sla_clocks_conversation_idx", "sla_clocks (company_id, conversation_id, id)"),
    wall("conversation_timings", across=False),
    reference("conversation_timings", "conversation_id", "conversations"),
    reference("conversation_timings", "inbox_id", "inboxes"),
    reference("conversation_timings", "queue_id", "queues"),
    reference("conversation_timings", "assignee_id", "members"),
    unique(
        "conversation_timings_conversation_key",
        "conversation_timings (company_id, conversation_id)",
    ),
    wall("reporting_facts", across=False),
    reference("reporting_facts", "conversation_id", "conversations"),
    reference("reporting_facts", "inbox_id", "inboxes"),
    reference("reporting_facts", "queue_id", "queues"),
    reference("reporting_facts", "member_id", "members"),
    one_of(
        "reporting_facts",
        "name",
        "CONVERSATION_CREATED CONVERSATION_REOPENED MESSAGE_IN MESSAGE_OUT "
        "FIRST_RESPONSE REPLY RESOLUTION QUEUE_WAIT RATING",
    ),
    index("reporting_facts_time_idx", "reporting_facts (company_id, name, ended_at, id)"),
]


async def upgrade(db: BaseDBAsyncClient) -> str:
    return upward(CHANGES)


async def downgrade(db: BaseDBAsyncClient) -> str:
    return downward(CHANGES)
