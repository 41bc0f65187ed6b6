"""The statements that keep notifications and the count of the unread ones in step."""

from typing import Final

# Before anything of theirs is changed: who locks the count first waits for each other in turn.
HOLD: Final = """
    INSERT INTO notification_counters AS known
        (id, company_id, member_id, unread, created_at, updated_at)
    SELECT gen_random_uuid(), $1, id, 0, now(), now() FROM unnest($2::uuid[]) AS id ORDER BY id
    ON CONFLICT (company_id, member_id) DO UPDATE SET unread = known.unread
"""
COUNT: Final = """
    INSERT INTO notification_counters AS known
        (id, company_id, member_id, unread, created_at, updated_at)
    VALUES ($1, $2, $3, greatest($4, 0), now(), now())
    ON CONFLICT (company_id, member_id)
        DO UPDATE SET unread = greatest(known.unread + $4, 0), updated_at = now()
"""
UNREAD: Final = """
    SELECT unread FROM notification_counters WHERE company_id = $1 AND member_id = $2
"""
# What a member is told of quietly is read at once; told again, it is the same entry.
AGAIN: Final = """
    UPDATE notifications n
    SET count = n.count + 1, happened_at = greatest(n.happened_at, $4), message_id = $5,
        actor_kind = $6, actor = $7, mail_due_at = coalesce(n.mail_due_at, told.mail_due_at),
        updated_at = now()
    FROM (
        SELECT DISTINCT ON (o.member_id) o.id, t.mail_due_at
        FROM unnest($2::uuid[], $8::timestamptz[]) AS t (member_id, mail_due_at)
        JOIN notifications o
            ON o.company_id = $1 AND o.member_id = t.member_id AND o.dedupe_key = $3
        ORDER BY o.member_id, o.happened_at DESC
    ) AS told
    WHERE n.company_id = $1 AND n.id = told.id
    RETURNING n.*
"""
RAISE: Final = """
    WITH raised AS (
        INSERT INTO notifications AS n
            (id, company_id, member_id, type, dedupe_key, subject_type, subject, actor_kind, actor,
             conversation_id, message_id, count, happened_at, read_at, mail_due_at, created_at,
             updated_at)
        SELECT t.id, $1, t.member_id, $6, $7, $8, $9::uuid, $10, $11::uuid, $12::uuid, $13::uuid, 1,
               $14::timestamptz, CASE WHEN t.quiet THEN $14::timestamptz END, t.mail_due_at,
               now(), now()
        FROM unnest($2::uuid[], $3::uuid[], $4::boolean[], $5::timestamptz[])
             AS t (id, member_id, quiet, mail_due_at)
        ORDER BY t.member_id
        ON CONFLICT (company_id, member_id, dedupe_key) WHERE read_at IS NULL DO UPDATE SET
            count = n.count + 1, happened_at = greatest(n.happened_at, excluded.happened_at),
            message_id = excluded.message_id, actor_kind = excluded.actor_kind,
            actor = excluded.actor, updated_at = now()
        RETURNING n.*, (xmax = 0) AS is_new
    ), counted AS (
        INSERT INTO notification_counters AS known
            (id, company_id, member_id, unread, created_at, updated_at)
        SELECT id, company_id, member_id, 1, now(), now() FROM raised
        WHERE is_new AND read_at IS NULL ORDER BY member_id
        ON CONFLICT (company_id, member_id)
            DO UPDATE SET unread = known.unread + 1, updated_at = now()
    )
    SELECT * FROM raised ORDER BY member_id
"""
_READ: Final = """
    WITH open AS (
        SELECT id, read_at IS NULL AND snoozed_until IS NULL AS counted FROM notifications
        WHERE company_id = $1 AND member_id = $2 AND {which}
        ORDER BY id FOR NO KEY UPDATE
    ), read AS (
        UPDATE notifications n
        SET read_at = now(), snoozed_until = NULL, mail_due_at = NULL,
            updated_at = now()
        FROM open WHERE n.company_id = $1 AND n.id = open.id
        RETURNING n.*
    ), counted AS (
        UPDATE notification_counters
        SET unread = greatest(unread - (SELECT count(*) FROM open WHERE counted), 0),
            updated_at = now()
        WHERE company_id = $1 AND member_id = $2
    )
    SELECT * FROM read
"""
READ_ALL: Final = _READ.format(which="read_at IS NULL AND happened_at <= $3")
READ_OF_CONVERSATION: Final = _READ.format(
    which="""conversation_id = $3 AND happened_at <= $4
              AND (read_at IS NULL OR mail_due_at IS NOT NULL)"""
)
# Who of these is there to be told, on which ways, and when not.
RECIPIENTS: Final = """
    SELECT m.id, p.in_app, p.email, p.push, coalesce(s.email, true) AS mails,
           coalesce(s.timezone, y.timezone) AS timezone, s.quiet_from, s.quiet_until,
           coalesce(s.digest, 'IMMEDIATE') AS digest, coalesce(s.digest_hour, 9) AS digest_hour,
           ARRAY(SELECT d.id FROM push_devices d
                 WHERE d.company_id = m.company_id AND d.member_id = m.id) AS devices
    FROM members m
    JOIN companies y ON y.id = m.company_id
    LEFT JOIN notification_preferences p
        ON p.company_id = m.company_id AND p.member_id = m.id AND p.type = $3
    LEFT JOIN notification_settings s ON s.company_id = m.company_id AND s.member_id = m.id
    WHERE m.company_id = $1 AND m.id = ANY($2) AND m.disabled_at IS NULL AND m.removed_at IS NULL
      AND NOT EXISTS (SELECT FROM conversation_members c
                      WHERE c.company_id = m.company_id AND c.conversation_id = $4::uuid
                        AND c.member_id = m.id AND c.muted)
    ORDER BY m.id
"""
# Those made later cannot have happened earlier, so the first ids are looked at only.
FORGET: Final = """
    DELETE FROM notifications WHERE (company_id, id) IN (
        SELECT company_id, id FROM notifications
        WHERE id < $1 AND happened_at < $2 AND read_at IS NOT NULL LIMIT $3
    )
"""
