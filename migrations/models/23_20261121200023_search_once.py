"""Search in less time: what was said is read once, and no statement is planned anew each time.

Whether thousands say it was asked by reading all who do, and then they were read again. And with
no better plan than by the words' index, planning took longer than finding.
"""

from importlib import import_module

from tortoise import BaseDBAsyncClient

from migrations.walls import APP, SEARCH, Change, downward, upward

_SEARCH = import_module("migrations.models.9_20261121080009_search")
_SIGHT = import_module("migrations.models.21_20261121200021_sight")
_SETTINGS = "SET work_mem = '16MB'"
_VARIABLES = "found_now integer;"


def _once(seen: str) -> str:
    """Those that are not too many are looked up, the newest first, until the page is full."""
    return f"""        IF thread IS NULL AND 'MESSAGE' = ANY (kinds) THEN
            SELECT count(*), array_agg(saying.id) INTO said, sayings FROM (
                SELECT m.id FROM public.messages m
                WHERE public.search_words(m.company_id, m.body) @@ texts AND m.deleted_at IS NULL
                LIMIT {_SEARCH.COMMON}
            ) saying;
            IF said < {_SEARCH.COMMON} THEN
                RETURN QUERY SELECT hit.kind, hit.id, 1 FROM (
                    SELECT saying.id FROM unnest(sayings) saying (id)
                    WHERE saying.id < before ORDER BY saying.id DESC OFFSET 0
                ) saying CROSS JOIN LATERAL (
                    SELECT m.id,
                        CASE WHEN m.direction = 'INTERNAL' THEN 'NOTE' ELSE 'MESSAGE' END AS kind
                    FROM public.messages m WHERE m.company_id = company AND m.id = saying.id{seen}
                    OFFSET 0
                ) hit
                WHERE hit.kind = ANY (kinds) ORDER BY saying.id DESC LIMIT left_over;
                RETURN;
            END IF;
"""


def _created(text: str, signature: str) -> str:
    return f"""
    DROP FUNCTION {signature};
    {text}
    GRANT CREATE ON SCHEMA public TO "{SEARCH}";
    ALTER FUNCTION {signature} OWNER TO "{SEARCH}";
    REVOKE CREATE ON SCHEMA public FROM "{SEARCH}";
    REVOKE ALL ON FUNCTION {signature} FROM PUBLIC;
    GRANT EXECUTE ON FUNCTION {signature} TO "{APP}";
    """


def _instead(text: str, signature: str, seen: str = "") -> Change:
    asked = text.index("        IF thread IS NULL AND 'MESSAGE'")
    counted = text[asked : text.index("            RETURN QUERY SELECT newest.kind")]
    quicker = _SIGHT._with(
        text,
        (_SETTINGS, f"{_SETTINGS} SET plan_cache_mode = force_generic_plan"),
        (_VARIABLES, f"{_VARIABLES}\n        said integer;\n        sayings uuid[];"),
        (counted, _once(seen)),
    )
    return Change(_created(quicker, signature), _created(text, signature))


_WRITTEN = _SIGHT.FUNCTION.up
CHANGES = [
    _instead(_SIGHT._CREATE, _SEARCH.SIGNATURE),
    _instead(
        _WRITTEN[: _WRITTEN.index("GRANT CREATE")],
        _SIGHT.SIGNATURE,
        f" AND {_SIGHT._seen('m.conversation_id')}",
    ),
]


async def upgrade(db: BaseDBAsyncClient) -> str:
    return upward(CHANGES)


async def downgrade(db: BaseDBAsyncClient) -> str:
    return downward(CHANGES)
