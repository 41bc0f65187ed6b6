"""What a transaction will write, kept until it reads again or ends: then one statement does it."""

import re
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final, Protocol

from models.rows import Shape, alteration, insertion

if TYPE_CHECKING:
    from models.session import Session

AT_ONCE: Final = 20  # writes in a statement
RETURNING: Final = " RETURNING 1"
PLACE: Final = re.compile(r"\$(\d+)")


class Write(Protocol):
    """Something to be written; its SQL ends in RETURNING."""

    @property
    def sql(self) -> str: ...
    @property
    def arguments(self) -> Sequence[Any]: ...


@dataclass(slots=True)
class RowWrite:
    """A new row, or changes of one; `values` are as PostgreSQL is given them."""

    shape: Shape
    row: Any
    values: dict[str, Any]
    new: bool

    @property
    def key(self) -> Hashable:
        return self.shape, self.row.id

    @property
    def sql(self) -> str:
        return _row_sql(self.shape, None if self.new else tuple(self.values))

    @property
    def arguments(self) -> Sequence[Any]:
        values = list(self.values.values())
        return values if self.new else [*values, self.row.id, self.row.company_id]


@dataclass(slots=True)
class Insertion:
    """An INSERT of any kind."""

    sql: str
    arguments: Sequence[Any]


class Moved(Exception):
    """Somebody has changed the row meanwhile on which a transaction is founded."""


@dataclass(slots=True)
class Guard:
    """A row that must be as it was read, by the transaction that PostgreSQL has noted on it."""

    shape: Shape
    row: Any
    stamp: int
    read: Mapping[str, Any]  # the row as it was then

    @property
    def key(self) -> Hashable:
        return self.shape, self.row.id

    def write(self, change: Write | None) -> Insertion:
        """With what is to be changed of the row; returns nothing if it has moved."""
        if change is not None:
            arguments = [*change.arguments, self.stamp]
            return Insertion(_guarded_sql(change.sql, len(arguments)), arguments)
        sql = (
            f'SELECT 1 FROM "{self.shape.table}" '  # noqa: S608
            'WHERE "id" = $1 AND "company_id" = $2 AND "xmin" = $3 FOR NO KEY UPDATE'
        )
        return Insertion(sql, [self.row.id, self.row.company_id, self.stamp])


@dataclass(slots=True)
class Last:
    """What must be written after all else; told of the rows that it returns.

    `before` is a query that `sql` can name, with WHERE {rest} to make it wait for the rest.
    """

    before: str
    sql: str
    arguments: Sequence[Any]
    heard: Callable[["Session", list[Any]], None]


class Writes:
    """In the order in which they came; a row has one, however often it is saved."""

    def __init__(self) -> None:
        self._waiting: dict[Hashable, Write] = {}

    def __len__(self) -> int:
        return len(self._waiting)

    @property
    def rows(self) -> "list[RowWrite]":
        """Those of which it is known what they will be."""
        return [write for write in self._waiting.values() if isinstance(write, RowWrite)]

    def add(self, write: Write) -> bool:
        """Are there enough for a statement now?"""
        key = write.key if isinstance(write, RowWrite) else id(write)
        earlier = self._waiting.setdefault(key, write)
        if earlier is not write and isinstance(earlier, RowWrite) and isinstance(write, RowWrite):
            earlier.values.update(write.values)
        return len(self._waiting) >= AT_ONCE

    def take(self, last: Last | None = None, guard: Guard | None = None) -> tuple[str, list[Any]]:
        """All of it as one statement, with its arguments; with a guard it fails if that moved."""
        waiting, self._waiting = self._waiting, {}
        if guard is None:
            writes = list(waiting.values())
        else:
            writes = [guard.write(waiting.pop(guard.key, None)), *waiting.values()]
        arguments: list[Any] = []
        parts: list[tuple[str, int]] = []
        for write in writes:
            theirs = write.arguments
            arguments += theirs
            parts.append((write.sql, len(theirs)))
        counts = tuple(parts)
        if last is None:
            return _statement(counts, None, guard is not None), arguments
        sql = _statement(counts, (last.before, last.sql), guard is not None)
        arguments += last.arguments
        return sql, arguments


# The same text is the same object, whose hash is known, wherever it is a key.
@lru_cache(maxsize=1_000)
def _row_sql(of: Shape, changed: tuple[str, ...] | None) -> str:
    return (insertion(of) if changed is None else alteration(of, changed)) + RETURNING


@lru_cache(maxsize=1_000)
def _guarded_sql(sql: str, place: int) -> str:
    return f'{sql.removesuffix(RETURNING)} AND "xmin" = ${place}{RETURNING}'


@lru_cache(maxsize=1_000)
def _statement(
    writes: tuple[tuple[str, int], ...],
    last: tuple[str, str] | None,
    guarded: bool,  # noqa: FBT001
) -> str:
    """PostgreSQL runs what is in a WITH in any order, but filters ask for it one by one."""
    if last is None and len(writes) == 1 and not guarded:
        return writes[0][0]
    parts, place = [], 0
    for number, (sql, arguments) in enumerate(writes):
        parts.append(f"w{number} AS ({moved(sql, place)})")
        place += arguments
    # An array asks for all rows, as an aggregate does, and is less to prepare.
    done = [f"ARRAY(SELECT 1 FROM w{n}) IS NOT NULL" for n in range(len(writes))]  # noqa: S608
    if guarded:
        # Nothing less than an error takes back all the others. Outside the parentheses it must be
        # like them: dearer filters come last, and what is written first is locked first.
        done[0] = "(SELECT 1 / count(*) FROM w0) IS NOT NULL"
    rest = " AND ".join(done) or "true"
    if last is None:
        return f"WITH {', '.join(parts)} SELECT 1 WHERE {rest}"
    before, sql = last
    parts.append(moved(before, place).replace("{rest}", rest))
    return f"WITH {', '.join(parts)} {moved(sql, place)}"


def moved(sql: str, by: int) -> str:
    """With the numbers of its places raised, to stand behind others."""
    return PLACE.sub(lambda place: f"${int(place[1]) + by}", sql)
