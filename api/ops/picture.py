"""What the operator's console shows: the whole installation at one moment."""

import asyncio
from collections import Counter
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any, Final
from uuid import UUID

from api.health import OK, migrations_state
from api.warming import NOBODY
from models import live
from models.database import fetch, pools
from models.identity import names_of
from models.job.lane import paused_everywhere
from models.job.overview import MINUTES, by_company, by_kind, dead_jobs
from models.live.roll import Process, roll
from models.live.tally import tally
from models.tenancy import acting_for

TOP: Final = 20  # companies, those with most sockets


async def picture() -> dict[str, Any]:
    """As JSON can say it; ids and names, never a payload or a text."""
    kinds, companies, dead, paused = await asyncio.gather(
        by_kind(), by_company(), dead_jobs(), paused_everywhere()
    )
    processes, database, migrations = await asyncio.gather(roll(), _database(), migrations_state())
    sockets = _sockets(processes or [])
    names = await names_of([UUID(id) for id in sockets])
    return {
        "at": datetime.now(UTC),
        "minutes": MINUTES,
        "kinds": [asdict(load) for load in kinds],
        "paused": paused,
        "companies": [asdict(load) for load in companies],
        "sockets": [
            {"company_id": id, "name": names.get(UUID(id), "?"), "sockets": number}
            for id, number in sockets.items()
        ],
        "dead": [asdict(job) for job in dead],
        "processes": [asdict(process) for process in processes or []],
        "redis": live.reachable() and processes is not None,
        "database": database,
        "migrations": None if migrations == OK else migrations,
    }


def of_this_server() -> dict[str, Any]:
    """What a server says of itself on the roll."""
    held = Counter({str(id): number for id, number in tally.held("connections").items()})
    return {"sockets": held.total(), "companies": dict(held.most_common(TOP))}


async def _database() -> dict[str, Any]:
    with acting_for(NOBODY):
        size = await fetch("SELECT pg_database_size(current_database()) AS bytes")
        open_now = await fetch(
            "SELECT count(*) AS number FROM pg_stat_activity WHERE datname = current_database()"
        )
    return {
        "bytes": size[0]["bytes"],
        "connections": open_now[0]["number"],
        "pools": {name: asdict(figures) for name, figures in pools().items()},
    }


def _sockets(processes: list[Process]) -> dict[str, int]:
    """Those companies that hold most, over all servers."""
    held = Counter[str]()
    for process in processes:
        held.update(process.figures.get("companies", {}))
    return dict(held.most_common(TOP))
