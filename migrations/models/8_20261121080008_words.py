"""Words: what of a contact, a conversation and a message is indexed to be found by it.

Each word in the indexes begins with the end of its company's id, so that how many companies there
are does not matter. No extension is needed, and none of the server's locales.
"""

from tortoise import BaseDBAsyncClient

from migrations.walls import Change, downward, index, upward, wall

# As ranges, so that no server's locale decides what is a letter. Separated from what surrounds it
# is each sign of the scripts that do without spaces.
MARKS = r"[\u0300-\u036f\u3099\u309a]+"
SIGNS = r"([\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U000323af])"
BETWEEN = (
    r"[^0-9a-z\u00aa\u00b5\u00ba\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u1fff\u2c00-\u2dff\u3005-\u3007"
    r"\u3021-\u302f\u3031-\ud7ff\uf900-\ufdff\ufe70-\ufeff\U00010000-\U0001efff"
    r"\U00020000-\U000323af]+"
)
LONGEST = 200  # letters of a word; PostgreSQL takes 2,046 bytes

WORDS = Change(
    f"""
    CREATE FUNCTION plain_words(said text) RETURNS text
        LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE COST 500
    AS $function$
    DECLARE
        plain text := said;
    BEGIN
        IF octet_length(plain) > length(plain) THEN
            plain := regexp_replace(normalize(plain, NFKD), '{MARKS}', '', 'g');
            plain := regexp_replace(lower(plain), '{SIGNS}', ' \\1 ', 'g');
            plain := replace(replace(replace(plain, 'ß', 'ss'), 'æ', 'ae'), 'œ', 'oe');
            plain := translate(plain, 'øłđıħŧ', 'oldiht');
        ELSE
            plain := lower(plain);
        END IF;
        plain := btrim(regexp_replace(plain, '{BETWEEN}', ' ', 'g'), ' ');
        IF length(plain) > {LONGEST} THEN
            plain := regexp_replace(plain, '([^ ]{{{LONGEST}}})[^ ]+', '\\1', 'g');
        END IF;
        RETURN plain;
    END
    $function$;


    CREATE FUNCTION search_words(company uuid, said text) RETURNS tsvector
        LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE COST 1000
    AS $function$
    DECLARE
        plain text := public.plain_words(said);
        prefix text := right(company::text, 8);
    BEGIN
        IF plain IS NULL OR plain = '' THEN
            RETURN '';
        END IF;
        RETURN array_to_tsvector(
            string_to_array(prefix || replace(plain, ' ', ' ' || prefix), ' ')
        );
    END
    $function$;

    -- Any part of an e-mail or of a phone is the beginning of one of its ends; with its + it is
    -- the beginning of the whole.
    CREATE FUNCTION contact_words(company uuid, name text, email text, phone text)
        RETURNS tsvector LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE COST 1000
    AS $function$
    DECLARE
        prefix text := right(company::text, 8);
        digits text := substr(phone, 2);
    BEGIN
        RETURN public.search_words(company, concat_ws(' ', name, email)) || array_to_tsvector(
            ARRAY(
                SELECT prefix || '@' || substr(email, n)
                FROM generate_series(1, least(coalesce(length(email), 0) - 2, 100)) n
                UNION ALL
                SELECT prefix || '+' || substr(digits, n)
                FROM generate_series(1, length(digits) - 2) n
                UNION ALL
                SELECT prefix || '+' || phone WHERE phone IS NOT NULL
            )
        );
    END
    $function$;
    """,
    """
    DROP FUNCTION contact_words(uuid, text, text, text);
    DROP FUNCTION search_words(uuid, text);
    DROP FUNCTION plain_words(text);
    """,
)

# A conversation itself is written with every message, and each time into all its indexes.
TITLES = Change(
    """
    ALTER TABLE conversation_titles ADD CONSTRAINT conversation_titles_conversation_fkey
        FOREIGN KEY (company_id, id) REFERENCES conversations (company_id, id) ON DELETE CASCADE;

    CREATE FUNCTION keep_conversation_title() RETURNS trigger LANGUAGE plpgsql
        SET search_path = pg_catalog, pg_temp
    AS $function$
    BEGIN
        INSERT INTO public.conversation_titles AS known
            (id, company_id, said, created_at, updated_at)
        SELECT new.id, new.company_id, concat_ws(' ', new.subject, c.name), now(), now()
        FROM public.contacts c WHERE c.company_id = new.company_id AND c.id = new.contact_id
        ON CONFLICT (company_id, id) DO UPDATE SET said = excluded.said, updated_at = now();
        RETURN NULL;
    END
    $function$;
    CREATE TRIGGER conversations_titled AFTER INSERT ON conversations
        FOR EACH ROW EXECUTE FUNCTION keep_conversation_title();
    CREATE TRIGGER conversations_retitled AFTER UPDATE OF subject, contact_id ON conversations
        FOR EACH ROW WHEN (
            (old.subject, old.contact_id) IS DISTINCT FROM (new.subject, new.contact_id)
        ) EXECUTE FUNCTION keep_conversation_title();

    CREATE FUNCTION keep_contact_in_titles() RETURNS trigger LANGUAGE plpgsql
        SET search_path = pg_catalog, pg_temp
    AS $function$
    BEGIN
        UPDATE public.conversation_titles t
        SET said = concat_ws(' ', c.subject, new.name), updated_at = now()
        FROM public.conversations c
        WHERE c.company_id = new.company_id AND c.contact_id = new.id
            AND t.company_id = c.company_id AND t.id = c.id;
        RETURN NULL;
    END
    $function$;
    CREATE TRIGGER contacts_renamed AFTER UPDATE OF name ON contacts
        FOR EACH ROW WHEN (old.name IS DISTINCT FROM new.name)
        EXECUTE FUNCTION keep_contact_in_titles();
    """,
    """
    DROP TRIGGER contacts_renamed ON contacts;
    DROP FUNCTION keep_contact_in_titles();
    DROP TRIGGER conversations_retitled ON conversations;
    DROP TRIGGER conversations_titled ON conversations;
    DROP FUNCTION keep_conversation_title();
    ALTER TABLE conversation_titles DROP CONSTRAINT conversation_titles_conversation_fkey;
    """,
)


def words(table: str, expression: str, *, where: str = "TRUE") -> Change:
    """An index of words. What is new waits in a list that every search reads, so it stays short."""
    definition = (
        f"{table} USING gin ({expression}) WITH (gin_pending_list_limit = 256) WHERE {where}"
    )
    return index(f"{table}_words_idx", definition.removesuffix(" WHERE TRUE"))


CHANGES = [
    WORDS,
    wall("conversation_titles", app="SELECT, INSERT, UPDATE", across=False),
    TITLES,
    words("contacts", "contact_words(company_id, name, email, phone)"),
    words("conversation_titles", "search_words(company_id, said)"),
    words("messages", "search_words(company_id, body)", where="deleted_at IS NULL"),
]


async def upgrade(db: BaseDBAsyncClient) -> str:
    return upward(CHANGES)


async def downgrade(db: BaseDBAsyncClient) -> str:
    return downward(CHANGES)
