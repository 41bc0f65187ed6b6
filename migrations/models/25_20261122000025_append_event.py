"""One event with its entry, which most transactions write last, is one call.

PostgreSQL prepares no more for it than what it then does.
"""

from importlib import import_module

from tortoise import BaseDBAsyncClient

from migrations.walls import APP, EVERY, Change

_HEAD = import_module("migrations.models.24_20261122000024_one_head")
SIGNATURE = (
    "append_event(uuid, uuid, text, text, uuid, uuid, text, uuid, jsonb, text, boolean, jsonb, "
    "jsonb, uuid, text, text)"
)
EVENT = Change(
    f"""
    -- An event and its entry; `ends` somebody's authority.
    CREATE FUNCTION append_event(
        company uuid, entry uuid, action text, object_type text, object_id uuid,
        conversation uuid, actor_kind text, actor_id uuid, telling jsonb, request_id text,
        ends boolean, before jsonb, after jsonb, principal uuid, address text, user_agent text,
        OUT seq bigint, OUT moment timestamptz
    )
        LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
    AS $function$
    #variable_conflict use_variable
    DECLARE
        place bigint;
        link text;
    BEGIN
        {_HEAD.OURS}
        moment := clock_timestamp();
        LOOP
            UPDATE public.event_heads AS h SET
                seq = h.seq + 1,
                ended_seq = CASE WHEN ends THEN h.seq + 1 ELSE h.ended_seq END,
                occurred_at = greatest(h.occurred_at, moment),
                updated_at = now(),
                {_HEAD.chained("greatest(h.occurred_at, moment)")}
                WHERE h.company_id = company
                RETURNING h.seq, h.occurred_at, h.chain_seq, h.chain_hash
                INTO seq, moment, place, link;
            EXIT WHEN FOUND;
            moment := clock_timestamp();
            {_HEAD.FIRST}
        END LOOP;
        INSERT INTO public.events (
            company_id, seq, id, name, subject_type, subject_id, conversation_id, actor_kind,
            actor_id, changes, request_id, occurred_at, created_at, updated_at
        ) VALUES (
            company, seq, entry, action, object_type, object_id, conversation, actor_kind,
            actor_id, telling, request_id, moment, moment, moment
        );
        {_HEAD.ENTRY}
    END
    $function$;
    REVOKE ALL ON FUNCTION {SIGNATURE} FROM PUBLIC;
    GRANT EXECUTE ON FUNCTION {SIGNATURE} TO "{APP}", "{EVERY}";
    """,
    f"DROP FUNCTION {SIGNATURE};",
)


async def upgrade(db: BaseDBAsyncClient) -> str:
    return EVENT.up


async def downgrade(db: BaseDBAsyncClient) -> str:
    return EVENT.down
