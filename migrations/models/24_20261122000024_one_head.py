"""The end of a company's log and the end of its audit chain are one row: one write less for each entry.

The runtime roles move the log's part of it, as before; the chain's only by functions of the owner.
"""

from importlib import import_module

from tortoise import BaseDBAsyncClient

from migrations.walls import APP, EVERY, Change, downward, upward

_AUDIT = import_module("migrations.models.11_20261121080011_audit")
COLUMNS = "seq, floor, ended_seq, occurred_at, updated_at"
# The owner of the tables is bound by row-level security as well, unless they are a superuser.
OWNER = Change(
    """
    CREATE POLICY appended ON event_heads TO CURRENT_USER USING (true) WITH CHECK (true);
    CREATE POLICY appended ON events TO CURRENT_USER USING (true) WITH CHECK (true);
    """,
    """
    DROP POLICY appended ON events;
    DROP POLICY appended ON event_heads;
    """,
)
HEADS = [change for change in _AUDIT.CHANGES if "audit_heads" in change.up][:3]
MERGED = Change(
    f"""
    ALTER TABLE event_heads
        ADD COLUMN chain_seq BIGINT NOT NULL DEFAULT 0,
        ADD COLUMN chain_hash VARCHAR(64) NOT NULL DEFAULT '',
        DROP CONSTRAINT event_heads_company_id_id_key;
    REVOKE INSERT, UPDATE ON event_heads FROM "{APP}";
    REVOKE INSERT, UPDATE, DELETE ON event_heads FROM "{EVERY}";
    GRANT INSERT (id, company_id, created_at, {COLUMNS}), UPDATE ({COLUMNS})
        ON event_heads TO "{APP}", "{EVERY}";
    INSERT INTO event_heads
        (id, company_id, seq, floor, occurred_at, created_at, updated_at, chain_seq, chain_hash)
    SELECT company_id, company_id, 0, 0, updated_at, created_at, updated_at, seq, hash
    FROM audit_heads
    ON CONFLICT (company_id) DO UPDATE SET
        chain_seq = excluded.chain_seq, chain_hash = excluded.chain_hash;
    {downward(HEADS)}
    DROP TABLE audit_heads;
    """,
    f"""
    CREATE TABLE audit_heads (
        "id" UUID NOT NULL PRIMARY KEY,
        "company_id" UUID NOT NULL,
        "created_at" TIMESTAMPTZ NOT NULL,
        "updated_at" TIMESTAMPTZ NOT NULL,
        "seq" BIGINT NOT NULL,
        "hash" VARCHAR(64) NOT NULL
    );
    {upward(HEADS)}
    INSERT INTO audit_heads (id, company_id, created_at, updated_at, seq, hash)
    SELECT company_id, company_id, created_at, updated_at, chain_seq, chain_hash
    FROM event_heads WHERE chain_seq > 0;
    REVOKE INSERT (id, company_id, created_at, {COLUMNS}), UPDATE ({COLUMNS})
        ON event_heads FROM "{APP}", "{EVERY}";
    GRANT INSERT, UPDATE ON event_heads TO "{APP}";
    GRANT INSERT, UPDATE, DELETE ON event_heads TO "{EVERY}";
    ALTER TABLE event_heads
        DROP COLUMN chain_hash,
        DROP COLUMN chain_seq,
        ADD CONSTRAINT event_heads_company_id_id_key UNIQUE (company_id, id);
    """,
)

OURS = f"""
        IF session_user = '{APP}' AND public.app_company() IS DISTINCT FROM company THEN
            RAISE insufficient_privilege USING MESSAGE = 'This is another company''s chain.';
        END IF;
"""
FIRST = """
            INSERT INTO public.event_heads
                (id, company_id, seq, floor, occurred_at, created_at, updated_at)
                VALUES (company, company, 0, 0, moment, moment, moment) ON CONFLICT DO NOTHING;
"""
ENTRY = """
        INSERT INTO public.audit_entries (
            id, company_id, seq, action, object_type, object_id, actor_kind, actor_id,
            on_behalf_of_id, before, after, details, address, user_agent, request_id, hash,
            created_at, updated_at
        ) VALUES (
            entry, company, place, action, object_type, object_id, actor_kind, actor_id,
            principal, before, after, telling, address, user_agent, request_id, link,
            moment, moment
        );
"""


def chained(moment: str) -> str:
    """The chain's part of the row, one entry on; what is hashed, models/audit/verifying.py says."""
    micros = f"(extract(epoch FROM {moment}) * 1000000)::bigint"
    return f"""
                chain_seq = h.chain_seq + 1,
                chain_hash = encode(sha256(convert_to(h.chain_hash || jsonb_build_array(
                    company, h.chain_seq + 1, entry, action, object_type, object_id,
                    actor_kind, actor_id, principal, before, after, telling,
                    address, user_agent, request_id, {micros}, {micros}
                )::text, 'UTF8')), 'hex')
    """


# Of several events, each that has one: behind the statement that has moved the row for them all.
AUDIT = Change(
    _AUDIT.APPEND.down
    + f"""
    CREATE FUNCTION append_audit(
        company uuid, moment timestamptz, entry uuid, action text, object_type text,
        object_id uuid, actor_kind text, actor_id uuid, principal uuid,
        before jsonb, after jsonb, telling jsonb, address text, user_agent text, request_id text
    ) RETURNS bigint
        LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
    AS $function$
    #variable_conflict use_variable
    DECLARE
        place bigint;
        link text;
    BEGIN
        {OURS}
        LOOP
            UPDATE public.event_heads AS h SET {chained("moment")}
                WHERE h.company_id = company RETURNING h.chain_seq, h.chain_hash INTO place, link;
            EXIT WHEN FOUND;
            {FIRST}
        END LOOP;
        {ENTRY}
        RETURN place;
    END
    $function$;
    REVOKE ALL ON FUNCTION {_AUDIT.SIGNATURE} FROM PUBLIC;
    GRANT EXECUTE ON FUNCTION {_AUDIT.SIGNATURE} TO "{APP}", "{EVERY}";
    """,
    _AUDIT.APPEND.down + _AUDIT.APPEND.up,
)
CHANGES = [OWNER, MERGED, AUDIT]


async def upgrade(db: BaseDBAsyncClient) -> str:
    return upward(CHANGES)


async def downgrade(db: BaseDBAsyncClient) -> str:
    return downward(CHANGES)
