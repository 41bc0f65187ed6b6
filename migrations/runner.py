"""Applies and reverts the migrations: roles first, then aerich, one process at a time."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from importlib import import_module
from pathlib import Path
from typing import Any

import asyncpg
from aerich import Command
from aerich.utils import decompress_dict, get_models_describe
from tortoise.backends.base.config_generator import expand_db_url

from models.database import NOUNS, driver_url
from models.settings import Misconfigured, settings

HERE = Path(__file__).parent
LOCK = 0x6368617469610001  # any number that no other program takes on this database


async def upgrade() -> list[str]:
    """Bring the database to the newest version; the files that were applied."""
    async with _alone() as owner:
        await _ensure_roles(owner)
        async with _aerich() as aerich:
            applied: list[str] = await aerich.upgrade(run_in_transaction=True)
        # Readiness asks as the runtime role whether anything is pending.
        await owner.execute(f'GRANT SELECT ON aerich TO "{settings().app_role}"')
        return applied


async def downgrade() -> list[str]:
    """Take everything down again; the files that were reverted."""
    async with _alone() as owner:
        async with _aerich() as aerich:
            reverted = await aerich.downgrade(version=0, delete=False)
        await owner.execute("DROP TABLE IF EXISTS aerich")
        return reverted


async def pending() -> list[str]:
    """The files that have not been applied yet."""
    async with _aerich() as aerich:
        return await aerich.heads()


def files() -> list[str]:
    """All migrations, oldest first."""
    found = (HERE / "models").glob("[0-9]*_*.py")
    return [path.name for path in sorted(found, key=lambda path: int(path.name.split("_")[0]))]


def owner_url() -> str:
    """The URL of the role that owns the tables."""
    settings().require("migrate")
    return driver_url(settings().database_url or "")


def config() -> dict[str, Any]:
    """Tortoise's configuration for the owner of the tables."""
    credentials = expand_db_url(owner_url())["credentials"] | {"minsize": 1, "maxsize": 2}
    return {
        "connections": {
            "owner": {"engine": "tortoise.backends.asyncpg", "credentials": credentials}
        },
        "apps": {"models": {"models": [*NOUNS, "aerich.models"], "default_connection": "owner"}},
        "use_tz": True,
        "timezone": "UTC",
    }


@asynccontextmanager
async def _aerich() -> AsyncIterator[Command]:
    command = Command(config(), app="models", location=str(HERE))
    await command.init()
    try:
        yield command
    finally:
        await command.aclose()


@asynccontextmanager
async def _alone() -> AsyncIterator[asyncpg.Connection]:
    # aerich has no lock of its own: two upgrades at once would apply everything twice.
    owner = await asyncpg.connect(owner_url())
    try:
        await owner.execute("SELECT pg_advisory_lock($1)", LOCK)
        yield owner
    finally:
        await owner.close()


async def _ensure_roles(owner: asyncpg.Connection) -> None:
    """Create the roles, unless the operator made them; they own no table and bypass nothing."""
    ours = settings()
    for role, password, given in (
        (ours.app_role, ours.app_password, ours.database_app_url),
        (ours.every_role, ours.every_password, ours.database_every_url),
    ):
        exists = await owner.fetchval("SELECT 1 FROM pg_roles WHERE rolname = $1", role)
        if not given:
            verb = "ALTER" if exists else "CREATE"
            await owner.execute(f"{verb} ROLE \"{role}\" LOGIN PASSWORD '{password}'")
        elif not exists:
            raise Misconfigured(f"The database role {role} does not exist: create it first.")
        await _limit(owner, role)
    if not await owner.fetchval("SELECT 1 FROM pg_roles WHERE rolname = $1", ours.search_role):
        try:
            await owner.execute(f'CREATE ROLE "{ours.search_role}" NOLOGIN')
        except asyncpg.InsufficientPrivilegeError:
            advice = "create it with NOLOGIN and grant it to the role of DATABASE_URL"
            missing = f"The database role {ours.search_role} does not exist: {advice}."
            raise Misconfigured(missing) from None
    if not await owner.fetchval("SELECT rolsuper FROM pg_roles WHERE rolname = current_user"):
        # Else what it shall own could not be given to it. Of a role of the operator's, they did it.
        with suppress(asyncpg.InsufficientPrivilegeError):
            await owner.execute(f'GRANT "{ours.search_role}" TO CURRENT_USER')


async def _limit(owner: asyncpg.Connection, role: str) -> None:
    """Set the limits of a role, so that they hold behind any pooler; `doctor` sees if they don't."""
    database = await owner.fetchval("SELECT quote_ident(current_database())")
    with suppress(asyncpg.InsufficientPrivilegeError):  # of a role that the operator made
        for name, value in settings().limits(role).items():
            await owner.execute(
                f"ALTER ROLE \"{role}\" IN DATABASE {database} SET {name} = '{value}'"
            )


def drifted() -> bool:
    """Do the models say something else than the newest file's MODELS_STATE? Needs `connected()`."""
    newest = import_module(f"migrations.models.{files()[-1].removesuffix('.py')}")
    declared = get_models_describe("models")
    recorded = {**decompress_dict(newest.MODELS_STATE)}
    recorded.pop("models.Aerich", None)
    return bool(recorded != json.loads(json.dumps(declared, default=str)))


def __getattr__(name: str) -> Any:
    # Where `aerich` looks, lazily: importing this file must not need a database.
    if name == "TORTOISE_ORM":
        return config()
    raise AttributeError(name)
