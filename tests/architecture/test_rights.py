"""What the runtime role may do, as PostgreSQL itself lists it."""

import asyncpg

from models.settings import settings
from tests.architecture.test_catalogue import LOGINS, catalogue, names

__all__ = ["catalogue"]


async def test_the_runtime_role_has_no_right_beyond_its_need(
    catalogue: asyncpg.Connection,
) -> None:
    """Rows and nothing else: neither tables, triggers and references nor what others made."""
    role = settings().app_role
    rights = {
        tuple(row)
        for row in await catalogue.fetch(
            "SELECT c.relname, a.privilege_type FROM pg_class c, aclexplode(c.relacl) a "
            "WHERE c.relnamespace = 'public'::regnamespace AND a.grantee::regrole::text = $1",
            role,
        )
    }
    anybodys = await names(
        catalogue,
        "SELECT c.relname FROM pg_class c, aclexplode(c.relacl) a "
        "WHERE c.relnamespace = 'public'::regnamespace AND a.grantee = 0",
    )
    [may] = await catalogue.fetch(
        "SELECT has_schema_privilege($1, 'public', 'CREATE') AS make, "
        "has_database_privilege($1, current_database(), 'CREATE') AS schemas",
        role,
    )

    assert {privilege for _, privilege in rights} <= {"SELECT", "INSERT", "UPDATE", "DELETE"}
    assert not {table for table, _ in rights} & LOGINS
    assert {right for table, right in rights if table == "aerich"} == {"SELECT"}  # is it migrated?
    assert ("companies", "INSERT") not in rights
    assert ("companies", "DELETE") not in rights
    assert anybodys == []
    assert tuple(may) == (False, False)
