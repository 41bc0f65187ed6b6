"""Rows by several ids that were given at once."""

from collections.abc import Sequence
from typing import TypeVar

from tortoise.queryset import QuerySet

from models.errors import Invalid, NotFound
from models.search.finding import among
from models.tenancy import CompanyModel, local

Row = TypeVar("Row", bound=CompanyModel)
MOST = 100


async def several(rows: QuerySet[Row], ids: Sequence[str], *, path: str) -> list[Row]:
    """Each of them once, in the order in which they were asked for; raises NotFound for any."""
    if len(ids) > MOST:
        raise Invalid.because(path, "TOO_MANY", f"`{path}` can name {MOST} at most.")
    wanted = list(dict.fromkeys(local(rows, id) for id in ids))
    found = {row.id: row for row in await among(rows, wanted)} if wanted else {}
    if len(found) < len(wanted):
        raise NotFound
    return [found[id] for id in wanted]
