"""Conversations, their messages and deliveries."""

from tortoise import BaseDBAsyncClient

from migrations.walls import downward, index, made_once, one_of, reference, unique, upward, wall

CHANGES = [
    wall("conversation_counters", across=False),
    unique("conversation_counters_company_key", "conversation_counters (company_id)"),
    wall("conversations", across=False),
    reference("conversations", "inbox_id", "inboxes"),
    reference("conversations", "contact_id", "contacts"),
    reference("conversations", "identity_id", "contact_identities"),
    reference("conversations", "assignee_id", "members"),
    one_of("conversations", "status", "PENDING OPEN SNOOZED RESOLVED"),
    one_of("conversations", "priority", "NONE LOW MEDIUM HIGH URGENT"),
    unique("conversations_number_key", "conversations (company_id, number)"),
    made_once("conversations"),
    index("conversations_recent_idx", "conversations (company_id, last_message_at DESC, id DESC)"),
    index(
        "conversations_status_idx",
        "conversations (company_id, status, last_message_at DESC, id DESC)",
    ),
    index(
        "conversations_assignee_idx",
        "conversations (company_id, assignee_id, status, last_message_at DESC, id DESC)",
    ),
    # Of the one above, PostgreSQL does not see that IS NULL leaves its order as it is.
    index(
        "conversations_unassigned_idx",
        "conversations (company_id, status, last_message_at DESC, id DESC) "
        "WHERE assignee_id IS NULL",
    ),
    index("conversations_contact_idx", "conversations (company_id, contact_id, id DESC)"),
    index(
        "conversations_inbox_idx",
        "conversations (company_id, inbox_id, last_message_at DESC, id DESC)",
    ),
    index("conversations_identity_idx", "conversations (company_id, identity_id, id DESC)"),
    wall("conversation_reads", across=False),
    reference("conversation_reads", "conversation_id", "conversations"),
    reference("conversation_reads", "member_id", "members"),
    unique(
        "conversation_reads_member_key",
        "conversation_reads (company_id, conversation_id, member_id)",
    ),
    wall("messages", across=False),
    reference("messages", "conversation_id", "conversations"),
    reference("messages", "inbox_id", "inboxes"),
    reference("messages", "member_id", "members"),
    reference("messages", "contact_id", "contacts"),
    reference("messages", "api_key_id", "api_keys"),
    reference("messages", "reply_to_id", "messages"),
    reference("conversations", "last_message_id", "messages"),
    reference("inbound_events", "message_id", "messages"),
    index(
        "inbound_events_message_idx",
        "inbound_events (company_id, message_id) WHERE message_id IS NOT NULL",
    ),
    one_of("messages", "direction", "INBOUND OUTBOUND INTERNAL"),
    one_of("messages", "sender_kind", "MEMBER CONTACT API_KEY SYSTEM"),
    one_of("messages", "status", "RECEIVED QUEUED SENDING SENT DELIVERED READ FAILED UNKNOWN"),
    unique("messages_seq_key", "messages (company_id, conversation_id, seq)"),
    unique(
        "messages_client_key",
        "messages (company_id, conversation_id, client_id) WHERE client_id IS NOT NULL",
    ),
    unique(
        "messages_external_key",
        "messages (company_id, inbox_id, external_id) WHERE external_id IS NOT NULL",
    ),
    index(
        "messages_client_idx",
        "messages (company_id, inbox_id, client_id) WHERE client_id IS NOT NULL",
    ),
    wall("message_revisions", across=False),
    reference("message_revisions", "message_id", "messages"),
    reference("message_revisions", "edited_by_id", "members"),
    index("message_revisions_message_idx", "message_revisions (company_id, message_id, id)"),
    wall("delivery_attempts", across=False),
    reference("delivery_attempts", "message_id", "messages"),
    one_of("delivery_attempts", "outcome", "STARTED ACCEPTED REFUSED FAILED AMBIGUOUS"),
    unique("delivery_attempts_number_key", "delivery_attempts (company_id, message_id, number)"),
]


async def upgrade(db: BaseDBAsyncClient) -> str:
    return upward(CHANGES)


async def downgrade(db: BaseDBAsyncClient) -> str:
    return downward(CHANGES)
