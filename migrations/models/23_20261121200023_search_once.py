"""Search in less time: what few say is read once, and no statement is planned anew each time.

Whether thousands say it was asked by reading all who do, and then they were read again. And with
no better plan than by the words' index, planning took longer than finding.
"""

from importlib import import_module

from tortoise import BaseDBAsyncClient

from migrations.walls import APP, SEARCH, Change, downward, upward

_SEARCH = import_module("migrations.models.9_20261121080009_search")
_SIGHT = import_module("migrations.models.21_20261121200021_sight")
FEW = 1_000
_THOUSANDS = "        -- What thousands say"
_SETTINGS = "SET work_mem = '16MB'"


def _once(hits: str) -> str:
    return f"""
        IF thread IS NULL AND 'MESSAGE' = ANY (kinds) THEN
            RETURN QUERY WITH sayings AS MATERIALIZED (
                SELECT m.company_id, m.conversation_id, m.id,
                    CASE WHEN m.direction = 'INTERNAL' THEN 'NOTE' ELSE 'MESSAGE' END AS kind
                FROM public.messages m
                WHERE public.search_words(m.company_id, m.body) @@ texts AND m.deleted_at IS NULL
                LIMIT {FEW}
            )
            SELECT hit.kind, hit.id, 1 FROM {hits}
            ORDER BY hit.id DESC LIMIT left_over;
            IF FOUND THEN
                RETURN;
            END IF;
        END IF;
"""


_HITS = f"""sayings hit
            WHERE hit.company_id = company AND hit.kind = ANY (kinds) AND hit.id < before
                AND {FEW} > (SELECT count(*) FROM sayings)"""
# As they come, until the page is full.
_SEEN = f"""(SELECT hit.* FROM {_HITS} ORDER BY hit.id DESC OFFSET 0) hit
            WHERE {_SIGHT._seen("hit.conversation_id")}"""


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


def _instead(text: str, signature: str, hits: str) -> Change:
    quicker = _SIGHT._with(
        text,
        (_SETTINGS, f"{_SETTINGS} SET plan_cache_mode = force_generic_plan"),
        (_THOUSANDS, _once(hits) + _THOUSANDS),
    )
    return Change(_created(quicker, signature), _created(text, signature))


_WRITTEN = _SIGHT.FUNCTION.up
CHANGES = [
    _instead(_SIGHT._CREATE, _SEARCH.SIGNATURE, _HITS),
    _instead(_WRITTEN[: _WRITTEN.index("GRANT CREATE")], _SIGHT.SIGNATURE, _SEEN),
]


async def upgrade(db: BaseDBAsyncClient) -> str:
    return upward(CHANGES)


async def downgrade(db: BaseDBAsyncClient) -> str:
    return downward(CHANGES)
