"""Labels, participants and mentions, drafts, custom attributes and satisfaction."""

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
    CREATE TABLE "labels" (
        "id" UUID NOT NULL PRIMARY KEY,
        "company_id" UUID NOT NULL,
        "created_at" TIMESTAMPTZ NOT NULL,
        "updated_at" TIMESTAMPTZ NOT NULL,
        "name" VARCHAR(50) NOT NULL,
        "name_key" VARCHAR(200) NOT NULL,
        "colour" VARCHAR(7) NOT NULL,
        "description" VARCHAR(200),
        "archived_at" TIMESTAMPTZ,
        "version" INT NOT NULL,
        "client_id" VARCHAR(100),
        "client_hash" VARCHAR(64)
    );
    CREATE TABLE "conversation_labels" (
        "id" UUID NOT NULL PRIMARY KEY,
        "company_id" UUID NOT NULL,
        "created_at" TIMESTAMPTZ NOT NULL,
        "updated_at" TIMESTAMPTZ NOT NULL,
        "conversation_id" UUID NOT NULL,
        "label_id" UUID NOT NULL
    );
    CREATE TABLE "conversation_members" (
        "id" UUID NOT NULL PRIMARY KEY,
        "company_id" UUID NOT NULL,
        "created_at" TIMESTAMPTZ NOT NULL,
        "updated_at" TIMESTAMPTZ NOT NULL,
        "role" VARCHAR(20) NOT NULL,
        "muted" BOOL NOT NULL,
        "conversation_id" UUID NOT NULL,
        "member_id" UUID NOT NULL
    );
    CREATE TABLE "message_mentions" (
        "id" UUID NOT NULL PRIMARY KEY,
        "company_id" UUID NOT NULL,
        "created_at" TIMESTAMPTZ NOT NULL,
        "updated_at" TIMESTAMPTZ NOT NULL,
        "member_id" UUID NOT NULL,
        "message_id" UUID NOT NULL
    );
    CREATE TABLE "drafts" (
        "id" UUID NOT NULL PRIMARY KEY,
        "company_id" UUID NOT NULL,
        "created_at" TIMESTAMPTZ NOT NULL,
        "updated_at" TIMESTAMPTZ NOT NULL,
        "kind" VARCHAR(20) NOT NULL,
        "body" TEXT NOT NULL,
        "version" INT NOT NULL,
        "conversation_id" UUID NOT NULL,
        "member_id" UUID NOT NULL
    );
    CREATE TABLE "attribute_definitions" (
        "id" UUID NOT NULL PRIMARY KEY,
        "company_id" UUID NOT NULL,
        "created_at" TIMESTAMPTZ NOT NULL,
        "updated_at" TIMESTAMPTZ NOT NULL,
        "target" VARCHAR(20) NOT NULL,
        "key" VARCHAR(64) NOT NULL,
        "label" VARCHAR(100) NOT NULL,
        "type" VARCHAR(20) NOT NULL,
        "options" JSONB NOT NULL,
        "pattern" VARCHAR(200),
        "required" BOOL NOT NULL,
        "archived_at" TIMESTAMPTZ,
        "version" INT NOT NULL,
        "client_id" VARCHAR(100),
        "client_hash" VARCHAR(64)
    );
    CREATE TABLE "attribute_values" (
        "id" UUID NOT NULL PRIMARY KEY,
        "company_id" UUID NOT NULL,
        "created_at" TIMESTAMPTZ NOT NULL,
        "updated_at" TIMESTAMPTZ NOT NULL,
        "text_value" VARCHAR(500) COLLATE "C",
        "number_value" DOUBLE PRECISION,
        "contact_id" UUID,
        "conversation_id" UUID,
        "definition_id" UUID NOT NULL
    );
    CREATE TABLE "satisfaction_requests" (
        "id" UUID NOT NULL PRIMARY KEY,
        "company_id" UUID NOT NULL,
        "created_at" TIMESTAMPTZ NOT NULL,
        "updated_at" TIMESTAMPTZ NOT NULL,
        "expires_at" TIMESTAMPTZ NOT NULL,
        "rating" SMALLINT,
        "comment" TEXT,
        "rated_at" TIMESTAMPTZ,
        "contact_id" UUID NOT NULL,
        "conversation_id" UUID NOT NULL,
        "inbox_id" UUID NOT NULL,
        "member_id" UUID,
        "message_id" UUID NOT NULL
    );
    """,
    """
    DROP TABLE satisfaction_requests;
    DROP TABLE attribute_values;
    DROP TABLE attribute_definitions;
    DROP TABLE drafts;
    DROP TABLE message_mentions;
    DROP TABLE conversation_members;
    DROP TABLE conversation_labels;
    DROP TABLE labels;
    """,
)
# Models say their defaults themselves.
COLUMNS = Change(
    """
    ALTER TABLE conversations ADD COLUMN "custom_attributes" JSONB NOT NULL DEFAULT '{}';
    ALTER TABLE conversations ALTER COLUMN "custom_attributes" DROP DEFAULT;
    ALTER TABLE inboxes ADD COLUMN "csat_enabled" BOOL NOT NULL DEFAULT false;
    ALTER TABLE inboxes ALTER COLUMN "csat_enabled" DROP DEFAULT;
    ALTER TABLE inboxes ADD COLUMN "csat_question" VARCHAR(500);
    """,
    """
    ALTER TABLE inboxes DROP COLUMN "csat_question";
    ALTER TABLE inboxes DROP COLUMN "csat_enabled";
    ALTER TABLE conversations DROP COLUMN "custom_attributes";
    """,
)
CHANGES = [
    TABLES,
    COLUMNS,
    wall("labels", across=False),
    unique("labels_name_key", "labels (company_id, name_key) WHERE archived_at IS NULL"),
    made_once("labels"),
    wall("conversation_labels", across=False),
    reference("conversation_labels", "conversation_id", "conversations"),
    reference("conversation_labels", "label_id", "labels"),
    unique(
        "conversation_labels_key", "conversation_labels (company_id, conversation_id, label_id)"
    ),
    index(
        "conversation_labels_label_idx",
        "conversation_labels (company_id, label_id, conversation_id)",
    ),
    wall("conversation_members", across=False),
    reference("conversation_members", "conversation_id", "conversations"),
    reference("conversation_members", "member_id", "members"),
    one_of("conversation_members", "role", "FOLLOWER MENTIONED"),
    unique(
        "conversation_members_key", "conversation_members (company_id, conversation_id, member_id)"
    ),
    index(
        "conversation_members_member_idx",
        "conversation_members (company_id, member_id, conversation_id)",
    ),
    wall("message_mentions", across=False),
    reference("message_mentions", "message_id", "messages"),
    reference("message_mentions", "member_id", "members"),
    unique("message_mentions_key", "message_mentions (company_id, message_id, member_id)"),
    wall("drafts", across=False),
    reference("drafts", "conversation_id", "conversations"),
    reference("drafts", "member_id", "members"),
    one_of("drafts", "kind", "REPLY NOTE"),
    unique("drafts_key", "drafts (company_id, member_id, conversation_id, kind)"),
    wall("attribute_definitions", across=False),
    one_of("attribute_definitions", "target", "CONTACT CONVERSATION"),
    one_of("attribute_definitions", "type", "TEXT NUMBER BOOLEAN DATE LIST LINK"),
    unique(
        "attribute_definitions_key",
        "attribute_definitions (company_id, target, key) WHERE archived_at IS NULL",
    ),
    made_once("attribute_definitions"),
    wall("attribute_values", across=False),
    reference("attribute_values", "definition_id", "attribute_definitions"),
    reference("attribute_values", "contact_id", "contacts"),
    reference("attribute_values", "conversation_id", "conversations"),
    unique(
        "attribute_values_contact_key",
        "attribute_values (company_id, contact_id, definition_id) WHERE contact_id IS NOT NULL",
    ),
    unique(
        "attribute_values_conversation_key",
        "attribute_values (company_id, conversation_id, definition_id) "
        "WHERE conversation_id IS NOT NULL",
    ),
    index(
        "attribute_values_text_idx",
        "attribute_values (company_id, definition_id, text_value) WHERE text_value IS NOT NULL",
    ),
    index(
        "attribute_values_number_idx",
        "attribute_values (company_id, definition_id, number_value) WHERE number_value IS NOT NULL",
    ),
    wall("satisfaction_requests", across=False),
    reference("satisfaction_requests", "conversation_id", "conversations"),
    reference("satisfaction_requests", "inbox_id", "inboxes"),
    reference("satisfaction_requests", "contact_id", "contacts"),
    reference("satisfaction_requests", "member_id", "members"),
    reference("satisfaction_requests", "message_id", "messages"),
    unique("satisfaction_requests_message_key", "satisfaction_requests (company_id, message_id)"),
    index(
        "satisfaction_requests_conversation_idx",
        "satisfaction_requests (company_id, conversation_id, id)",
    ),
]


async def upgrade(db: BaseDBAsyncClient) -> str:
    return upward(CHANGES)


async def downgrade(db: BaseDBAsyncClient) -> str:
    return downward(CHANGES)
