"""The audit trail: entries are appended by one function, and by nobody changed or removed.

Not even the role of every company may do more than read. The function belongs to the owner of the
tables, whom row-level security binds as well, unless they are a superuser: hence its policies.
"""

from tortoise import BaseDBAsyncClient

from migrations.walls import APP, EVERY, Change, downward, index, one_of, unique, upward, wall


def appended(table: str) -> Change:
    return Change(
        f"""
        REVOKE INSERT, UPDATE, DELETE ON {table} FROM "{EVERY}";
        CREATE POLICY appended ON {table} TO CURRENT_USER USING (true) WITH CHECK (true);
        """,
        f"""
        DROP POLICY appended ON {table};
        GRANT INSERT, UPDATE, DELETE ON {table} TO "{EVERY}";
        """,
    )


SIGNATURE = (
    "append_audit(uuid, timestamptz, uuid, text, text, uuid, text, uuid, uuid, jsonb, jsonb, jsonb, "
    "text, text, text)"
)
APPEND = Change(
    f"""
    -- An entry, and its seq. What is hashed, verifying hashes again: models/audit/verifying.py.
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
        micros bigint := (extract(epoch FROM moment) * 1000000)::bigint;
    BEGIN
        IF session_user = '{APP}' AND public.app_company() IS DISTINCT FROM company THEN
            RAISE insufficient_privilege USING MESSAGE = 'This is another company''s chain.';
        END IF;
        LOOP
            UPDATE public.audit_heads AS h SET
                seq = h.seq + 1,
                hash = encode(sha256(convert_to(h.hash || jsonb_build_array(
                    company, h.seq + 1, entry, action, object_type, object_id,
                    actor_kind, actor_id, principal, before, after, telling,
                    address, user_agent, request_id, micros, micros
                )::text, 'UTF8')), 'hex'),
                updated_at = moment
                WHERE h.company_id = company RETURNING h.seq, h.hash INTO place, link;
            EXIT WHEN FOUND;
            INSERT INTO public.audit_heads (id, company_id, seq, hash, created_at, updated_at)
                VALUES (company, company, 0, '', moment, moment) ON CONFLICT DO NOTHING;
        END LOOP;
        INSERT INTO public.audit_entries (
            id, company_id, seq, action, object_type, object_id, actor_kind, actor_id,
            on_behalf_of_id, before, after, details, address, user_agent, request_id, hash,
            created_at, updated_at
        ) VALUES (
            entry, company, place, action, object_type, object_id, actor_kind, actor_id,
            principal, before, after, telling, address, user_agent, request_id, link,
            moment, moment
        );
        RETURN place;
    END
    $function$;
    REVOKE ALL ON FUNCTION {SIGNATURE} FROM PUBLIC;
    GRANT EXECUTE ON FUNCTION {SIGNATURE} TO "{APP}", "{EVERY}";
    """,
    f"DROP FUNCTION {SIGNATURE};",
)

CHANGES = [
    wall("audit_heads", app="SELECT"),
    appended("audit_heads"),
    unique("audit_heads_company_key", "audit_heads (company_id)"),
    wall("audit_entries", app="SELECT", across=False),
    appended("audit_entries"),
    one_of("audit_entries", "actor_kind", "MEMBER API_KEY CONTACT SYSTEM"),
    unique("audit_entries_seq_key", "audit_entries (company_id, seq)"),
    index("audit_entries_actor_idx", "audit_entries (company_id, actor_id, id)"),
    index("audit_entries_action_idx", "audit_entries (company_id, action, id)"),
    index("audit_entries_object_idx", "audit_entries (company_id, object_id, id)"),
    APPEND,
]


async def upgrade(db: BaseDBAsyncClient) -> str:
    return upward(CHANGES)


async def downgrade(db: BaseDBAsyncClient) -> str:
    return downward(CHANGES)
