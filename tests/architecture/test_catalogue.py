"""The walls as PostgreSQL itself lists them: a new table without them fails here."""

from collections.abc import AsyncIterator
from typing import Any

import asyncpg
import pytest

from models.settings import settings

LOGINS = {"users", "user_tokens", "second_factors", "recovery_codes"}
GLOBAL_TABLES = {"companies", "paused_job_kinds", "ticks", "aerich"} | LOGINS
# Looked up by the SHA-256 of a 256-bit secret before the company is known.
LOOKED_UP_BY_SECRET = {"refresh_tokens_hash_key", "invitations_hash_key", "api_keys_hash_key"}
TENANT_TABLES = """
    SELECT c.oid, c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p') AND c.relname <> ALL($1)
"""


@pytest.fixture(scope="module")
async def catalogue(database: str) -> AsyncIterator[asyncpg.Connection]:
    connection = await asyncpg.connect(database)
    yield connection
    await connection.close()


async def names(catalogue: asyncpg.Connection, sql: str, *args: Any) -> list[str]:
    return [row[0] for row in await catalogue.fetch(sql, *args)]


async def test_every_tenant_table_has_a_company_that_is_never_null(
    catalogue: asyncpg.Connection,
) -> None:
    tables = await names(catalogue, f"SELECT relname FROM ({TENANT_TABLES}) t", list(GLOBAL_TABLES))
    with_company = await names(
        catalogue,
        "SELECT table_name FROM information_schema.columns WHERE table_schema = 'public' "
        "AND column_name = 'company_id' AND is_nullable = 'NO' AND data_type = 'uuid'",
    )

    assert len(tables) > 15
    assert set(tables) - set(with_company) == set()


async def test_row_level_security_is_forced_on_every_table_but_those_of_logins(
    catalogue: asyncpg.Connection,
) -> None:
    open_tables = await names(
        catalogue,
        "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace "
        "AND relkind IN ('r', 'p') AND NOT (relrowsecurity AND relforcerowsecurity)",
    )

    assert set(open_tables) == GLOBAL_TABLES - {"companies"}


async def test_the_runtime_role_has_no_right_on_the_tables_of_logins(
    catalogue: asyncpg.Connection,
) -> None:
    granted = await names(
        catalogue,
        "SELECT table_name FROM information_schema.role_table_grants "
        "WHERE grantee = $1 AND table_name = ANY($2)",
        settings().app_role,
        list(LOGINS),
    )

    assert granted == []


async def test_every_policy_guards_reading_and_writing(catalogue: asyncpg.Connection) -> None:
    rows = await catalogue.fetch(
        "SELECT tablename, policyname, roles::text[], cmd, permissive, qual, with_check "
        "FROM pg_policies WHERE schemaname = 'public'"
    )
    own = {row["tablename"]: row for row in rows if row["policyname"] == "own_company"}
    tables = await names(catalogue, f"SELECT relname FROM ({TENANT_TABLES}) t", list(GLOBAL_TABLES))

    assert set(own) == {*tables, "companies"}
    for table, row in own.items():
        column = "id" if table == "companies" else "company_id"
        assert row["roles"] == [settings().app_role]
        assert row["cmd"] == "ALL"
        assert row["qual"] == f"({column} = ( SELECT app_company() AS app_company))"
        assert row["with_check"] == f"({column} = app_company())"
    assert {row["policyname"] for row in rows} == {
        "own_company",
        "every_company",
        "searched",
        "appended",
    }


async def test_every_reference_between_tenant_tables_carries_the_company(
    catalogue: asyncpg.Connection,
) -> None:
    rows = await catalogue.fetch(
        """
        SELECT con.conname, con.confrelid::regclass::text AS target,
               array_agg(a.attname::text ORDER BY k.place) AS columns,
               array_agg(f.attname::text ORDER BY k.place) AS target_columns
        FROM pg_constraint con
        CROSS JOIN unnest(con.conkey, con.confkey) WITH ORDINALITY AS k (own, foreign_, place)
        JOIN pg_attribute a ON a.attrelid = con.conrelid AND a.attnum = k.own
        JOIN pg_attribute f ON f.attrelid = con.confrelid AND f.attnum = k.foreign_
        WHERE con.contype = 'f' AND con.connamespace = 'public'::regnamespace
        GROUP BY con.oid, con.conname, con.confrelid
        """
    )

    between = [row for row in rows if row["target"] not in GLOBAL_TABLES]
    assert len(between) > 15
    for row in between:
        assert row["columns"][0] == row["target_columns"][0] == "company_id", row["conname"]


async def test_every_column_that_names_a_tenant_row_is_a_reference(
    catalogue: asyncpg.Connection,
) -> None:
    loose = await names(
        catalogue,
        """
        SELECT c.table_name || '.' || c.column_name FROM information_schema.columns c
        WHERE c.table_schema = 'public' AND c.data_type = 'uuid'
          AND c.column_name LIKE '%\\_id' AND c.column_name <> 'company_id'
          AND NOT (SELECT relispartition FROM pg_class WHERE oid = c.table_name::regclass)
          AND NOT EXISTS (
            SELECT 1 FROM pg_constraint con JOIN pg_attribute a
              ON a.attrelid = con.conrelid AND a.attnum = ANY(con.conkey)
            WHERE con.contype = 'f' AND con.conrelid = c.table_name::regclass
              AND a.attname = c.column_name)
        ORDER BY 1
        """,
    )

    # Log and audit trail outlive what they tell of.
    assert loose == [
        "audit_entries.actor_id",
        "audit_entries.object_id",
        "audit_entries.on_behalf_of_id",
        "events.actor_id",
        "events.conversation_id",
        "events.subject_id",
    ]


async def test_every_unique_index_starts_with_the_company(catalogue: asyncpg.Connection) -> None:
    rows = await catalogue.fetch(
        """
        SELECT i.indexrelid::regclass::text AS name, a.attname AS first
        FROM pg_index i JOIN pg_class t ON t.oid = i.indrelid
        JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = i.indkey[0]
        WHERE t.relnamespace = 'public'::regnamespace AND i.indisunique AND NOT i.indisprimary
          AND t.relname <> ALL($1)
        """,
        list(GLOBAL_TABLES),
    )

    strays = {row["name"] for row in rows if row["first"] != "company_id"}
    assert strays == LOOKED_UP_BY_SECRET


async def test_the_runtime_roles_own_nothing_and_bypass_nothing(
    catalogue: asyncpg.Connection,
) -> None:
    roles = [settings().app_role, settings().every_role]
    powers = await catalogue.fetch(
        "SELECT rolsuper OR rolbypassrls OR rolcreaterole OR rolcreatedb OR rolreplication "
        "FROM pg_roles WHERE rolname = ANY($1)",
        roles,
    )
    owned = await names(
        catalogue,
        "SELECT relname FROM pg_class c JOIN pg_roles r ON r.oid = c.relowner "
        "WHERE r.rolname = ANY($1)",
        roles,
    )
    memberships = await names(
        catalogue,
        "SELECT roleid::regrole::text FROM pg_auth_members WHERE member::regrole::text = ANY($1)",
        roles,
    )

    assert [row[0] for row in powers] == [False, False]
    assert owned == memberships == []


async def test_what_runs_as_another_is_for_upkeep_audit_or_search_and_looks_nothing_up_by_path(
    catalogue: asyncpg.Connection,
) -> None:
    functions = await catalogue.fetch(
        "SELECT oid::regprocedure::text AS name, proconfig, proowner::regrole::text AS owner, "
        "ARRAY(SELECT a.grantee::regrole::text FROM aclexplode(proacl) a "
        "      WHERE a.grantee <> proowner) AS callers "
        "FROM pg_proc WHERE pronamespace = 'public'::regnamespace AND prosecdef ORDER BY 1"
    )

    assert [row["name"].partition("uuid,text")[0] for row in functions] == [
        "append_audit(uuid,timestamp with time zone,",
        "append_event(uuid,",
        "drop_events_partition(date)",
        "make_events_partition(date)",
        "search(text,text[],integer,integer,uuid,uuid)",
        "search_seen(uuid,uuid[],boolean,text,text[],integer,integer,uuid,uuid)",
    ]
    for row in functions:
        assert "search_path=pg_catalog, pg_temp" in row["proconfig"]
    audit, event, *upkeep, search, seen = functions
    for appending in (audit, event):
        assert sorted(appending["callers"]) == [settings().app_role, settings().every_role]
    assert [row["callers"] for row in upkeep] == 2 * [[settings().every_role]]
    for searching in (search, seen):
        # It is given words and a place in the list; whose they are, the connection says.
        assert searching["owner"] == settings().search_role
        assert searching["callers"] == [settings().app_role]
        # To begin another process takes longer than what it would help with.
        assert "max_parallel_workers_per_gather=0" in searching["proconfig"]


async def test_no_view_looks_past_the_walls(catalogue: asyncpg.Connection) -> None:
    blind = await names(
        catalogue,
        "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace "
        "AND relkind IN ('v', 'm') "
        "AND NOT coalesce(reloptions::text LIKE '%security_invoker=true%', false)",
    )

    assert blind == []
