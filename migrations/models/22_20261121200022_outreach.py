"""Templates and what they said before; which one a message was made of."""

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
    CREATE TABLE "templates" (
        "id" UUID NOT NULL PRIMARY KEY,
        "company_id" UUID NOT NULL,
        "created_at" TIMESTAMPTZ NOT NULL,
        "updated_at" TIMESTAMPTZ NOT NULL,
        "queue_id" UUID,
        "visibility" VARCHAR(20) NOT NULL,
        "name" VARCHAR(100) NOT NULL,
        "shortcode" VARCHAR(40) COLLATE "C" NOT NULL,
        "language" VARCHAR(35) NOT NULL,
        "category" VARCHAR(50),
        "body" TEXT NOT NULL,
        "variables" JSONB NOT NULL,
        "version" INT NOT NULL,
        "archived_at" TIMESTAMPTZ,
        "client_id" VARCHAR(100),
        "client_hash" VARCHAR(64),
        "owner_id" UUID
    );
    CREATE TABLE "template_revisions" (
        "id" UUID NOT NULL PRIMARY KEY,
        "company_id" UUID NOT NULL,
        "created_at" TIMESTAMPTZ NOT NULL,
        "updated_at" TIMESTAMPTZ NOT NULL,
        "version" INT NOT NULL,
        "name" VARCHAR(100) NOT NULL,
        "body" TEXT NOT NULL,
        "variables" JSONB NOT NULL,
        "edited_by_id" UUID,
        "template_id" UUID NOT NULL
    );
    ALTER TABLE "messages" ADD COLUMN "template_id" UUID, ADD COLUMN "template_version" INT;
    """,
    """
    ALTER TABLE "messages" DROP COLUMN "template_version", DROP COLUMN "template_id";
    DROP TABLE "template_revisions";
    DROP TABLE "templates";
    """,
)
CHANGES = [
    TABLES,
    wall("templates", across=False),
    reference("templates", "owner_id", "members"),
    reference("templates", "queue_id", "queues"),
    one_of("templates", "visibility", "OWN QUEUE ALL"),
    unique(
        "templates_shortcode_key",
        "templates (company_id, shortcode, language) WHERE archived_at IS NULL",
    ),
    made_once("templates"),
    index("templates_shortcode_idx", "templates (company_id, shortcode, id)"),
    wall("template_revisions", across=False),
    reference("template_revisions", "template_id", "templates"),
    reference("template_revisions", "edited_by_id", "members"),
    unique(
        "template_revisions_version_key", "template_revisions (company_id, template_id, version)"
    ),
    reference("messages", "template_id", "templates"),
]


async def upgrade(db: BaseDBAsyncClient) -> str:
    return upward(CHANGES)


async def downgrade(db: BaseDBAsyncClient) -> str:
    return downward(CHANGES)
