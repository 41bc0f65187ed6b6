"""How many conversations there are in views: counted together, up to a hundred, now and then."""

import asyncio
from collections import defaultdict
from collections.abc import Mapping, Sequence
from time import monotonic
from typing import TYPE_CHECKING, Any, Final, NamedTuple
from uuid import UUID

from tortoise.queryset import QuerySet

from models.database import fetch, pinned
from models.events import Event
from models.tenancy import acting_for
from models.views.criteria import is_personal
from models.views.view import View
from models.writes import moved

if TYPE_CHECKING:
    from models.viewer import Viewer

CAP: Final = 100
PACE: Final = 1.0  # seconds for which a count is not made again
REMEMBERED: Final = 10_000


class Count(NamedTuple):
    """`more`: there are more than `value`, which is the CAP."""

    value: int
    more: bool


async def counted(views: Sequence[View], *, by: "Viewer", cap: int = CAP) -> dict[UUID, Count]:
    """Of each of these views, how many conversations they see: one statement for all."""
    if not views:
        return {}
    parts: list[str] = []
    arguments: list[Any] = []
    for place, view in enumerate(views):
        sql, values = _statement(view.conversations(by=by).limit(cap + 1))
        parts.append(f"SELECT {place}, (SELECT count(*) FROM ({moved(sql, len(arguments))}) c)")  # noqa: S608
        arguments += values
    rows = await fetch(" UNION ALL ".join(parts), *arguments)
    return {views[row[0]].id: Count(min(row[1], cap), row[1] > cap) for row in rows}


def _statement(rows: QuerySet[Any]) -> tuple[str, list[Any]]:
    ids = rows.values_list("id")
    ids.sql()
    sql, values = ids.query.get_parameterized_sql()
    return sql, list(values)


class Tally:
    """The counts of this process's subscribers: made at most once a PACE for all who share them."""

    def __init__(self) -> None:
        self._known: dict[tuple[Any, ...], tuple[float, int, Count]] = {}
        self._turns: defaultdict[UUID, asyncio.Lock] = defaultdict(asyncio.Lock)

    async def of(
        self, views: Sequence[View], *, by: "Viewer", behind: int
    ) -> tuple[int, Mapping[UUID, Count]]:
        """The counts, and a position whose events are all counted, not before `behind`.

        Outside the company's walls, and holding no connection: they wait for each other here.
        """
        async with self._turns[by.company_id]:
            known = {view.id: self._known.get(_key(view, by)) for view in views}
            since = monotonic() - PACE
            old = [
                view
                for view in views
                if (entry := known[view.id]) is None or entry[0] < since or entry[1] < behind
            ]
            if old:
                await self._count(old, by=by)
            found = {view.id: self._known[_key(view, by)] for view in views}
        head = min((seq for _, seq, _ in found.values()), default=behind)
        return head, {id: count for id, (_, _, count) in found.items()}

    async def _count(self, views: Sequence[View], *, by: "Viewer") -> None:
        if len(self._known) > REMEMBERED:
            self._known.clear()
        with acting_for(by.company_id):
            async with pinned():
                head = await Event.head()
                counts = await counted(views, by=by)
        at = monotonic()
        for view in views:
            self._known[_key(view, by)] = (at, head, counts[view.id])


def _key(view: View, by: "Viewer") -> tuple[Any, ...]:
    """Whoever has the same sees the same."""
    sight = by.sight
    who = by.member_id if sight is not None or is_personal(view.criteria) else None
    return by.company_id, view.id, view.version, who, sight


tally: Final = Tally()
