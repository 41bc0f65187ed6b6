"""The role that searches, as PostgreSQL lists it."""

import asyncpg

from models.settings import settings
from tests.architecture.test_catalogue import catalogue

__all__ = ["catalogue"]


async def test_the_role_that_searches_reads_what_is_searched_and_nobody_connects_as_it(
    catalogue: asyncpg.Connection,
) -> None:
    search = settings().search_role
    policies = await catalogue.fetch(
        "SELECT tablename, roles::text[], cmd, qual, with_check FROM pg_policies "
        "WHERE policyname = 'searched' OR $1 = ANY (roles) ORDER BY 1",
        search,
    )
    readable = await catalogue.fetch(
        "SELECT table_name || '.' || column_name, privilege_type "
        "FROM information_schema.role_column_grants WHERE grantee = $1",
        search,
    )
    powers = await catalogue.fetchrow(
        "SELECT rolcanlogin, rolsuper, rolbypassrls, rolcreaterole, "
        "has_schema_privilege(oid, 'public', 'CREATE') FROM pg_roles WHERE rolname = $1",
        search,
    )

    tables = [
        "contacts",
        "conversation_members",
        "conversation_titles",
        "conversations",
        "messages",
    ]
    assert [row["tablename"] for row in policies] == tables
    assert all(tuple(row)[1:] == ([search], "SELECT", "true", None) for row in policies)
    assert {row[1] for row in readable} == {"SELECT"}
    assert {row[0].split(".")[0] for row in readable} == set(tables)
    assert "messages.error_detail" not in {row[0] for row in readable}
    assert powers is not None
    assert not any(powers)
