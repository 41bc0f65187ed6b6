"""The logs and their ends as PostgreSQL lists them: who may change what, and what they can hold."""

import asyncpg
import pytest

from models.settings import settings
from tests.architecture.test_catalogue import catalogue, names

__all__ = ["catalogue"]


async def test_the_log_cannot_be_rewritten_by_the_runtime_role(
    catalogue: asyncpg.Connection,
) -> None:
    rights = await names(
        catalogue,
        "SELECT privilege_type FROM information_schema.role_table_grants "
        "WHERE grantee = $1 AND table_name = 'events' ORDER BY 1",
        settings().app_role,
    )

    assert rights == ["INSERT", "SELECT"]


async def test_the_end_of_the_chain_is_moved_by_its_owner_alone(
    catalogue: asyncpg.Connection,
) -> None:
    rights = await catalogue.fetch(
        "SELECT DISTINCT grantee::text, privilege_type::text, column_name::text "
        "FROM information_schema.column_privileges "
        "WHERE table_name = 'event_heads' AND grantee = ANY($1) AND privilege_type <> 'SELECT' "
        "AND (column_name LIKE 'chain_%' OR column_name = 'seq') ORDER BY 1, 2, 3",
        roles := [settings().app_role, settings().every_role],
    )

    assert [tuple(right) for right in rights] == [
        (role, right, "seq") for role in roles for right in ("INSERT", "UPDATE")
    ]


async def test_a_partition_is_walled_like_its_table_and_closed_to_the_runtime_role(
    catalogue: asyncpg.Connection,
) -> None:
    partitions = await names(
        catalogue,
        "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace "
        "AND relispartition AND relkind = 'r' ORDER BY 1",
    )
    grants = await catalogue.fetch(
        "SELECT c.relname, a.grantee::regrole::text, a.privilege_type "
        "FROM pg_class c, aclexplode(c.relacl) a "
        "WHERE c.relname = ANY($1) AND a.grantee <> c.relowner",
        partitions,
    )
    policies = await catalogue.fetch(
        "SELECT tablename, array_agg(policyname::text ORDER BY policyname) FROM pg_policies "
        "WHERE tablename = ANY($1) GROUP BY 1 ORDER BY 1",
        partitions,
    )

    assert len(partitions) > 3
    assert "events_default" in partitions
    upkeep = {(settings().every_role, "SELECT"), (settings().every_role, "DELETE")}
    assert {tuple(grant) for grant in grants} == {
        (p, *right) for p in partitions for right in upkeep
    }
    assert [tuple(row) for row in policies] == [
        (partition, ["every_company", "own_company"]) for partition in partitions
    ]


async def test_a_job_and_an_entry_of_a_log_are_of_listed_kinds(
    catalogue: asyncpg.Connection,
) -> None:
    rows = await catalogue.fetch(
        "SELECT table_name || '.' || column_name, domain_name FROM information_schema.columns "
        "WHERE table_schema = 'public' AND domain_name IS NOT NULL "
        "AND NOT (SELECT relispartition FROM pg_class WHERE oid = table_name::regclass)"
    )

    assert {tuple(row) for row in rows} == {
        ("jobs.state", "job_state"),
        ("jobs.priority", "job_priority"),
        ("events.actor_kind", "actor_kind"),
        ("audit_entries.actor_kind", "actor_kind"),
    }
    for _, kind in rows:
        with pytest.raises(asyncpg.CheckViolationError):
            await catalogue.fetch(f"SELECT 'NOBODY'::{kind}")
