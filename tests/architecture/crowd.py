"""So many rows that PostgreSQL chooses its plans as it would for real."""

from dataclasses import dataclass
from typing import Final
from uuid import UUID

import asyncpg

from models.database import execute, fetch
from models.demo import bulk
from models.identity import Member, Role
from models.tenancy import acting_for, every_company
from models.viewer import Viewer

COMPANY: Final = "Company 00003"
EVERYWHERE: Final = "FROM companies c, generate_series(1, {}) n WHERE c.name LIKE 'Company 0%'"
ROWS: Final = (
    # Long done, so that no test that follows is given one to do.
    """
    INSERT INTO jobs (id, company_id, kind, version, payload, priority, state, run_at, attempts,
                      deaths, fence, errors, finished_at, created_at, updated_at)
    SELECT gen_random_uuid(), c.id, 'demo', 1, '{{}}', 'NORMAL',
           CASE WHEN n % 4 = 0 THEN 'DEAD' ELSE 'SUCCEEDED' END, now(), 1, 0, 1, '[]', now(),
           now(), now() """
    + EVERYWHERE.format(2_000),
    """
    INSERT INTO events (id, company_id, seq, name, subject_type, subject_id, actor_kind, changes,
                        occurred_at, created_at, updated_at)
    SELECT gen_random_uuid(), c.id, n, 'message.created', 'Message', gen_random_uuid(), 'SYSTEM',
           '{{}}', now(), now(), now() """
    + EVERYWHERE.format(2_000),
    """
    INSERT INTO users (id, email, password_hash, name, created_at, updated_at)
    SELECT gen_random_uuid(), 'crowd' || n || '@example.org', '!', 'Crowd', now(), now()
    FROM generate_series(1, 1000) n
    """,
    """
    INSERT INTO members (id, company_id, user_id, name, email, role, availability, capacity,
                         created_at, updated_at)
    SELECT gen_random_uuid(), c.id, u.id, u.name, u.email, 'MEMBER', 'ONLINE', 10, now(), now()
    FROM companies c, users u WHERE c.name LIKE 'Company 0%' AND u.name = 'Crowd'
    """,
    """
    INSERT INTO inboxes (id, company_id, name, kind, sealed_secret, after_resolve, csat_enabled,
                         created_at, updated_at)
    SELECT gen_random_uuid(), c.id, 'Inbox ' || n, 'API', '', 'REOPEN', false, now(), now() """
    + EVERYWHERE.format(400),
    # A tenth of the conversations in each of ten inboxes.
    """
    UPDATE conversations t SET inbox_id = i.id FROM inboxes i
    WHERE i.company_id = t.company_id AND i.name = 'Inbox ' || (1 + t.number % 10)
    """,
    """
    INSERT INTO conversation_reads (id, company_id, conversation_id, member_id, inbound_count,
                                    created_at, updated_at)
    SELECT gen_random_uuid(), t.company_id, t.id, m.id, t.inbound_count, now(), now()
    FROM conversations t JOIN members m ON m.company_id = t.company_id AND m.email LIKE 'member%'
    """,
    # Of these labels the first is on every other conversation, the tenth on one of a hundred.
    """
    INSERT INTO labels (id, company_id, name, name_key, colour, version, created_at, updated_at)
    SELECT gen_random_uuid(), c.id, 'Label ' || n, 'label ' || n, '#000000', 1, now(), now() """
    + EVERYWHERE.format(400),
    """
    INSERT INTO conversation_labels (id, company_id, conversation_id, label_id, created_at,
                                     updated_at)
    SELECT gen_random_uuid(), t.company_id, t.id, l.id, now(), now()
    FROM conversations t JOIN labels l ON l.company_id = t.company_id
    WHERE (l.name = 'Label 1' AND t.number % 2 = 0) OR (l.name = 'Label 10' AND t.number % 100 = 0)
    """,
    """
    INSERT INTO conversation_members (id, company_id, conversation_id, member_id, role, muted,
                                      created_at, updated_at)
    SELECT gen_random_uuid(), t.company_id, t.id, m.id, 'FOLLOWER', false, now(), now()
    FROM conversations t JOIN members m ON m.company_id = t.company_id
    WHERE m.email LIKE 'member%' AND t.number % 50 = 0
    """,
    """
    INSERT INTO reporting_facts (id, company_id, name, value, business_value, conversation_id,
                                 inbox_id, label_ids, started_at, ended_at, created_at, updated_at)
    SELECT gen_random_uuid(), t.company_id, 'REPLY', t.number, t.number, t.id, t.inbox_id, '[]',
           at, at, now(), now()
    FROM conversations t, generate_series(timestamptz '2026-01-01', '2026-01-02', '1 hour') at
    """,
    """
    INSERT INTO sla_policies (id, company_id, name, resolution_seconds, is_default, version,
                              created_at, updated_at)
    SELECT gen_random_uuid(), c.id, 'Gold ' || n, 60, false, 1, now(), now() """
    + EVERYWHERE.format(100),
    """
    INSERT INTO sla_clocks (id, company_id, conversation_id, policy_id, metric, state, seconds,
                            left_seconds, started_at, anchor_at, due_at, created_at, updated_at)
    SELECT gen_random_uuid(), t.company_id, t.id, p.id, 'RESOLUTION', 'PENDING', 60, 60, now(),
           now(), now() + t.number * interval '1 minute', now(), now()
    FROM conversations t JOIN sla_policies p ON p.company_id = t.company_id AND p.name = 'Gold 1'
    """,
    # Half of each member's are unread, and of those of the owner a hundred.
    """
    INSERT INTO notifications (id, company_id, member_id, conversation_id, type, dedupe_key,
                               subject_type, subject, actor_kind, count, happened_at, read_at,
                               created_at, updated_at)
    SELECT gen_random_uuid(), t.company_id, m.id, t.id, 'NEW_MESSAGE', 'NEW_MESSAGE:' || t.id,
           'Conversation', t.id, 'SYSTEM', 1, t.last_message_at,
           CASE WHEN t.number % CASE m.role WHEN 'OWNER' THEN 10 ELSE 2 END > 0 THEN now() END,
           now(), now()
    FROM conversations t JOIN members m ON m.company_id = t.company_id AND m.email NOT LIKE 'crowd%'
    """,
    """
    INSERT INTO notification_counters (id, company_id, member_id, unread, created_at, updated_at)
    SELECT gen_random_uuid(), m.company_id, m.id, count(n.id), now(), now()
    FROM members m LEFT JOIN notifications n
        ON n.company_id = m.company_id AND n.member_id = m.id AND n.read_at IS NULL
    GROUP BY m.company_id, m.id
    """,
    "UPDATE conversations SET next_sla_due_at = now() + number * interval '1 minute'",
    "UPDATE conversations SET waiting_since = last_message_at WHERE status <> 'RESOLVED'",
    # Of these attributes the first is kept of every contact, and of one in twenty it is 'rare'.
    """
    INSERT INTO attribute_definitions (id, company_id, target, key, label, type, options, required,
                                       version, created_at, updated_at)
    SELECT gen_random_uuid(), c.id, 'CONTACT', 'key ' || n, 'Key', 'TEXT', '[]', false, 1, now(),
           now() """
    + EVERYWHERE.format(400),
    """
    INSERT INTO attribute_values (id, company_id, definition_id, contact_id, text_value,
                                  created_at, updated_at)
    SELECT gen_random_uuid(), t.company_id, d.id, t.id,
           CASE WHEN abs(hashtext(t.id::text)) % 20 = 0 THEN 'rare' ELSE 'usual' END, now(), now()
    FROM contacts t JOIN attribute_definitions d ON d.company_id = t.company_id
    WHERE d.key = 'key 1'
    """,
    # A file of every fourth message, and templates.
    """
    INSERT INTO uploads (id, company_id, state, file_name, content_type, size, used_at, created_at,
                         updated_at)
    SELECT m.id, m.company_id, 'STORED', 'a.txt', 'text/plain', 1, now(), now(), now()
    FROM messages m WHERE m.seq % 4 = 1
    """,
    """
    INSERT INTO attachments (id, company_id, message_id, upload_id, state, file_name, content_type,
                             size, created_at, updated_at)
    SELECT gen_random_uuid(), u.company_id, u.id, u.id, 'STORED', 'a.txt', 'text/plain', 1, now(),
           now() FROM uploads u JOIN messages m ON m.company_id = u.company_id AND m.id = u.id
    """,
    """
    INSERT INTO templates (id, company_id, visibility, name, shortcode, language, body, variables,
                           version, created_at, updated_at)
    SELECT gen_random_uuid(), c.id, 'ALL', 'Hi', 'hi-' || n, 'en', 'Hi', '[]', 1, now(), now() """
    + EVERYWHERE.format(400),
    # One long thread.
    """
    INSERT INTO messages (id, company_id, conversation_id, inbox_id, seq, inbound_count, kind,
                          direction, sender_kind, body, status, occurred_at, created_at, updated_at)
    SELECT gen_random_uuid(), c.company_id, c.id, c.inbox_id, 1000 + n, 0, 'TEXT', 'INTERNAL',
           'SYSTEM', 'Noted.', 'RECEIVED', now(), now(), now()
    FROM conversations c JOIN companies o ON o.id = c.company_id, generate_series(1, 2000) n
    WHERE o.name = 'Company 00003' AND c.number = 1
    """,
)


@dataclass(frozen=True)
class Place:
    """One company of five, who asks, and what its lists are filtered by."""

    viewer: Viewer
    conversation: UUID
    assignee: UUID
    contact: UUID
    inbox: UUID
    message: UUID


async def populate(database: str) -> Place:
    """With enough rows in each company that reading them all would be dear."""
    await bulk.write(companies=5, messages=12_000)
    with every_company():
        for written in ROWS:
            # Other tests' companies are filled, too, and may have some of it.
            unless = " ON CONFLICT DO NOTHING" if "INSERT" in written else ""
            await execute(written.replace("{{}}", "{}") + unless)
        [row] = await fetch(
            "SELECT c.company_id, c.id, c.assignee_id, c.contact_id, c.inbox_id, "
            "c.last_message_id FROM conversations c JOIN companies o ON o.id = c.company_id "
            "WHERE o.name = $1 AND c.number = 1",
            COMPANY,
        )
    owner = await asyncpg.connect(database)
    # Of every row: by a sample, of two plans that cost the same now one is chosen, now the other.
    await owner.execute("SET default_statistics_target = 1000")
    await owner.execute("VACUUM ANALYZE")
    await owner.close()
    with acting_for(row["company_id"]):
        asking = await Member.filter(role=Role.OWNER).first()
        busy = await fetch(
            "SELECT assignee_id FROM conversations WHERE assignee_id IS NOT NULL LIMIT 1"
        )
    assert asking is not None
    return Place(
        viewer=Viewer.member(asking),
        conversation=row["id"],
        assignee=busy[0][0],
        contact=row["contact_id"],
        inbox=row["inbox_id"],
        message=row["last_message_id"],
    )
