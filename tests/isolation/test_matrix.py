"""The walls one by one: what each stops alone, and what any two do. For `make prove`."""

from contextlib import suppress
from itertools import combinations
from typing import Any, Final
from uuid import UUID

import orjson
import pytest
from structlog.testing import capture_logs

from models.database import fetch
from models.identifiers import local_id, uuid7
from models.tenancy import acting_for, every_company
from models.viewer import Viewer
from schema import schema
from schema.context import Context
from tests.isolation.battle import SECRET
from tests.isolation.booty import Booty, booty_of
from tests.isolation.catalogue import checksums
from tests.isolation.demolition import KEYS, MANAGER, RLS, WALLS, standing
from tests.isolation.documents import document, id_paths, roots, variables
from tests.isolation.furnishing import furnish
from tests.isolation.probes import CANARY, PROBES
from tests.isolation.test_walls import _everything, _seen_by_owner, arranged
from tests.people import found

CROSSED: Final = """
    SELECT 1 FROM conversations c WHERE c.company_id = $1 AND (
      EXISTS (SELECT 1 FROM contacts k WHERE k.id = c.contact_id AND k.company_id <> $1)
      OR EXISTS (SELECT 1 FROM members m WHERE m.id = c.assignee_id AND m.company_id <> $1))
"""
MIXES: Final = [frozenset(some) for n in range(len(WALLS) + 1) for some in combinations(WALLS, n)]
SQL, REFERENCES, WRITES, READS = "SQL of a bug", "references", "model, writing", "model, reading"
API: Final = "the API"


def family(probe: str) -> str:
    if probe.startswith("sql_"):
        return SQL
    if probe.startswith("refer_to"):
        return REFERENCES
    names = list(PROBES)
    return READS if names.index(probe) < names.index("save_a_foreign_row") else WRITES


async def test_what_each_wall_stops(house: None, database: str, prove: bool) -> None:
    if not prove:
        pytest.skip("minutes: `make prove`")
    leaks: dict[tuple[str, frozenset[str]], list[str]] = {}
    for walls in MIXES:
        for name in PROBES:
            if await leaked(database, name, walls):
                leaks.setdefault((family(name), walls), []).append(name)
        leaks[API, walls] = await leaked_by_the_api(database, walls)

    print(table(leaks))
    everything = frozenset(WALLS)
    assert {
        name for (_, walls), names in leaks.items() if walls == everything for name in names
    } == set()
    for walls in MIXES:
        if len(walls) == 2:
            assert leaks[API, walls] == [], f"with {sorted(walls)} only"
    # A bug in a query is stopped by either of the two that look at rows, a crossed reference by
    # the keys; SQL that forgets its company, by the database alone.
    assert leaks.get((READS, frozenset({RLS, KEYS})), []) == []
    assert leaks.get((WRITES, frozenset({RLS, KEYS})), []) == []
    assert leaks.get((SQL, frozenset({RLS, KEYS})), []) == []
    assert leaks.get((REFERENCES, frozenset({KEYS, MANAGER})), []) == []
    assert leaks[READS, frozenset()], "the probes find nothing even without any wall"


async def leaked(database: str, name: str, walls: frozenset[str]) -> bool:
    """Did the probe see, change or refer to what is not its company's?"""
    target = await arranged()
    async with standing(database, walls):
        before = await _seen_by_owner(target)
        seen: Any = None
        with acting_for(target.own.company_id), suppress(Exception):
            seen = await PROBES[name](target)
        after = await _seen_by_owner(target)
        with every_company():
            crossed = await fetch(CROSSED, target.own.company_id)
    return CANARY in _everything(seen) or before != after or bool(crossed)


async def leaked_by_the_api(database: str, walls: frozenset[str]) -> list[str]:
    victim, rival = await found("Victim"), await found("Rival")
    await furnish(victim, SECRET)
    own = await furnish(rival, "Rivalry")
    booty = await booty_of(victim, SECRET)
    leaks = []
    # What a wall stops here, where its like never was, may be a bug with a long traceback.
    with capture_logs():
        async with standing(database, walls):
            leaks = await _assailed(victim.id, rival.viewer, own, booty)
    return leaks


async def _assailed(victim: UUID, rival: Viewer, own: dict[str, Any], booty: Booty) -> list[str]:
    leaks = []
    before = await checksums(victim)
    for operation in ("query", "mutation"):
        for name in roots(operation):
            text = document(operation, name)
            for path in id_paths(operation, name):
                for id in fitting(booty.ids, path):
                    given = variables(operation, name, values=fresh(own, path), at=path, id=id)
                    context = Context(identity=rival)
                    result = await schema.execute(
                        text, variable_values=given, context_value=context
                    )
                    said = orjson.dumps(getattr(result, "data", None), default=str).decode()
                    if SECRET in said:
                        leaks.append(f"{name}({'.'.join(path)}) told")
            if operation == "mutation" and (after := await checksums(victim)) != before:
                leaks.append(f"{name} changed {[t for t in after if after[t] != before[t]]}")
                before = after
    return sorted(set(leaks))


def fitting(ids: list[str], path: tuple[str, ...]) -> list[str]:
    """Of the kind that the path is named after; of every kind, where that is not told."""
    kinds = {id: (local_id(id) or ("",))[0].lower() for id in ids}
    some = [id for id in ids if path[-1].lower() in (kinds[id], f"{kinds[id]}id")]
    return some or ids


def fresh(own: dict[str, Any], path: tuple[str, ...]) -> dict[str, Any]:
    values = own | {"String": uuid7().hex}
    values.pop(path[-1], None)
    return values


def table(leaks: dict[tuple[str, frozenset[str]], list[str]]) -> str:
    """How many of each kind came through, by the walls that stood."""
    kinds = [*dict.fromkeys(family(name) for name in PROBES), API]
    sizes = {kind: sum(family(name) == kind for name in PROBES) for kind in kinds}
    lines = [f"\n{'standing':42}" + "".join(f"{kind:>18}" for kind in kinds)]
    for walls in MIXES:
        named = ", ".join(wall for wall in WALLS if wall in walls) or "none"
        counts = [len(leaks.get((kind, walls), [])) for kind in kinds]
        cells = [
            f"{n} of {sizes[kind]}" if sizes[kind] else str(n)
            for n, kind in zip(counts, kinds, strict=True)
        ]
        lines.append(f"{named:42}" + "".join(f"{cell:>18}" for cell in cells))
    for (kind, walls), names in leaks.items():
        if len(walls) == 2 and names:
            lines.append(f"with {', '.join(sorted(walls))}, {kind}: {', '.join(names)}")
    return "\n".join(lines)
