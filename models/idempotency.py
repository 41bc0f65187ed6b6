"""Asking twice and getting it once."""

from hashlib import sha256
from typing import Any, TypeVar

import orjson
from tortoise.models import Model

from models.checks import text
from models.database import execute
from models.errors import Refusal
from models.rows import insertion, shape, stamp, written

MAX_CLIENT_ID = 100
Row = TypeVar("Row", bound=Model)


class ClientIdReused(Refusal):
    """This clientId was sent before, with another input. Make a new one for every request."""

    code = "CLIENT_ID_REUSED"


def checked_client_id(client_id: str | None) -> str | None:
    """As it will be stored."""
    return None if client_id is None else text("clientId", client_id, longest=MAX_CLIENT_ID)


def fingerprint(*asked: Any) -> str:
    """What was asked, as a SHA-256: the same request again gives the same."""
    return sha256(orjson.dumps(asked, option=orjson.OPT_SORT_KEYS, default=str)).hexdigest()


async def insert(row: Model) -> bool:
    """Store a new row; False when a unique constraint says that one like it is there.

    Unlike an IntegrityError this leaves the transaction alive, and it waits for a rival's commit.
    """
    of = shape(type(row))
    stamp(row)
    values = written(of, row, of.columns).values()
    row._saved_in_db = await execute(f"{insertion(of)} ON CONFLICT DO NOTHING", *values) == 1
    return row._saved_in_db


async def made_before(noun: type[Row], client_id: str | None, asked: str | None) -> Row | None:
    """What this `client_id` has made already. Raises ClientIdReused if of something else."""
    earlier = await noun.get_or_none(client_id=client_id) if client_id else None
    if earlier is not None and vars(earlier)["client_hash"] != asked:
        raise ClientIdReused
    return earlier
