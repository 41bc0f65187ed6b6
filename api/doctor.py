"""`chatia doctor`: what is wrong with this installation, and what to do about it."""

from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final
from uuid import UUID

import asyncpg
from redis.asyncio import Redis
from redis.exceptions import RedisError

from jobs.task import registered
from migrations.runner import files
from models.errors import DomainError
from models.events.consumers import CONSUMERS
from models.files.store import store
from models.settings import Misconfigured, Settings, settings
from models.tenancy import acting_for

SECONDS: Final = 5.0  # for anything to answer
SKEW_ALLOWED: Final = 2.0  # seconds
STANDS_STILL: Final = timedelta(minutes=5)
OLDEST_POSTGRES: Final = 150_000
OLDEST_REDIS: Final = (6, 2)

UNREACHABLE: Final = (OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at; `advice` is empty when it is well."""

    subject: str
    state: str
    advice: str = ""


async def run() -> int:
    """Print what was found; 1 if anything is wrong."""
    findings = [finding async for finding in examine(settings())]
    print("\n".join(_table(findings)))
    return int(any(finding.advice for finding in findings))


async def examine(ours: Settings) -> AsyncIterator[Finding]:
    """Everything that can be looked at with what is there."""
    try:
        ours.require("serve")
        yield Finding("settings", f"complete for {ours.environment}")
    except Misconfigured as missing:
        yield Finding("settings", "incomplete", str(missing))
    if ours.environment == "production" and ours.vapid_private_key is None:
        yield Finding("Web Push", "off: there is no VAPID_PRIVATE_KEY")
    try:
        async for finding in _database(ours):
            yield finding
    except Misconfigured as missing:
        yield Finding("database", "unknown", str(missing))
    if ours.redis_url:
        yield await _redis(ours.redis_url)
    yield await _files()


async def _files() -> Finding:
    """Writes a file, reads it and takes it away again."""
    nobody = UUID(int=0)

    async def written() -> AsyncIterator[bytes]:
        yield b"doctor"

    try:
        with acting_for(nobody):
            await store().put(nobody, "doctor", written())
            read = b"".join([piece async for piece in await store().get(nobody, "doctor")])
            await store().clear(nobody)
    except (DomainError, OSError) as error:
        cause = error.__cause__ or error
        return Finding("files", f"not kept: {str(cause)[:100]}", "Check FILES_URL and its rights.")
    except Misconfigured as wrong:
        return Finding("files", "unknown", str(wrong))
    if read != b"doctor":
        return Finding("files", "not what was written", "Check FILES_URL: is it one store?")
    return Finding("files", "kept")


async def _database(ours: Settings) -> AsyncIterator[Finding]:
    for role, url in ((ours.app_role, ours.app_url), (ours.every_role, ours.every_url)):
        try:
            async with _connected(url) as connection:
                async for finding in _as_role(connection, role):
                    yield finding
                if role == ours.app_role:
                    async for finding in _schema(connection):
                        yield finding
                else:
                    yield await _consumers(connection)
        except UNREACHABLE as error:
            yield Finding(f"role {role}", "cannot connect", _how_to_reach(error))


async def _as_role(connection: Any, role: str) -> AsyncIterator[Finding]:
    row = await connection.fetchrow(
        """
        SELECT rolsuper, rolbypassrls, rolcreaterole, rolcreatedb, rolreplication,
               ARRAY(SELECT c.relname::text FROM pg_class c WHERE c.relowner = r.oid LIMIT 5)
               || ARRAY(SELECT p.proname::text FROM pg_proc p WHERE p.proowner = r.oid LIMIT 5)
               || ARRAY(SELECT n.nspname::text FROM pg_namespace n WHERE n.nspowner = r.oid LIMIT 5)
               || ARRAY(SELECT d.datname::text FROM pg_database d WHERE d.datdba = r.oid LIMIT 5)
               AS owned,
               ARRAY(SELECT g.rolname::text FROM pg_auth_members m
                     JOIN pg_roles g ON g.oid = m.roleid WHERE m.member = r.oid) AS groups
        FROM pg_roles r WHERE rolname = current_user
        """
    )
    powers = [
        name
        for name, has in {
            "SUPERUSER": row["rolsuper"],
            "BYPASSRLS": row["rolbypassrls"],
            "CREATEROLE": row["rolcreaterole"],
            "CREATEDB": row["rolcreatedb"],
            "REPLICATION": row["rolreplication"],
        }.items()
        if has
    ]
    subject = f"role {role}"
    if powers:
        without = " ".join(f"NO{power}" for power in powers)
        advice = f'ALTER ROLE "{role}" {without};  -- it could pass by the walls between companies'
        yield Finding(subject, " ".join(powers), advice)
    if row["owned"]:
        advice = "Give them to the role of DATABASE_URL: an owner can switch the walls off."
        yield Finding(subject, f"owns {', '.join(row['owned'])}", advice)
    if row["groups"]:
        advice = f'REVOKE {", ".join(row["groups"])} FROM "{role}";  -- it has their powers too'
        yield Finding(subject, f"is also {', '.join(row['groups'])}", advice)
    if not (powers or row["owned"] or row["groups"]):
        yield Finding(subject, "connects, owns nothing, bypasses nothing")
    for name, value in settings().limits(role).items():
        unlimited = await connection.fetchval("SELECT current_setting($1) = '0'", name)
        if unlimited and settings().pooler == "transaction":  # else our connections say it
            yield Finding(subject, f"has no {name}", f'ALTER ROLE "{role}" SET {name} = {value};')


async def _schema(connection: Any) -> AsyncIterator[Finding]:
    version = await connection.fetchval("SHOW server_version")
    is_old = int(await connection.fetchval("SHOW server_version_num")) < OLDEST_POSTGRES
    yield Finding("PostgreSQL", version, "Upgrade it to 15 or newer." * is_old)
    yield await _clock(connection)
    yield await _migrations(connection)
    yield await _walls(connection)


async def _clock(connection: Any) -> Finding:
    before = datetime.now(UTC)
    theirs: datetime = await connection.fetchval("SELECT clock_timestamp()")
    after = datetime.now(UTC)
    skew = max((before - theirs).total_seconds(), (theirs - after).total_seconds(), 0.0)
    advice = "Run a time service (NTP) on both machines: tokens and due jobs go by the clock."
    return Finding("clock", f"{skew:.1f} s from the database's", advice * (skew > SKEW_ALLOWED))


async def _migrations(connection: Any) -> Finding:
    if await connection.fetchval("SELECT to_regclass('aerich')") is None:
        return Finding("migrations", "none applied", "Run `chatia migrate`.")
    try:
        rows = await connection.fetch("SELECT version FROM aerich")
    except asyncpg.InsufficientPrivilegeError:
        return Finding("migrations", "cannot be read", "Run `chatia migrate`: it grants that.")
    applied, ours = {row["version"] for row in rows}, files()
    if pending := [name for name in ours if name not in applied]:
        advice = f"Run `chatia migrate` ({', '.join(pending)})."
        return Finding("migrations", f"{len(pending)} pending", advice)
    if unknown := applied - set(ours):
        advice = (
            f"This program is older than the database ({', '.join(sorted(unknown))}): update it."
        )
        return Finding("migrations", f"{len(unknown)} unknown", advice)
    return Finding("migrations", f"all {len(ours)} applied")


async def _walls(connection: Any) -> Finding:
    """Every table with a company must force row-level security and have policies both ways."""
    rows = await connection.fetch(
        """
        SELECT c.relname AS name, c.relrowsecurity AND c.relforcerowsecurity AS forced,
               EXISTS (SELECT FROM pg_policy p WHERE p.polrelid = c.oid AND p.polcmd = '*'
                       AND p.polqual IS NOT NULL AND p.polwithcheck IS NOT NULL
                       AND pg_get_expr(p.polqual, p.polrelid) LIKE '%app_company%'
                       AND pg_get_expr(p.polwithcheck, p.polrelid) LIKE '%app_company%')
               AND NOT EXISTS (SELECT FROM pg_policy p WHERE p.polrelid = c.oid AND p.polpermissive
                       AND p.polroles && ARRAY[0, current_user::regrole::oid]::oid[]
                       AND coalesce(pg_get_expr(p.polqual, p.polrelid),
                                    pg_get_expr(p.polwithcheck, p.polrelid), '')
                           NOT LIKE '%app_company%') AS policed
        FROM pg_class c
        JOIN pg_namespace n ON n.oid = c.relnamespace AND n.nspname = 'public'
        WHERE c.relkind IN ('r', 'p')
          AND (c.relname = 'companies'
               OR EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = c.oid
                          AND a.attname = 'company_id' AND NOT a.attisdropped))
        ORDER BY c.relname
        """
    )
    open_tables = [row["name"] for row in rows if not (row["forced"] and row["policed"])]
    if open_tables:
        advice = (
            "Stop serving: these show every company's rows. Find out who changed them, and "
            "ENABLE and FORCE ROW LEVEL SECURITY with a policy on app_company()."
        )
        return Finding("walls", f"open: {', '.join(open_tables)}", advice)
    if not rows:
        return Finding("walls", "no tables yet", "Run `chatia migrate`.")
    return Finding("walls", f"closed on {len(rows)} tables")


async def _consumers(connection: Any) -> Finding:
    """Those that stand still over an event, or have read nothing new for long."""
    if await connection.fetchval("SELECT to_regclass('event_consumers')") is None:
        return Finding("consumers", "none yet", "Run `chatia migrate`.")
    registered()
    rows = await connection.fetch(
        """
        SELECT c.name, count(*) AS companies, max(c.last_error) AS error
        FROM event_consumers c JOIN event_heads h ON h.company_id = c.company_id AND h.seq > c.seq
        WHERE c.name = ANY($2)
          AND (c.attempts > 0 OR greatest(c.updated_at, h.occurred_at) < now() - $1::interval)
        GROUP BY c.name ORDER BY c.name
        """,
        STANDS_STILL,
        list(CONSUMERS),
    )
    if not rows:
        return Finding("consumers", "none stands still")
    told = [
        f"{row['name']} in {row['companies']} of the companies"
        + (f" ({row['error']})" if row["error"] else "")
        for row in rows
    ]
    advice = "Is a worker running? Its log says more: look for consumer.failed."
    return Finding("consumers", f"behind: {', '.join(told)}", advice)


async def _redis(url: str) -> Finding:
    client: Any = Redis.from_url(url, socket_connect_timeout=SECONDS, socket_timeout=SECONDS)
    try:
        version = str((await client.info("server"))["redis_version"])
    except (RedisError, OSError, ValueError) as error:
        advice = f"Start it, or correct REDIS_URL ({type(error).__name__})."
        return Finding("Redis", "unreachable", advice)
    finally:
        await client.aclose()
    is_old = tuple(int(part) for part in version.split(".")[:2]) < OLDEST_REDIS
    return Finding("Redis", version, "Upgrade it to 6.2 or newer." * is_old)


@asynccontextmanager
async def _connected(url: str) -> AsyncIterator[Any]:
    connection = await asyncpg.connect(url, timeout=SECONDS, command_timeout=SECONDS)
    try:
        yield connection
    finally:
        await connection.close()


def _how_to_reach(error: Exception) -> str:
    # Never the error's text: it may repeat the URL with its password.
    match error:
        case asyncpg.InvalidPasswordError():
            return "Run `chatia migrate`, which sets its password, with the same SECRET_KEYS."
        case asyncpg.InvalidCatalogNameError():
            return "Create the database, then run `chatia migrate`."
        case asyncpg.InvalidAuthorizationSpecificationError():
            return "Run `chatia migrate`, which creates it; see also pg_hba.conf."
        case _:
            return f"Start PostgreSQL, or correct DATABASE_URL ({type(error).__name__})."


def _table(findings: Iterable[Finding]) -> Iterable[str]:
    found = list(findings)
    width = max(len(finding.subject) for finding in found)
    for finding in found:
        mark = "WRONG" if finding.advice else "ok"
        yield f"{mark:<6} {finding.subject:<{width}}  {finding.state}"
        if finding.advice:
            yield f"{'':<6} {'':<{width}}  → {finding.advice}"
    wrong = sum(bool(finding.advice) for finding in found)
    yield f"\n{wrong} of {len(found)} need attention." if wrong else "\nAll is well."
