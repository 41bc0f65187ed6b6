"""Search: the one function that looks past the walls, because what it asks is not leakproof.

Behind row-level security `@@` would be asked of every row of a company. So `search` runs as a role
of its own that reads what is searched of all companies, and leaves with the ids of the one that
the connection is set to.
"""

from tortoise import BaseDBAsyncClient

from migrations.walls import APP, SEARCH, Change, downward, upward

LONGEST = 200  # letters that are looked at of what is asked
COMMON = 5_000  # messages of a company that say something that is common there
NEWEST = 2_000  # messages that are looked through for it


def searched(table: str, columns: str) -> Change:
    """What the role of `search` may read: of all companies, or the policy would ask each row."""
    return Change(
        f"""
        CREATE POLICY searched ON {table} FOR SELECT TO "{SEARCH}" USING (true);
        GRANT SELECT ({columns}) ON {table} TO "{SEARCH}";
        """,
        f"""
        REVOKE SELECT ({columns}) ON {table} FROM "{SEARCH}";
        DROP POLICY searched ON {table};
        """,
    )


SIGNATURE = "search(text, text[], integer, integer, uuid, uuid)"
FUNCTION = Change(
    f"""
    -- Of the ranks: 4 a conversation by its number, 3 contacts, 2 conversations by their titles,
    -- 1 messages and notes; within each the newest first. What comes after (past_rank, past_id).
    CREATE FUNCTION search(
        wanted text, kinds text[], size integer,
        past_rank integer DEFAULT NULL, past_id uuid DEFAULT NULL, thread uuid DEFAULT NULL
    ) RETURNS TABLE (kind text, id uuid, rank integer)
        LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 10
        SET search_path = pg_catalog, pg_temp
        SET enable_seqscan = off SET max_parallel_workers_per_gather = 0 SET work_mem = '16MB'
    AS $function$
    #variable_conflict use_column
    DECLARE
        company CONSTANT uuid := public.app_company();
        prefix CONSTANT text := right(company::text, 8);
        asked CONSTANT text := left(wanted, {LONGEST});
        plain CONSTANT text := public.plain_words(asked);
        listed CONSTANT text[] := (string_to_array(plain, ' '))[1:16];
        final CONSTANT text := listed[cardinality(listed)];
        address CONSTANT text := lower(btrim(asked));
        digits CONSTANT text := CASE
            WHEN asked ~ '^[-+0-9 ()./]+$' THEN regexp_replace(asked, '[^+0-9]', '', 'g') ELSE ''
        END;
        numbered CONSTANT integer := substring(btrim(asked) FROM '^#?([0-9]{{1,9}})$')::integer;
        beginning text;
        people tsquery;
        things tsquery;
        texts tsquery;
        fragment text;
        left_over integer := size;
        before uuid := CASE WHEN past_rank = 1 THEN past_id
            ELSE 'ffffffff-ffff-ffff-ffff-ffffffffffff' END;
        found_now integer;
    BEGIN
        IF company IS NULL OR plain IS NULL OR plain = '' THEN
            RETURN;
        END IF;
        SELECT coalesce(string_agg('''' || prefix || word || '''', ' & ') || ' & ', '')
            INTO beginning FROM unnest(listed[:cardinality(listed) - 1]) word;
        things := (beginning || '''' || prefix || final || ''':*')::tsquery;
        -- One letter begins nearly everything that was ever said.
        texts := CASE WHEN octet_length(final) > 1 THEN things
            ELSE (beginning || '''' || prefix || final || '''')::tsquery END;
        people := things;
        FOREACH fragment IN ARRAY ARRAY['+' || digits, '+' || ltrim(digits, '0'), '@' || address] LOOP
            IF length(fragment) > 3 AND fragment !~ '\\s' THEN
                fragment := replace(replace(fragment, '\\', '\\\\'), '''', '''''');
                people := people || ('''' || prefix || fragment || ''':*')::tsquery;
            END IF;
        END LOOP;

        IF 'CONVERSATION' = ANY (kinds) AND coalesce(past_rank > 4, true) THEN
            RETURN QUERY SELECT 'CONVERSATION', c.id, 4 FROM public.conversations c
                WHERE c.company_id = company AND c.number = numbered;
            GET DIAGNOSTICS found_now = ROW_COUNT;
            left_over := left_over - found_now;
        END IF;
        IF kinds && ARRAY['CONTACT', 'DELETED_CONTACT'] AND left_over > 0
            AND coalesce(past_rank >= 3, true)
        THEN
            RETURN QUERY SELECT hit.kind, hit.id, 3 FROM (
                SELECT c.company_id, c.id,
                    CASE WHEN c.deleted_at IS NULL THEN 'CONTACT' ELSE 'DELETED_CONTACT' END AS kind
                FROM public.contacts c
                WHERE public.contact_words(c.company_id, c.name, c.email, c.phone) @@ people
                OFFSET 0
            ) hit
            WHERE hit.company_id = company AND hit.kind = ANY (kinds)
                AND coalesce(past_rank > 3 OR hit.id < past_id, true)
            ORDER BY hit.id DESC LIMIT left_over;
            GET DIAGNOSTICS found_now = ROW_COUNT;
            left_over := left_over - found_now;
        END IF;
        IF 'CONVERSATION' = ANY (kinds) AND left_over > 0 AND coalesce(past_rank >= 2, true) THEN
            RETURN QUERY SELECT 'CONVERSATION', hit.id, 2 FROM (
                SELECT t.company_id, t.id FROM public.conversation_titles t
                WHERE public.search_words(t.company_id, t.said) @@ things
                OFFSET 0
            ) hit
            WHERE hit.company_id = company AND coalesce(past_rank > 2 OR hit.id < past_id, true)
                AND hit.id IS DISTINCT FROM (
                    SELECT c.id FROM public.conversations c
                    WHERE c.company_id = company AND c.number = numbered
                )
            ORDER BY hit.id DESC LIMIT left_over;
            GET DIAGNOSTICS found_now = ROW_COUNT;
            left_over := left_over - found_now;
        END IF;
        IF NOT kinds && ARRAY['MESSAGE', 'NOTE'] OR left_over <= 0 THEN
            RETURN;
        END IF;
        -- What thousands say is found sooner by going back than by reading all who ever said it.
        IF thread IS NULL AND 'MESSAGE' = ANY (kinds) AND {COMMON} = (
            SELECT count(*) FROM (
                SELECT FROM public.messages m
                WHERE public.search_words(m.company_id, m.body) @@ texts AND m.deleted_at IS NULL
                LIMIT {COMMON}
            ) sayings
        ) THEN
            RETURN QUERY SELECT newest.kind, newest.id, 1 FROM (
                SELECT m.company_id, m.id, m.body, m.deleted_at,
                    CASE WHEN m.direction = 'INTERNAL' THEN 'NOTE' ELSE 'MESSAGE' END AS kind
                FROM public.messages m WHERE m.company_id = company AND m.id < before
                ORDER BY m.id DESC LIMIT {NEWEST}
            ) newest
            WHERE newest.deleted_at IS NULL AND newest.kind = ANY (kinds)
                AND public.search_words(newest.company_id, newest.body) @@ texts
            ORDER BY newest.id DESC LIMIT left_over;
            GET DIAGNOSTICS found_now = ROW_COUNT;
            left_over := left_over - found_now;
            IF left_over = 0 THEN
                RETURN;
            END IF;
            before := (
                SELECT m.id FROM public.messages m WHERE m.company_id = company AND m.id < before
                ORDER BY m.id DESC OFFSET {NEWEST} - 1 LIMIT 1
            );
        END IF;
        RETURN QUERY SELECT hit.kind, hit.id, 1 FROM (
            SELECT m.company_id, m.conversation_id, m.id,
                CASE WHEN m.direction = 'INTERNAL' THEN 'NOTE' ELSE 'MESSAGE' END AS kind
            FROM public.messages m
            WHERE public.search_words(m.company_id, m.body) @@ texts AND m.deleted_at IS NULL
            OFFSET 0
        ) hit
        WHERE hit.company_id = company AND hit.kind = ANY (kinds)
            AND coalesce(hit.conversation_id = thread, true) AND hit.id < before
        ORDER BY hit.id DESC LIMIT left_over;
    END
    $function$;

    -- To own something in a schema takes the right to make things there, for this one moment.
    GRANT CREATE ON SCHEMA public TO "{SEARCH}";
    ALTER FUNCTION {SIGNATURE} OWNER TO "{SEARCH}";
    REVOKE CREATE ON SCHEMA public FROM "{SEARCH}";
    REVOKE ALL ON FUNCTION {SIGNATURE} FROM PUBLIC;
    GRANT EXECUTE ON FUNCTION {SIGNATURE} TO "{APP}";
    GRANT USAGE ON SCHEMA public TO "{SEARCH}";
    """,
    f"""
    REVOKE USAGE ON SCHEMA public FROM "{SEARCH}";
    DROP FUNCTION {SIGNATURE};
    """,
)

CHANGES = [
    searched("contacts", "id, company_id, name, email, phone, deleted_at"),
    searched("conversations", "id, company_id, number"),
    searched("conversation_titles", "id, company_id, said"),
    searched("messages", "id, company_id, conversation_id, direction, body, deleted_at"),
    FUNCTION,
]


async def upgrade(db: BaseDBAsyncClient) -> str:
    return upward(CHANGES)


async def downgrade(db: BaseDBAsyncClient) -> str:
    return downward(CHANGES)
