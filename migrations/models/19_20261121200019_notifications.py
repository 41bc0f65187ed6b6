"""How far consumers have read the log; what members are told of, and on which ways."""

from tortoise import BaseDBAsyncClient

from migrations.walls import Change, downward, index, one_of, reference, unique, upward, wall

TYPES = (
    "CONVERSATION_ASSIGNED WAITING_TOO_LONG NEW_MESSAGE MENTION SLA_WARNING SLA_BREACHED "
    "MESSAGE_FAILED INBOX_NEEDS_ATTENTION IMPORT_FINISHED INVITATION_ACCEPTED"
)
TABLES = Change(
    """
        CREATE TABLE event_consumers (
            id UUID NOT NULL PRIMARY KEY,
            company_id UUID NOT NULL,
            created_at TIMESTAMPTZ NOT NULL,
            updated_at TIMESTAMPTZ NOT NULL,
            name VARCHAR(60) NOT NULL,
            seq BIGINT NOT NULL,
            occurred_at TIMESTAMPTZ,
            attempts INT NOT NULL,
            last_error VARCHAR(300),
            retry_at TIMESTAMPTZ
        );
        CREATE TABLE event_leftovers (
            id UUID NOT NULL PRIMARY KEY,
            company_id UUID NOT NULL,
            created_at TIMESTAMPTZ NOT NULL,
            updated_at TIMESTAMPTZ NOT NULL,
            consumer VARCHAR(60) NOT NULL,
            seq BIGINT NOT NULL
        );
        CREATE TABLE notifications (
            id UUID NOT NULL PRIMARY KEY,
            company_id UUID NOT NULL,
            created_at TIMESTAMPTZ NOT NULL,
            updated_at TIMESTAMPTZ NOT NULL,
            type VARCHAR(40) NOT NULL,
            dedupe_key VARCHAR(120) NOT NULL,
            subject_type VARCHAR(50) NOT NULL,
            subject UUID NOT NULL,
            actor_kind VARCHAR(20) NOT NULL,
            actor UUID,
            count INT NOT NULL,
            happened_at TIMESTAMPTZ NOT NULL,
            read_at TIMESTAMPTZ,
            snoozed_until TIMESTAMPTZ,
            mail_due_at TIMESTAMPTZ,
            conversation_id UUID,
            member_id UUID NOT NULL,
            message_id UUID
        );
        CREATE TABLE notification_counters (
            id UUID NOT NULL PRIMARY KEY,
            company_id UUID NOT NULL,
            created_at TIMESTAMPTZ NOT NULL,
            updated_at TIMESTAMPTZ NOT NULL,
            unread INT NOT NULL,
            member_id UUID NOT NULL
        );
        CREATE TABLE notification_policies (
            id UUID NOT NULL PRIMARY KEY,
            company_id UUID NOT NULL,
            created_at TIMESTAMPTZ NOT NULL,
            updated_at TIMESTAMPTZ NOT NULL,
            waiting_seconds INT,
            previews BOOL NOT NULL
        );
        CREATE TABLE notification_preferences (
            id UUID NOT NULL PRIMARY KEY,
            company_id UUID NOT NULL,
            created_at TIMESTAMPTZ NOT NULL,
            updated_at TIMESTAMPTZ NOT NULL,
            type VARCHAR(40) NOT NULL,
            in_app BOOL NOT NULL,
            email BOOL NOT NULL,
            push BOOL NOT NULL,
            member_id UUID NOT NULL
        );
        CREATE TABLE notification_settings (
            id UUID NOT NULL PRIMARY KEY,
            company_id UUID NOT NULL,
            created_at TIMESTAMPTZ NOT NULL,
            updated_at TIMESTAMPTZ NOT NULL,
            timezone VARCHAR(64),
            email BOOL NOT NULL,
            quiet_from INT,
            quiet_until INT,
            digest VARCHAR(20) NOT NULL,
            digest_hour INT NOT NULL,
            member_id UUID NOT NULL
        );
        CREATE TABLE push_devices (
            id UUID NOT NULL PRIMARY KEY,
            company_id UUID NOT NULL,
            created_at TIMESTAMPTZ NOT NULL,
            updated_at TIMESTAMPTZ NOT NULL,
            name VARCHAR(200) NOT NULL,
            endpoint VARCHAR(2000) NOT NULL,
            endpoint_hash VARCHAR(64) NOT NULL,
            p256dh VARCHAR(120) NOT NULL,
            auth VARCHAR(40) NOT NULL,
            last_pushed_at TIMESTAMPTZ,
            member_id UUID NOT NULL
        );
    """,
    """
        DROP TABLE push_devices;
        DROP TABLE notification_policies;
        DROP TABLE notification_settings;
        DROP TABLE notification_preferences;
        DROP TABLE notification_counters;
        DROP TABLE notifications;
        DROP TABLE event_leftovers;
        DROP TABLE event_consumers;
    """,
)
CHANGES = [
    TABLES,
    wall("event_consumers", across=False),
    unique("event_consumers_name_key", "event_consumers (company_id, name)"),
    wall("event_leftovers", across=False),
    unique("event_leftovers_seq_key", "event_leftovers (company_id, consumer, seq)"),
    wall("notifications", across=False),
    reference("notifications", "member_id", "members"),
    reference("notifications", "conversation_id", "conversations"),
    reference("notifications", "message_id", "messages"),
    one_of("notifications", "type", TYPES),
    one_of("notifications", "actor_kind", "MEMBER CONTACT API_KEY SYSTEM"),
    unique(
        "notifications_open_key",
        "notifications (company_id, member_id, dedupe_key) WHERE read_at IS NULL",
    ),
    index(
        "notifications_recent_idx",
        "notifications (company_id, member_id, happened_at DESC, id DESC)",
    ),
    index(
        "notifications_unread_idx",
        "notifications (company_id, member_id, happened_at DESC, id DESC) WHERE read_at IS NULL",
    ),
    index(
        "notifications_key_idx",
        "notifications (company_id, member_id, dedupe_key, happened_at DESC)",
    ),
    index(
        "notifications_mail_idx",
        "notifications (company_id, member_id, mail_due_at) WHERE mail_due_at IS NOT NULL",
    ),
    wall("notification_counters", across=False),
    reference("notification_counters", "member_id", "members"),
    unique("notification_counters_member_key", "notification_counters (company_id, member_id)"),
    wall("notification_preferences", across=False),
    reference("notification_preferences", "member_id", "members"),
    one_of("notification_preferences", "type", TYPES),
    unique(
        "notification_preferences_type_key",
        "notification_preferences (company_id, member_id, type)",
    ),
    wall("notification_settings", across=False),
    reference("notification_settings", "member_id", "members"),
    one_of("notification_settings", "digest", "IMMEDIATE HOURLY DAILY"),
    unique("notification_settings_member_key", "notification_settings (company_id, member_id)"),
    wall("notification_policies", across=False),
    unique("notification_policies_company_key", "notification_policies (company_id)"),
    wall("push_devices", across=False),
    reference("push_devices", "member_id", "members"),
    unique("push_devices_endpoint_key", "push_devices (company_id, endpoint_hash)"),
    index("push_devices_member_idx", "push_devices (company_id, member_id, id)"),
]


async def upgrade(db: BaseDBAsyncClient) -> str:
    return upward(CHANGES)


async def downgrade(db: BaseDBAsyncClient) -> str:
    return downward(CHANGES)
