"""One verb on one row: the row is held, or found unchanged when all is written."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any, TypeVar
from uuid import UUID

from tortoise.exceptions import IntegrityError
from tortoise.queryset import QuerySet

from models.connection import TRANSLATED, translated
from models.errors import DomainError, NotFound
from models.rows import Name, selection, shape
from models.session import Session
from models.tenancy import CompanyModel, asked_of, local, locked
from models.work import SessionScope, TransactionScope, Whole, client, unit
from models.writes import Guard, Moved

Tenant = TypeVar("Tenant", bound=CompanyModel)
Result = TypeVar("Result")


async def upon(
    rows: QuerySet[Tenant], id: UUID | str, verb: Callable[[Tenant], Awaitable[Result]]
) -> Result:
    """As a verb on what is `held`, for less while nobody else changes the row.

    The row is only read, and one statement writes everything if it has not changed since. If it
    has, or if the verb refuses, the verb is done again on the row that is held: so it may do
    nothing but what a transaction takes back.
    """
    session, asked = unit(), asked_of(rows, local(rows, id))
    if session is None:
        async with SessionScope(client()):
            return await upon(rows, id, verb)
    if asked is not None and session.transaction is None:
        row, guard = await _read(session, rows.model, *asked)
        try:
            async with Whole(session) as running:
                running.fresh, running.guard = row, guard
                return await verb(row)
        except (Moved, IntegrityError):
            pass
        except DomainError as refusal:
            if refusal.retryable:
                raise
    async with held(rows, id) as row:
        return await verb(row)


@asynccontextmanager
async def held(rows: QuerySet[Tenant], id: UUID | str) -> AsyncIterator[Tenant]:
    """What `find` finds, locked, in a transaction that ends with the block: for one verb on it."""
    async with TransactionScope(client()):
        yield await locked(rows, id)


async def _read(
    session: Session, model: Any, names: list[Name], arguments: list[Any]
) -> tuple[Any, Guard]:
    of = shape(model)
    sql = selection(of, tuple(names), "", model.BESIDE, stamped=True)
    try:
        records = await session.fetch(sql, arguments)
    except TRANSLATED as error:
        raise translated(error) from error
    if not records:
        raise NotFound
    *record, stamp = records[0]
    state = model._state(record)
    row = model._from(state)
    return row, Guard(of, row, stamp, state)
