"""Contacts that were merged, what is noted of them, what they consent to, and many at once."""

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

STATES = "QUEUED RUNNING SUCCEEDED FAILED CANCELLED"
CONSENTS = "OPTED_IN OPTED_OUT UNKNOWN"
TABLES = Change(
    """
    CREATE TABLE "segments" (
        "id" UUID NOT NULL PRIMARY KEY,
        "company_id" UUID NOT NULL,
        "created_at" TIMESTAMPTZ NOT NULL,
        "updated_at" TIMESTAMPTZ NOT NULL,
        "name" VARCHAR(100) NOT NULL,
        "conditions" JSONB NOT NULL,
        "version" INT NOT NULL,
        "client_id" VARCHAR(100),
        "client_hash" VARCHAR(64),
        "api_key_id" UUID,
        "member_id" UUID
    );
    CREATE TABLE "contact_notes" (
        "id" UUID NOT NULL PRIMARY KEY,
        "company_id" UUID NOT NULL,
        "created_at" TIMESTAMPTZ NOT NULL,
        "updated_at" TIMESTAMPTZ NOT NULL,
        "body" TEXT NOT NULL,
        "edited_at" TIMESTAMPTZ,
        "client_id" VARCHAR(100),
        "client_hash" VARCHAR(64),
        "api_key_id" UUID,
        "contact_id" UUID NOT NULL,
        "member_id" UUID
    );
    CREATE TABLE "consent_changes" (
        "id" UUID NOT NULL PRIMARY KEY,
        "company_id" UUID NOT NULL,
        "created_at" TIMESTAMPTZ NOT NULL,
        "updated_at" TIMESTAMPTZ NOT NULL,
        "channel" VARCHAR(20) NOT NULL,
        "state" VARCHAR(20) NOT NULL,
        "source" VARCHAR(200),
        "stated_at" TIMESTAMPTZ NOT NULL,
        "api_key_id" UUID,
        "contact_id" UUID NOT NULL,
        "member_id" UUID
    );
    CREATE TABLE "contact_consents" (
        "id" UUID NOT NULL PRIMARY KEY,
        "company_id" UUID NOT NULL,
        "created_at" TIMESTAMPTZ NOT NULL,
        "updated_at" TIMESTAMPTZ NOT NULL,
        "channel" VARCHAR(20) NOT NULL,
        "state" VARCHAR(20) NOT NULL,
        "source" VARCHAR(200),
        "stated_at" TIMESTAMPTZ NOT NULL,
        "api_key_id" UUID,
        "contact_id" UUID NOT NULL,
        "member_id" UUID
    );
    CREATE TABLE "contact_merges" (
        "id" UUID NOT NULL PRIMARY KEY,
        "company_id" UUID NOT NULL,
        "created_at" TIMESTAMPTZ NOT NULL,
        "updated_at" TIMESTAMPTZ NOT NULL,
        "moved" JSONB NOT NULL,
        "taken" JSONB NOT NULL,
        "kept" JSONB NOT NULL,
        "api_key_id" UUID,
        "into_id" UUID NOT NULL,
        "member_id" UUID,
        "source_id" UUID NOT NULL
    );
    CREATE TABLE "contact_exports" (
        "id" UUID NOT NULL PRIMARY KEY,
        "company_id" UUID NOT NULL,
        "created_at" TIMESTAMPTZ NOT NULL,
        "updated_at" TIMESTAMPTZ NOT NULL,
        "state" VARCHAR(20) NOT NULL,
        "error_code" VARCHAR(50),
        "error_detail" VARCHAR(500),
        "started_at" TIMESTAMPTZ,
        "finished_at" TIMESTAMPTZ,
        "client_id" VARCHAR(100),
        "client_hash" VARCHAR(64),
        "conditions" JSONB NOT NULL,
        "rows" INT NOT NULL,
        "api_key_id" UUID,
        "member_id" UUID,
        "upload_id" UUID
    );
    CREATE TABLE "contact_imports" (
        "id" UUID NOT NULL PRIMARY KEY,
        "company_id" UUID NOT NULL,
        "created_at" TIMESTAMPTZ NOT NULL,
        "updated_at" TIMESTAMPTZ NOT NULL,
        "state" VARCHAR(20) NOT NULL,
        "error_code" VARCHAR(50),
        "error_detail" VARCHAR(500),
        "started_at" TIMESTAMPTZ,
        "finished_at" TIMESTAMPTZ,
        "client_id" VARCHAR(100),
        "client_hash" VARCHAR(64),
        "mode" VARCHAR(20) NOT NULL,
        "match_by" VARCHAR(20) NOT NULL,
        "dry_run" BOOL NOT NULL,
        "mapping" JSONB NOT NULL,
        "dialect" JSONB NOT NULL,
        "country" VARCHAR(2),
        "total" INT,
        "position" INT NOT NULL,
        "created" INT NOT NULL,
        "updated" INT NOT NULL,
        "unchanged" INT NOT NULL,
        "failed" INT NOT NULL,
        "api_key_id" UUID,
        "member_id" UUID,
        "report_id" UUID,
        "upload_id" UUID
    );
    CREATE TABLE "contact_import_rows" (
        "id" UUID NOT NULL PRIMARY KEY,
        "company_id" UUID NOT NULL,
        "created_at" TIMESTAMPTZ NOT NULL,
        "updated_at" TIMESTAMPTZ NOT NULL,
        "line" INT NOT NULL,
        "field" VARCHAR(100),
        "code" VARCHAR(50) NOT NULL,
        "message" VARCHAR(500) NOT NULL,
        "contact_import_id" UUID NOT NULL
    );
    """,
    """
    DROP TABLE "contact_import_rows";
    DROP TABLE "contact_imports";
    DROP TABLE "contact_exports";
    DROP TABLE "contact_merges";
    DROP TABLE "contact_consents";
    DROP TABLE "consent_changes";
    DROP TABLE "contact_notes";
    DROP TABLE "segments";
    """,
)
MERGED = Change(
    "ALTER TABLE contacts ADD COLUMN merged_into_id UUID;",
    "ALTER TABLE contacts DROP COLUMN merged_into_id;",
)


def _by(table: str) -> list[Change]:
    return [
        wall(table, across=False),
        reference(table, "member_id", "members"),
        reference(table, "api_key_id", "api_keys"),
    ]


def _file(table: str, column: str) -> Change:
    """A file that goes after some days."""
    change = reference(table, column, "uploads")
    return Change(f"{change.up.rstrip(';')} ON DELETE SET NULL ({column});", change.down)


CHANGES = [
    TABLES,
    MERGED,
    reference("contacts", "merged_into_id", "contacts"),
    index(
        "contacts_merged_idx",
        "contacts (company_id, merged_into_id) WHERE merged_into_id IS NOT NULL",
    ),
    *_by("segments"),
    unique("segments_name_key", "segments (company_id, name)"),
    made_once("segments"),
    *_by("contact_notes"),
    reference("contact_notes", "contact_id", "contacts"),
    index("contact_notes_contact_idx", "contact_notes (company_id, contact_id, id)"),
    made_once("contact_notes"),
    *_by("consent_changes"),
    reference("consent_changes", "contact_id", "contacts"),
    one_of("consent_changes", "channel", "API"),
    one_of("consent_changes", "state", CONSENTS),
    index("consent_changes_contact_idx", "consent_changes (company_id, contact_id, id)"),
    *_by("contact_consents"),
    reference("contact_consents", "contact_id", "contacts"),
    one_of("contact_consents", "channel", "API"),
    one_of("contact_consents", "state", CONSENTS),
    unique("contact_consents_key", "contact_consents (company_id, contact_id, channel)"),
    index("contact_consents_state_idx", "contact_consents (company_id, channel, state)"),
    *_by("contact_merges"),
    reference("contact_merges", "into_id", "contacts"),
    reference("contact_merges", "source_id", "contacts"),
    unique("contact_merges_source_key", "contact_merges (company_id, source_id)"),
    index("contact_merges_into_idx", "contact_merges (company_id, into_id, id)"),
    *_by("contact_exports"),
    _file("contact_exports", "upload_id"),
    one_of("contact_exports", "state", STATES),
    made_once("contact_exports"),
    *_by("contact_imports"),
    _file("contact_imports", "upload_id"),
    _file("contact_imports", "report_id"),
    one_of("contact_imports", "state", STATES),
    one_of("contact_imports", "mode", "CREATE UPDATE UPSERT"),
    one_of("contact_imports", "match_by", "EMAIL PHONE"),
    made_once("contact_imports"),
    wall("contact_import_rows", across=False),
    reference("contact_import_rows", "contact_import_id", "contact_imports"),
    unique(
        "contact_import_rows_line_key", "contact_import_rows (company_id, contact_import_id, line)"
    ),
]


async def upgrade(db: BaseDBAsyncClient) -> str:
    return upward(CHANGES)


async def downgrade(db: BaseDBAsyncClient) -> str:
    return downward(CHANGES)
