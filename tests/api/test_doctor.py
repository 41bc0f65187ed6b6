"""The doctor finds what is wrong, says what to do, and tells no secrets."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import asyncpg
import pytest

from api.doctor import Finding, examine, run
from models.database import execute
from models.settings import Settings, settings
from models.tenancy import acting_for
from tests.consuming import meet
from tests.people import Cast

PASSWORD = "a-password-nobody-may-see"


async def wrong(ours: Settings | None = None) -> list[Finding]:
    return [finding async for finding in examine(ours or settings()) if finding.advice]


def changed(**fields: Any) -> Settings:
    return settings().model_copy(update=fields)


@asynccontextmanager
async def altered(database: str, statement: str, back: str) -> AsyncIterator[None]:
    """The database with something done to it by its owner."""
    owner = await asyncpg.connect(database)
    try:
        await owner.execute(statement)
        try:
            yield
        finally:
            await owner.execute(back)
    finally:
        await owner.close()


async def test_a_sound_installation_is_well(
    acme: Cast, rival: Cast, capsys: pytest.CaptureFixture[str]
) -> None:
    assert await run() == 0

    printed = capsys.readouterr().out
    for subject in ("settings", "PostgreSQL", "clock", "migrations", "walls", "Redis"):
        assert f"ok     {subject}" in printed
    assert printed.endswith("All is well.\n")


async def test_a_role_that_passes_by_the_walls_is_found(
    database: str, acme: Cast, rival: Cast, capsys: pytest.CaptureFixture[str]
) -> None:
    role = settings().app_role
    async with altered(
        database, f'ALTER ROLE "{role}" BYPASSRLS', f'ALTER ROLE "{role}" NOBYPASSRLS'
    ):
        [finding] = await wrong()
        assert await run() == 1

    assert (finding.subject, finding.state) == (f"role {role}", "BYPASSRLS")
    assert f'ALTER ROLE "{role}" NOBYPASSRLS' in capsys.readouterr().out
    assert await wrong() == []


async def test_a_role_that_owns_something_is_found(database: str, house: None) -> None:
    role = settings().every_role
    async with altered(
        database,
        f'GRANT "{role}" TO CURRENT_USER; GRANT CREATE ON SCHEMA public TO "{role}";'
        f'CREATE TABLE theirs (n int); ALTER TABLE theirs OWNER TO "{role}"',
        f'DROP TABLE theirs; REVOKE CREATE ON SCHEMA public FROM "{role}";'
        f'REVOKE "{role}" FROM CURRENT_USER',
    ):
        [finding] = await wrong()

    assert (finding.subject, finding.state) == (f"role {role}", "owns theirs")


@pytest.mark.parametrize(
    ("statement", "back"),
    [
        (
            "ALTER TABLE contacts NO FORCE ROW LEVEL SECURITY",
            "ALTER TABLE contacts FORCE ROW LEVEL SECURITY",
        ),
        (
            "ALTER TABLE contacts DISABLE ROW LEVEL SECURITY",
            "ALTER TABLE contacts ENABLE ROW LEVEL SECURITY",
        ),
        (
            "CREATE POLICY everybody ON contacts USING (true) WITH CHECK (true)",
            "DROP POLICY everybody ON contacts",
        ),
    ],
)
async def test_an_open_wall_is_found(database: str, house: None, statement: str, back: str) -> None:
    async with altered(database, statement, back):
        [finding] = await wrong()

    assert (finding.subject, finding.state) == ("walls", "open: contacts")
    assert finding.advice.startswith("Stop serving")


async def test_a_new_table_without_walls_is_found(database: str, house: None) -> None:
    async with altered(database, "CREATE TABLE news (company_id uuid)", "DROP TABLE news"):
        [finding] = await wrong()

    assert (finding.subject, finding.state) == ("walls", "open: news")


async def test_a_consumer_that_stands_still_is_found(acme: Cast, rival: Cast) -> None:
    await meet(acme.id)
    with acting_for(acme.id):
        await execute(
            "UPDATE event_consumers SET seq = 0, attempts = 2, last_error = 'KeyError' "
            "WHERE company_id = $1 AND name = 'notifications'",
            acme.id,
        )

    [found] = await wrong()

    assert (found.subject, found.state) == (
        "consumers",
        "behind: notifications in 1 of the companies (KeyError)",
    )
    await meet(acme.id)
    with acting_for(acme.id):
        await execute("UPDATE event_consumers SET attempts = 0 WHERE company_id = $1", acme.id)
    assert await wrong() == []


async def test_pending_and_unknown_migrations_are_found(database: str, house: None) -> None:
    hide = "UPDATE aerich SET version = 'x' || version WHERE version LIKE '7%'"
    async with altered(database, hide, "UPDATE aerich SET version = ltrim(version, 'x')"):
        [pending] = await wrong()
    insert = "INSERT INTO aerich (version, app, content) VALUES ('99_later.py', 'models', '{}')"
    async with altered(database, insert, "DELETE FROM aerich WHERE version = '99_later.py'"):
        [unknown] = await wrong()

    assert (pending.subject, pending.state) == ("migrations", "1 pending")
    assert "chatia migrate" in pending.advice
    assert (unknown.subject, unknown.state) == ("migrations", "1 unknown")


async def test_what_does_not_answer_is_named_without_its_password(house: None) -> None:
    nowhere = f"postgres://somebody:{PASSWORD}@127.0.0.1:9/chatia"
    findings = await wrong(
        changed(database_app_url=nowhere, redis_url=f"redis://:{PASSWORD}@127.0.0.1:9/0")
    )

    assert [(finding.subject, finding.state) for finding in findings] == [
        ("role somebody", "cannot connect"),
        ("Redis", "unreachable"),
    ]
    assert PASSWORD not in str(findings)


async def test_missing_settings_are_named(house: None) -> None:
    nothing = changed(database_url=None, redis_url="", secret_keys=())

    incomplete, unknown = await wrong(nothing)

    assert (incomplete.subject, incomplete.state) == ("settings", "incomplete")
    for name in ("DATABASE_URL", "REDIS_URL", "SECRET_KEYS"):
        assert name in incomplete.advice
    assert unknown.subject == "database"


async def test_a_role_without_limits_is_found_where_a_pooler_hides_ours(
    database: str, acme: Cast, rival: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    role = settings().app_role
    limit = f'ALTER ROLE "{role}" IN DATABASE {database.split("?")[0].rpartition("/")[2]}'
    async with altered(
        database, f"{limit} SET lock_timeout = 0", f"{limit} SET lock_timeout = 5000"
    ):
        assert await wrong() == []
        monkeypatch.setattr("api.doctor.settings", lambda: changed(pooler="transaction"))
        [finding] = await wrong(changed(pooler="transaction"))

    assert finding.state == "has no lock_timeout"
    assert finding.advice == f'ALTER ROLE "{role}" SET lock_timeout = 5000;'
