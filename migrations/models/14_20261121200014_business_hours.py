"""Hours in which a company is open."""

from tortoise import BaseDBAsyncClient

from migrations.walls import Change, downward, made_once, reference, unique, upward, wall

CHANGES = [
    Change(
        """
        CREATE TABLE "business_hours" (
            "id" UUID NOT NULL PRIMARY KEY,
            "company_id" UUID NOT NULL,
            "created_at" TIMESTAMPTZ NOT NULL,
            "updated_at" TIMESTAMPTZ NOT NULL,
            "name" VARCHAR(100) NOT NULL,
            "timezone" VARCHAR(64) NOT NULL,
            "weekly" JSONB NOT NULL,
            "holidays" JSONB NOT NULL,
            "is_default" BOOL NOT NULL,
            "version" INT NOT NULL,
            "client_id" VARCHAR(100),
            "client_hash" VARCHAR(64)
        );
        """,
        'DROP TABLE "business_hours";',
    ),
    wall("business_hours"),
    unique("business_hours_name_key", "business_hours (company_id, name)"),
    unique("business_hours_default_key", "business_hours (company_id) WHERE is_default"),
    made_once("business_hours"),
    reference("queues", "business_hours_id", "business_hours"),
]


async def upgrade(db: BaseDBAsyncClient) -> str:
    return upward(CHANGES)


async def downgrade(db: BaseDBAsyncClient) -> str:
    return downward(CHANGES)
