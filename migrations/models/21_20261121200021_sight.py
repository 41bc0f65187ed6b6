"""Search for those who see only some conversations: what they may see is asked before it is cut.

`search_seen` is `search` with one more condition on conversations, and on what was said in them. It
is asked of what was found, the newest first, until a page is full: so no page has holes, and what
cannot be seen costs nothing more than to be passed over. Who sees what is said in models/sight.py;
it is given by the server, from what it knows of whoever signed in.
"""

from importlib import import_module

from tortoise import BaseDBAsyncClient

from migrations.walls import APP, SEARCH, Change, downward, upward

_SEARCH = import_module("migrations.models.9_20261121080009_search")
SIGNATURE = "search_seen(uuid, uuid[], boolean, text, text[], integer, integer, uuid, uuid)"


def _seen(conversation: str) -> str:
    return f"""EXISTS (
        SELECT FROM public.conversations seen
        WHERE seen.company_id = company AND seen.id = {conversation} AND (
            seen.queue_id IS NULL OR seen.assignee_id = member
            OR ((whole OR seen.assignee_id IS NULL) AND seen.queue_id = ANY (queues))
            OR EXISTS (
                SELECT FROM public.conversation_members part
                WHERE part.company_id = company AND part.conversation_id = seen.id
                    AND part.member_id = member
            )
        )
    )"""


def _with(text: str, *changes: tuple[str, str]) -> str:
    for old, new in changes:
        if text.count(old) != 1:
            raise ValueError(f"The function is not what it was: {old}")
        text = text.replace(old, new)
    return text


_WRITTEN: str = _SEARCH.FUNCTION.up
_CREATE = _WRITTEN[_WRITTEN.index("CREATE FUNCTION") : _WRITTEN.index("-- To own something")]
_TITLES = "AND hit.id IS DISTINCT FROM ("
_SAID = "AND coalesce(hit.conversation_id = thread, true) AND hit.id < before\n"
FUNCTION = Change(
    _with(
        _CREATE,
        (
            "CREATE FUNCTION search(",
            "CREATE FUNCTION search_seen(member uuid, queues uuid[], whole boolean,",
        ),
        (
            "WHERE c.company_id = company AND c.number = numbered;",
            f"WHERE c.company_id = company AND c.number = numbered AND {_seen('c.id')};",
        ),
        (
            "RETURN QUERY SELECT 'CONVERSATION', hit.id, 2 FROM (\n",
            "RETURN QUERY SELECT 'CONVERSATION', hit.id, 2 FROM (SELECT hit.id FROM (\n",
        ),
        (
            "WHERE c.company_id = company AND c.number = numbered\n                )\n",
            "WHERE c.company_id = company AND c.number = numbered\n                )\n"
            f"ORDER BY hit.id DESC OFFSET 0) hit WHERE {_seen('hit.id')}\n",
        ),
        (
            "SELECT m.company_id, m.id, m.body, m.deleted_at,",
            "SELECT m.company_id, m.conversation_id, m.id, m.body, m.deleted_at,",
        ),
        (
            "AND public.search_words(newest.company_id, newest.body) @@ texts\n",
            "AND public.search_words(newest.company_id, newest.body) @@ texts\n"
            f"AND {_seen('newest.conversation_id')}\n",
        ),
        (
            "RETURN QUERY SELECT hit.kind, hit.id, 1 FROM (\n",
            "RETURN QUERY SELECT hit.kind, hit.id, 1 FROM (SELECT hit.* FROM (\n",
        ),
        (
            _SAID,
            f"{_SAID} ORDER BY hit.id DESC OFFSET 0) hit WHERE {_seen('hit.conversation_id')}\n",
        ),
    )
    + f"""
    GRANT CREATE ON SCHEMA public TO "{SEARCH}";
    ALTER FUNCTION {SIGNATURE} OWNER TO "{SEARCH}";
    REVOKE CREATE ON SCHEMA public FROM "{SEARCH}";
    REVOKE ALL ON FUNCTION {SIGNATURE} FROM PUBLIC;
    GRANT EXECUTE ON FUNCTION {SIGNATURE} TO "{APP}";
    """,
    f"DROP FUNCTION {SIGNATURE};",
)
CHANGES = [
    Change(
        f'GRANT SELECT (queue_id, assignee_id) ON conversations TO "{SEARCH}";',
        f'REVOKE SELECT (queue_id, assignee_id) ON conversations FROM "{SEARCH}";',
    ),
    _SEARCH.searched("conversation_members", "company_id, conversation_id, member_id"),
    FUNCTION,
]


async def upgrade(db: BaseDBAsyncClient) -> str:
    return upward(CHANGES)


async def downgrade(db: BaseDBAsyncClient) -> str:
    return downward(CHANGES)
