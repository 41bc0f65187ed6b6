"""Files that are uploaded, those of messages, and how much room they take."""

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
    CREATE TABLE "file_usage" (
        "id" UUID NOT NULL PRIMARY KEY,
        "company_id" UUID NOT NULL,
        "created_at" TIMESTAMPTZ NOT NULL,
        "updated_at" TIMESTAMPTZ NOT NULL,
        "files" INT NOT NULL,
        "bytes" BIGINT NOT NULL
    );
    CREATE TABLE "uploads" (
        "id" UUID NOT NULL PRIMARY KEY,
        "company_id" UUID NOT NULL,
        "created_at" TIMESTAMPTZ NOT NULL,
        "updated_at" TIMESTAMPTZ NOT NULL,
        "state" VARCHAR(20) NOT NULL,
        "file_name" VARCHAR(255) NOT NULL,
        "content_type" VARCHAR(100) NOT NULL,
        "size" BIGINT NOT NULL,
        "checksum" VARCHAR(64),
        "object_name" VARCHAR(40),
        "rejection" VARCHAR(50),
        "used_at" TIMESTAMPTZ,
        "expires_at" TIMESTAMPTZ,
        "client_id" VARCHAR(100),
        "client_hash" VARCHAR(64),
        "api_key_id" UUID,
        "member_id" UUID
    );
    CREATE TABLE "attachments" (
        "id" UUID NOT NULL PRIMARY KEY,
        "company_id" UUID NOT NULL,
        "created_at" TIMESTAMPTZ NOT NULL,
        "updated_at" TIMESTAMPTZ NOT NULL,
        "state" VARCHAR(20) NOT NULL,
        "file_name" VARCHAR(255) NOT NULL,
        "content_type" VARCHAR(100) NOT NULL,
        "size" BIGINT,
        "checksum" VARCHAR(64),
        "error_code" VARCHAR(50),
        "preview_width" INT,
        "preview_height" INT,
        "source" JSONB,
        "message_id" UUID NOT NULL,
        "upload_id" UUID NOT NULL
    );
    """,
    """
    DROP TABLE "attachments";
    DROP TABLE "uploads";
    DROP TABLE "file_usage";
    """,
)
CHANGES = [
    TABLES,
    wall("file_usage", across=False),
    unique("file_usage_company_key", "file_usage (company_id)"),
    wall("uploads", across=False),
    reference("uploads", "member_id", "members"),
    reference("uploads", "api_key_id", "api_keys"),
    one_of("uploads", "state", "PENDING STORED REJECTED REMOVED"),
    made_once("uploads"),
    # The few that will go: the clock reads it whole.
    index("uploads_expiry_idx", "uploads (company_id, expires_at) WHERE expires_at IS NOT NULL"),
    wall("attachments", across=False),
    reference("attachments", "message_id", "messages"),
    reference("attachments", "upload_id", "uploads"),
    one_of("attachments", "state", "PENDING STORED FAILED"),
    unique("attachments_upload_key", "attachments (company_id, upload_id)"),
    index("attachments_message_idx", "attachments (company_id, message_id, id)"),
]


async def upgrade(db: BaseDBAsyncClient) -> str:
    return upward(CHANGES)


async def downgrade(db: BaseDBAsyncClient) -> str:
    return downward(CHANGES)
