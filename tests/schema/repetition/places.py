"""A company whose every row is counted, and mutations sent to it under a key."""

from dataclasses import dataclass
from typing import Any, Self
from uuid import UUID

import orjson
from strawberry.types import ExecutionResult

from models.database import fetch
from models.identity import Role
from models.tenancy import every_company
from models.viewer import Viewer
from schema import schema
from schema.context import Context
from tests.answers import codes
from tests.clients import SignedIn, sign_in
from tests.doors import sender
from tests.isolation.catalogue import columns
from tests.models.identity.arrivals import arrive, join
from tests.people import Cast
from tests.state.world import World

WATCHERS = (Role.MEMBER, Role.READ_ONLY)


@dataclass(frozen=True)
class Answer:
    """What somebody was told, and whether it had been told before."""

    data: bytes
    codes: list[str]
    replayed: bool

    @classmethod
    def of(cls, result: ExecutionResult) -> Self:
        told = {"errors": [error.formatted for error in result.errors or ()]}
        replayed = (result.extensions or {}).get("replayed", False)
        return cls(orjson.dumps(result.data), codes(told), replayed)


async def send(
    viewer: Viewer | None, document: str, variables: dict[str, Any], *, key: str | None
) -> Answer:
    context = Context(identity=viewer, address="192.0.2.1", idempotency_key=key)
    result = await schema.execute(document, variable_values=variables, context_value=context)
    assert isinstance(result, ExecutionResult)
    return Answer.of(result)


async def place(name: str) -> World:
    """As the scenarios of tests/state want it; nobody watches, so nothing is open."""
    entry = await arrive(name)
    member = entry.seat.member
    shop = await sender(Cast(entry.seat.company.id, member))
    people = [member, *[(await join(entry, role)).seat.member for role in WATCHERS]]
    watchers = [Onlooker(await sign_in(each)) for each in people]
    found: Any = watchers
    return World(entry, await sign_in(member), shop, found, found[0])


@dataclass(frozen=True)
class Onlooker:
    """All of a watcher that a scenario asks for."""

    who: SignedIn


@dataclass(frozen=True)
class Page:
    """How many rows each table had and what was in them, and the names of the events."""

    counts: dict[str, int]
    contents: dict[str, str]
    events: list[str]

    def since(self, earlier: Self) -> tuple[dict[str, int], list[str]]:
        """Rows by table that are there since then, or no longer; and the events."""
        changed = {name: n - earlier.counts[name] for name, n in self.counts.items()}
        return changed, self.events[len(earlier.events) :]


class Books:
    """All that is stored of a company; but for the keys under which it was asked for it."""

    def __init__(self, tables: list[str]) -> None:
        self._sql = " UNION ALL ".join(
            f"SELECT '{table}', count(*), md5(string_agg(t::text, '' ORDER BY t::text)) "
            f"FROM {table} t WHERE company_id = $1"
            for table in tables
        )

    @classmethod
    async def open(cls) -> Self:
        known = sorted({column.table for column in await columns()})
        return cls([table for table in known if table != "idempotency_keys"])

    async def read(self, company: UUID) -> Page:
        with every_company():
            rows = await fetch(self._sql, company)
            events = await fetch(
                "SELECT name FROM events WHERE company_id = $1 ORDER BY seq", company
            )
        return Page(
            {row[0]: row[1] for row in rows},
            {row[0]: row[2] for row in rows},
            [row[0] for row in events],
        )
