"""No statement runs, waits or idles for ever: each role is held to its limits by PostgreSQL."""

import os
from urllib.parse import urlsplit

import asyncpg
import pytest

from models.database import config, fetch
from models.settings import settings
from models.tenancy import acting_for, every_company
from tests.people import Cast

SHOWN = "SELECT name, setting FROM pg_settings WHERE name = ANY($1) ORDER BY 1"


@pytest.mark.parametrize(("kind", "statement"), [("app", "15000"), ("every", "60000")])
async def test_a_role_is_limited_however_it_connects(
    database: str, kind: str, statement: str
) -> None:
    """Behind a pooler it is not we who open the connection, and it may open any."""
    ours = settings()
    url, role = (
        (ours.app_url, ours.app_role) if kind == "app" else (ours.every_url, ours.every_role)
    )
    connection = await asyncpg.connect(url)
    shown = dict(await connection.fetch(SHOWN, list(ours.limits(role))))
    await connection.close()

    assert shown == ours.limits(role)
    assert shown["statement_timeout"] == statement
    assert shown["lock_timeout"] == "5000"
    assert shown["idle_in_transaction_session_timeout"] == "30000"


async def test_our_own_connections_are_limited_as_this_process_says(
    acme: Cast, rival: Cast
) -> None:
    with acting_for(acme.id):
        of_one = dict(await fetch(SHOWN, ["lock_timeout", "statement_timeout"]))
    with every_company():
        of_all = dict(await fetch(SHOWN, ["lock_timeout", "statement_timeout"]))

    assert of_one == {"lock_timeout": "5000", "statement_timeout": "15000"}
    assert of_all == {"lock_timeout": "5000", "statement_timeout": "60000"}


def test_a_transaction_pooler_is_told_nothing_that_it_would_refuse() -> None:
    pooled = settings().model_copy(update={"pooler": "transaction"})

    for connection in config(pooled)["connections"].values():
        assert "server_settings" not in connection["credentials"]


async def test_the_role_that_owns_the_tables_may_take_its_time(database: str) -> None:
    """A migration rewrites tables."""
    owner = await asyncpg.connect(database)
    shown = dict(await owner.fetch(SHOWN, ["lock_timeout", "statement_timeout"]))
    await owner.close()

    assert shown == {"lock_timeout": "0", "statement_timeout": "0"}
    assert urlsplit(os.environ["DATABASE_URL"]).path in database
