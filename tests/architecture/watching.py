"""What PostgreSQL chose to do for a statement."""

from asyncio import sleep
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any, Final

import orjson

from models.database import client, execute, fetch, pinned
from models.tenancy import acting_for
from tests.architecture.crowd import Place

WHOLE: Final = "Seq Scan"
FEW: Final = 100  # rows of a table that nobody would look up in an index, whatever is there


@dataclass(frozen=True)
class Scan:
    """A table as a statement read it."""

    table: str
    index: str
    condition: str
    read: int
    removed: int


@dataclass(frozen=True)
class Plan:
    """What PostgreSQL did for one statement."""

    sql: str
    kinds: frozenset[str]
    scans: tuple[Scan, ...]

    @property
    def removed(self) -> int:
        """Rows that were read in vain."""
        return sum(scan.removed for scan in self.scans)

    @property
    def read(self) -> int:
        """The most rows of one table: a page of a list, and what its rows lead to in others."""
        tables: Counter[str] = Counter()
        for scan in self.scans:
            tables[scan.table] += scan.read + scan.removed
        return max(tables.values(), default=0)


@asynccontextmanager
async def watched(place: Place) -> AsyncIterator[list[Plan]]:
    """The plans, as the runtime role has them, of all statements in the block, once it ends."""
    heard: list[tuple[str, tuple[Any, ...]]] = []
    plans: list[Plan] = []
    with acting_for(place.viewer.company_id):
        async with pinned():
            async with client().acquire_connection() as connection:
                raw = connection

            def hear(query: Any) -> None:
                heard.append((query.query, query.args))

            raw.add_query_logger(hear)
            try:
                yield plans
                await sleep(0)  # the last one is told in the loop's next turn
            finally:
                raw.remove_query_logger(hear)
            for sql, args in heard:
                if sql.lstrip().upper().startswith(("SELECT", "WITH")):
                    plans.append(await _plan(sql, args))


async def _plan(sql: str, args: tuple[Any, ...]) -> Plan:
    """Of tables that have few rows here, as it would be if they had many."""
    plan = await _explained(sql, args)
    if any(scan.index == WHOLE and scan.read + scan.removed <= FEW for scan in plan.scans):
        await execute("SET enable_seqscan = off")
        plan = await _explained(sql, args)
        await execute("RESET enable_seqscan")
    return plan


async def _explained(sql: str, args: tuple[Any, ...]) -> Plan:
    [[text]] = await fetch(f"EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) {sql}", *args)
    nodes = list(_nodes(orjson.loads(text)[0]["Plan"]))
    return Plan(
        sql,
        frozenset(node["Node Type"] for node in nodes),
        tuple(
            Scan(
                node["Relation Name"],
                node.get("Index Name", node["Node Type"]),
                node.get("Index Cond", ""),
                round(node["Actual Rows"] * node["Actual Loops"]),
                round(node.get("Rows Removed by Filter", 0) * node["Actual Loops"]),
            )
            for node in nodes
            if "Relation Name" in node and node["Actual Loops"]
        ),
    )


def _nodes(node: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """This and all below. A bitmap's heap is found by the condition of its index."""
    below = [each for child in node.get("Plans", ()) for each in _nodes(child)]
    if node["Node Type"] == "Bitmap Heap Scan":
        indexed = [each for each in below if each["Node Type"] == "Bitmap Index Scan"]
        node["Index Cond"] = " ".join(each["Index Cond"] for each in indexed)
        node["Index Name"] = " ".join(each["Index Name"] for each in indexed)
    yield node
    yield from below
