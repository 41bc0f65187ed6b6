"""Every table with its columns, as the models declare them."""

from tortoise import BaseDBAsyncClient


async def upgrade(db: BaseDBAsyncClient) -> str:
    return """
        CREATE TABLE "companies" (
            "id" UUID NOT NULL PRIMARY KEY,
            "name" VARCHAR(200) NOT NULL,
            "status" VARCHAR(20) NOT NULL,
            "locale" VARCHAR(35) NOT NULL,
            "timezone" VARCHAR(64) NOT NULL,
            "settings" JSONB NOT NULL,
            "created_at" TIMESTAMPTZ NOT NULL,
            "updated_at" TIMESTAMPTZ NOT NULL
        );
        CREATE TABLE "members" (
            "id" UUID NOT NULL PRIMARY KEY,
            "company_id" UUID NOT NULL,
            "created_at" TIMESTAMPTZ NOT NULL,
            "updated_at" TIMESTAMPTZ NOT NULL,
            "user_id" UUID NOT NULL,
            "name" VARCHAR(200) NOT NULL,
            "email" VARCHAR(254) NOT NULL,
            "role" VARCHAR(20) NOT NULL,
            "availability" VARCHAR(20) NOT NULL,
            "disabled_at" TIMESTAMPTZ,
            "removed_at" TIMESTAMPTZ
        );
        CREATE TABLE "api_keys" (
            "id" UUID NOT NULL PRIMARY KEY,
            "company_id" UUID NOT NULL,
            "created_at" TIMESTAMPTZ NOT NULL,
            "updated_at" TIMESTAMPTZ NOT NULL,
            "name" VARCHAR(100) NOT NULL,
            "prefix" VARCHAR(16) NOT NULL,
            "key_hash" VARCHAR(64) NOT NULL,
            "scopes" JSONB NOT NULL,
            "expires_at" TIMESTAMPTZ,
            "last_used_at" TIMESTAMPTZ,
            "revoked_at" TIMESTAMPTZ,
            "created_by_id" UUID
        );
        CREATE TABLE "invitations" (
            "id" UUID NOT NULL PRIMARY KEY,
            "company_id" UUID NOT NULL,
            "created_at" TIMESTAMPTZ NOT NULL,
            "updated_at" TIMESTAMPTZ NOT NULL,
            "email" VARCHAR(254) NOT NULL,
            "role" VARCHAR(20) NOT NULL,
            "token_hash" VARCHAR(64) NOT NULL,
            "expires_at" TIMESTAMPTZ NOT NULL,
            "accepted_at" TIMESTAMPTZ,
            "revoked_at" TIMESTAMPTZ,
            "invited_by_id" UUID
        );
        CREATE TABLE "sessions" (
            "id" UUID NOT NULL PRIMARY KEY,
            "company_id" UUID NOT NULL,
            "created_at" TIMESTAMPTZ NOT NULL,
            "updated_at" TIMESTAMPTZ NOT NULL,
            "address" VARCHAR(64),
            "user_agent" VARCHAR(300),
            "expires_at" TIMESTAMPTZ NOT NULL,
            "revoked_at" TIMESTAMPTZ,
            "last_used_at" TIMESTAMPTZ,
            "member_id" UUID NOT NULL
        );
        CREATE TABLE "refresh_tokens" (
            "id" UUID NOT NULL PRIMARY KEY,
            "company_id" UUID NOT NULL,
            "created_at" TIMESTAMPTZ NOT NULL,
            "updated_at" TIMESTAMPTZ NOT NULL,
            "token_hash" VARCHAR(64) NOT NULL,
            "rotated_at" TIMESTAMPTZ,
            "successor" TEXT,
            "session_id" UUID NOT NULL
        );
        CREATE TABLE "sign_ins" (
            "id" UUID NOT NULL PRIMARY KEY,
            "company_id" UUID NOT NULL,
            "created_at" TIMESTAMPTZ NOT NULL,
            "updated_at" TIMESTAMPTZ NOT NULL,
            "outcome" VARCHAR(20) NOT NULL,
            "address" VARCHAR(64),
            "user_agent" VARCHAR(300),
            "member_id" UUID NOT NULL
        );
        CREATE TABLE "users" (
            "id" UUID NOT NULL PRIMARY KEY,
            "email" VARCHAR(254) NOT NULL UNIQUE,
            "password_hash" VARCHAR(255) NOT NULL,
            "name" VARCHAR(200) NOT NULL,
            "email_verified_at" TIMESTAMPTZ,
            "password_changed_at" TIMESTAMPTZ,
            "last_sign_in_at" TIMESTAMPTZ,
            "created_at" TIMESTAMPTZ NOT NULL,
            "updated_at" TIMESTAMPTZ NOT NULL
        );
        CREATE TABLE "recovery_codes" (
            "id" UUID NOT NULL PRIMARY KEY,
            "code_hash" VARCHAR(64) NOT NULL UNIQUE,
            "used_at" TIMESTAMPTZ,
            "created_at" TIMESTAMPTZ NOT NULL,
            "user_id" UUID NOT NULL
        );
        CREATE TABLE "second_factors" (
            "id" UUID NOT NULL PRIMARY KEY,
            "sealed_secret" TEXT NOT NULL,
            "confirmed_at" TIMESTAMPTZ,
            "last_step" BIGINT,
            "created_at" TIMESTAMPTZ NOT NULL,
            "updated_at" TIMESTAMPTZ NOT NULL,
            "user_id" UUID NOT NULL
        );
        CREATE TABLE "user_tokens" (
            "id" UUID NOT NULL PRIMARY KEY,
            "purpose" VARCHAR(20) NOT NULL,
            "token_hash" VARCHAR(64) NOT NULL UNIQUE,
            "expires_at" TIMESTAMPTZ NOT NULL,
            "used_at" TIMESTAMPTZ,
            "created_at" TIMESTAMPTZ NOT NULL,
            "user_id" UUID NOT NULL
        );
        CREATE TABLE "inboxes" (
            "id" UUID NOT NULL PRIMARY KEY,
            "company_id" UUID NOT NULL,
            "created_at" TIMESTAMPTZ NOT NULL,
            "updated_at" TIMESTAMPTZ NOT NULL,
            "name" VARCHAR(100) NOT NULL,
            "kind" VARCHAR(20) NOT NULL,
            "callback_url" VARCHAR(2000),
            "sealed_secret" TEXT NOT NULL,
            "sealed_previous_secret" TEXT,
            "previous_secret_until" TIMESTAMPTZ,
            "after_resolve" VARCHAR(20) NOT NULL,
            "disabled_at" TIMESTAMPTZ,
            "client_id" VARCHAR(100),
            "client_hash" VARCHAR(64)
        );
        CREATE TABLE "inbound_events" (
            "id" UUID NOT NULL PRIMARY KEY,
            "company_id" UUID NOT NULL,
            "created_at" TIMESTAMPTZ NOT NULL,
            "updated_at" TIMESTAMPTZ NOT NULL,
            "external_id" VARCHAR(200) NOT NULL,
            "payload" JSONB NOT NULL,
            "state" VARCHAR(20) NOT NULL,
            "attempts" INT NOT NULL,
            "error" VARCHAR(500),
            "applied_at" TIMESTAMPTZ,
            "message_id" UUID,
            "inbox_id" UUID NOT NULL
        );
        CREATE TABLE "contacts" (
            "id" UUID NOT NULL PRIMARY KEY,
            "company_id" UUID NOT NULL,
            "created_at" TIMESTAMPTZ NOT NULL,
            "updated_at" TIMESTAMPTZ NOT NULL,
            "name" VARCHAR(200) NOT NULL,
            "search_name" VARCHAR(200) NOT NULL,
            "email" VARCHAR(254),
            "phone" VARCHAR(16),
            "locale" VARCHAR(35),
            "custom_attributes" JSONB NOT NULL,
            "blocked_at" TIMESTAMPTZ,
            "deleted_at" TIMESTAMPTZ,
            "last_activity_at" TIMESTAMPTZ,
            "client_id" VARCHAR(100),
            "client_hash" VARCHAR(64)
        );
        CREATE TABLE "contact_identities" (
            "id" UUID NOT NULL PRIMARY KEY,
            "company_id" UUID NOT NULL,
            "created_at" TIMESTAMPTZ NOT NULL,
            "updated_at" TIMESTAMPTZ NOT NULL,
            "external_id" VARCHAR(200) NOT NULL,
            "contact_id" UUID NOT NULL,
            "inbox_id" UUID NOT NULL
        );
        CREATE TABLE "conversations" (
            "id" UUID NOT NULL PRIMARY KEY,
            "company_id" UUID NOT NULL,
            "created_at" TIMESTAMPTZ NOT NULL,
            "updated_at" TIMESTAMPTZ NOT NULL,
            "status" VARCHAR(20) NOT NULL,
            "priority" VARCHAR(20) NOT NULL,
            "snoozed_until" TIMESTAMPTZ,
            "resolved_at" TIMESTAMPTZ,
            "reopened_count" INT NOT NULL,
            "waiting_since" TIMESTAMPTZ,
            "version" INT NOT NULL,
            "number" INT NOT NULL,
            "subject" VARCHAR(200),
            "first_reply_at" TIMESTAMPTZ,
            "last_message_id" UUID,
            "last_message_at" TIMESTAMPTZ NOT NULL,
            "last_message_preview" VARCHAR(160),
            "message_count" INT NOT NULL,
            "inbound_count" INT NOT NULL,
            "client_id" VARCHAR(100),
            "client_hash" VARCHAR(64),
            "assignee_id" UUID,
            "contact_id" UUID NOT NULL,
            "identity_id" UUID NOT NULL,
            "inbox_id" UUID NOT NULL
        );
        CREATE TABLE "conversation_counters" (
            "id" UUID NOT NULL PRIMARY KEY,
            "company_id" UUID NOT NULL,
            "created_at" TIMESTAMPTZ NOT NULL,
            "updated_at" TIMESTAMPTZ NOT NULL,
            "number" INT NOT NULL
        );
        CREATE TABLE "conversation_reads" (
            "id" UUID NOT NULL PRIMARY KEY,
            "company_id" UUID NOT NULL,
            "created_at" TIMESTAMPTZ NOT NULL,
            "updated_at" TIMESTAMPTZ NOT NULL,
            "inbound_count" INT NOT NULL,
            "conversation_id" UUID NOT NULL,
            "member_id" UUID NOT NULL
        );
        CREATE TABLE "messages" (
            "id" UUID NOT NULL PRIMARY KEY,
            "company_id" UUID NOT NULL,
            "created_at" TIMESTAMPTZ NOT NULL,
            "updated_at" TIMESTAMPTZ NOT NULL,
            "seq" INT NOT NULL,
            "inbound_count" INT NOT NULL,
            "direction" VARCHAR(20) NOT NULL,
            "sender_kind" VARCHAR(20) NOT NULL,
            "body" TEXT NOT NULL,
            "client_id" VARCHAR(100),
            "client_hash" VARCHAR(64),
            "external_id" VARCHAR(200),
            "status" VARCHAR(20) NOT NULL,
            "error_code" VARCHAR(50),
            "error_detail" VARCHAR(500),
            "occurred_at" TIMESTAMPTZ NOT NULL,
            "sent_at" TIMESTAMPTZ,
            "delivered_at" TIMESTAMPTZ,
            "read_at" TIMESTAMPTZ,
            "failed_at" TIMESTAMPTZ,
            "edited_at" TIMESTAMPTZ,
            "deleted_at" TIMESTAMPTZ,
            "api_key_id" UUID,
            "contact_id" UUID,
            "conversation_id" UUID NOT NULL,
            "inbox_id" UUID NOT NULL,
            "member_id" UUID,
            "reply_to_id" UUID
        );
        CREATE TABLE "delivery_attempts" (
            "id" UUID NOT NULL PRIMARY KEY,
            "company_id" UUID NOT NULL,
            "created_at" TIMESTAMPTZ NOT NULL,
            "updated_at" TIMESTAMPTZ NOT NULL,
            "number" INT NOT NULL,
            "outcome" VARCHAR(20) NOT NULL,
            "status_code" INT,
            "error_code" VARCHAR(50),
            "error" VARCHAR(200),
            "response_excerpt" VARCHAR(1024),
            "duration_ms" INT,
            "message_id" UUID NOT NULL
        );
        CREATE TABLE "message_revisions" (
            "id" UUID NOT NULL PRIMARY KEY,
            "company_id" UUID NOT NULL,
            "created_at" TIMESTAMPTZ NOT NULL,
            "updated_at" TIMESTAMPTZ NOT NULL,
            "body" TEXT NOT NULL,
            "edited_by_id" UUID,
            "message_id" UUID NOT NULL
        );
        CREATE TABLE "conversation_titles" (
            "id" UUID NOT NULL PRIMARY KEY,
            "company_id" UUID NOT NULL,
            "created_at" TIMESTAMPTZ NOT NULL,
            "updated_at" TIMESTAMPTZ NOT NULL,
            "said" TEXT NOT NULL
        );
        CREATE TABLE "events" (
            "id" UUID NOT NULL PRIMARY KEY,
            "company_id" UUID NOT NULL,
            "created_at" TIMESTAMPTZ NOT NULL,
            "updated_at" TIMESTAMPTZ NOT NULL,
            "seq" BIGINT NOT NULL,
            "name" VARCHAR(50) NOT NULL,
            "subject_type" VARCHAR(50) NOT NULL,
            "subject_id" UUID NOT NULL,
            "conversation_id" UUID,
            "actor_kind" VARCHAR(20) NOT NULL,
            "actor_id" UUID,
            "changes" JSONB NOT NULL,
            "request_id" VARCHAR(64),
            "occurred_at" TIMESTAMPTZ NOT NULL
        );
        CREATE TABLE "event_heads" (
            "id" UUID NOT NULL PRIMARY KEY,
            "company_id" UUID NOT NULL,
            "created_at" TIMESTAMPTZ NOT NULL,
            "updated_at" TIMESTAMPTZ NOT NULL,
            "seq" BIGINT NOT NULL,
            "floor" BIGINT NOT NULL,
            "ended_seq" BIGINT,
            "occurred_at" TIMESTAMPTZ NOT NULL
        );
        CREATE TABLE "audit_entries" (
            "id" UUID NOT NULL PRIMARY KEY,
            "company_id" UUID NOT NULL,
            "created_at" TIMESTAMPTZ NOT NULL,
            "updated_at" TIMESTAMPTZ NOT NULL,
            "seq" BIGINT NOT NULL,
            "action" VARCHAR(50) NOT NULL,
            "object_type" VARCHAR(50) NOT NULL,
            "object_id" UUID NOT NULL,
            "actor_kind" VARCHAR(20) NOT NULL,
            "actor_id" UUID,
            "on_behalf_of_id" UUID,
            "before" JSONB,
            "after" JSONB,
            "details" JSONB NOT NULL,
            "address" VARCHAR(64),
            "user_agent" VARCHAR(300),
            "request_id" VARCHAR(64),
            "hash" VARCHAR(64) NOT NULL
        );
        CREATE TABLE "audit_heads" (
            "id" UUID NOT NULL PRIMARY KEY,
            "company_id" UUID NOT NULL,
            "created_at" TIMESTAMPTZ NOT NULL,
            "updated_at" TIMESTAMPTZ NOT NULL,
            "seq" BIGINT NOT NULL,
            "hash" VARCHAR(64) NOT NULL
        );
        CREATE TABLE "jobs" (
            "id" UUID NOT NULL PRIMARY KEY,
            "company_id" UUID NOT NULL,
            "created_at" TIMESTAMPTZ NOT NULL,
            "updated_at" TIMESTAMPTZ NOT NULL,
            "kind" VARCHAR(60) NOT NULL,
            "version" INT NOT NULL,
            "payload" JSONB NOT NULL,
            "priority" VARCHAR(20) NOT NULL,
            "state" VARCHAR(20) NOT NULL,
            "unique_key" VARCHAR(200),
            "run_at" TIMESTAMPTZ NOT NULL,
            "attempts" INT NOT NULL,
            "max_attempts" INT,
            "deaths" INT NOT NULL,
            "lease_until" TIMESTAMPTZ,
            "fence" INT NOT NULL,
            "worker" VARCHAR(100),
            "errors" JSONB NOT NULL,
            "started_at" TIMESTAMPTZ,
            "finished_at" TIMESTAMPTZ,
            "cancel_requested_at" TIMESTAMPTZ,
            "superseded_at" TIMESTAMPTZ,
            "throttle_key" VARCHAR(200),
            "throttle_until" TIMESTAMPTZ,
            "batch_id" UUID,
            "waits_for" INT,
            "progress_done" INT,
            "progress_total" INT,
            "trace" VARCHAR(55)
        );
        CREATE TABLE "job_lanes" (
            "id" UUID NOT NULL PRIMARY KEY,
            "company_id" UUID NOT NULL,
            "created_at" TIMESTAMPTZ NOT NULL,
            "updated_at" TIMESTAMPTZ NOT NULL,
            "kind" VARCHAR(60) NOT NULL,
            "weight" INT NOT NULL,
            "concurrency" INT,
            "per_minute" INT,
            "paused_at" TIMESTAMPTZ,
            "metered_until" TIMESTAMPTZ
        );
        CREATE TABLE "paused_job_kinds" (
            "kind" VARCHAR(60) NOT NULL PRIMARY KEY,
            "paused_at" TIMESTAMPTZ NOT NULL
        );
        CREATE TABLE "ticks" (
            "id" UUID NOT NULL PRIMARY KEY,
            "name" VARCHAR(60) NOT NULL,
            "tick" TIMESTAMPTZ NOT NULL,
            "lease_until" TIMESTAMPTZ,
            "starts" INT NOT NULL,
            "outcome" VARCHAR(20),
            "finished_at" TIMESTAMPTZ
        );
        CREATE TABLE "idempotency_keys" (
            "id" UUID NOT NULL PRIMARY KEY,
            "company_id" UUID NOT NULL,
            "created_at" TIMESTAMPTZ NOT NULL,
            "updated_at" TIMESTAMPTZ NOT NULL,
            "key_hash" VARCHAR(64) NOT NULL,
            "asked_hash" VARCHAR(64) NOT NULL,
            "sealed_answers" TEXT
        );
        CREATE TABLE IF NOT EXISTS "aerich" (
            "id" SERIAL NOT NULL PRIMARY KEY,
            "version" VARCHAR(255) NOT NULL,
            "app" VARCHAR(100) NOT NULL,
            "content" JSONB NOT NULL
        );
    """


async def downgrade(db: BaseDBAsyncClient) -> str:
    return """
        DROP TABLE idempotency_keys;
        DROP TABLE ticks;
        DROP TABLE paused_job_kinds;
        DROP TABLE job_lanes;
        DROP TABLE jobs;
        DROP TABLE audit_heads;
        DROP TABLE audit_entries;
        DROP TABLE event_heads;
        DROP TABLE events;
        DROP TABLE conversation_titles;
        DROP TABLE message_revisions;
        DROP TABLE delivery_attempts;
        DROP TABLE messages;
        DROP TABLE conversation_reads;
        DROP TABLE conversation_counters;
        DROP TABLE conversations;
        DROP TABLE contact_identities;
        DROP TABLE contacts;
        DROP TABLE inbound_events;
        DROP TABLE inboxes;
        DROP TABLE user_tokens;
        DROP TABLE second_factors;
        DROP TABLE recovery_codes;
        DROP TABLE users;
        DROP TABLE sign_ins;
        DROP TABLE refresh_tokens;
        DROP TABLE sessions;
        DROP TABLE invitations;
        DROP TABLE api_keys;
        DROP TABLE members;
        DROP TABLE companies;
    """
