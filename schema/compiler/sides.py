"""What an encoder needs beside the rows: worked out for all of them at once, then encoded."""

import asyncio
import re
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, Final, TypeAlias

from schema.compiler.host import Run
from schema.compiler.source import Source

# Makes answers of values, in their order; raises HandOver, or anything else, if one has none.
Completer: TypeAlias = Callable[[list[Any], Run], Awaitable[list[Any]]]

_COLUMN: Final = re.compile(r"\br\[(\d+)\]")


class Side:
    """`values` is an expression for what is wanted of a row; only rows that pass `guard` have it.

    It `waits` if the expression gives something to wait for; `by_id` it needs no more than the
    row's id.
    """

    __slots__ = (
        *("_guard", "_present", "_source", "_values", "_waits", "_wanted"),
        *("by_id", "complete"),
    )

    def __init__(
        self,
        source: Source,
        values: str,
        complete: Completer,
        *,
        guard: str | None,
        waits: bool,
        by_id: bool = False,
    ) -> None:
        self._source = source
        self._values = values
        self._guard = guard
        self.complete: Any = complete
        self._waits = waits
        self.by_id = by_id
        self._wanted: Callable[..., list[Any]] | None = None
        self._present: Callable[..., list[bool]] | None = None

    async def work_out(self, rows: Sequence[Any], run: Run) -> list[Any]:
        """One answer for each row."""
        wanted = self.wanted(rows, run)
        if self._waits:
            wanted = await waited(wanted)
        answers = await self.complete(wanted, run) if wanted else []
        if self._present is None:
            return answers
        place = iter(answers)
        return [next(place) if present else None for present in self._present(rows)]

    def wanted(self, rows: Sequence[Any], run: Run) -> list[Any]:
        """Of each row that has it."""
        if self._wanted is None:
            self._write()
        assert self._wanted is not None
        return self._wanted(rows, run)

    def _write(self) -> None:
        guarded = f" if {self._guard}" if self._guard else ""
        if self._guard:
            self._present = self._source.function(["rows"], f"[{self._guard} for r in rows]")
        self._wanted = self._source.function(
            ["rows", "run"], f"[{self._values} for r in rows{guarded}]"
        )


class Encoder:
    """Rows to answers."""

    __slots__ = ("encode", "sides")

    def __init__(self, sides: list[Side], encode: Callable[..., list[Any]]) -> None:
        self.sides = sides
        self.encode = encode

    async def answers(self, rows: Sequence[Any], run: Run) -> list[Any]:
        if not self.sides:
            return self.encode(rows, run)
        return self.encode(rows, run, *[await side.work_out(rows, run) for side in self.sides])


def listed(row: str, sides: list[str], rows: str = "rows", *, width: int = 0) -> str:
    """The source of a list with an expression for each row `r`, beside its own of the sides.

    Of records of a `width` each column is taken once.
    """
    each = "r"
    if width:
        row = _COLUMN.sub(r"r\1", row)
        each = f"({', '.join(f'r{place}' for place in range(width))},)"
    if not sides:
        return f"[{row} for {each} in {rows}]"
    return f"[{row} for {each}, {', '.join(sides)} in zip({rows}, {', '.join(sides)})]"


async def waited(values: list[Any]) -> list[Any]:
    """All together, so that their loaders can read for all of them at once."""
    if len(values) == 1:
        return [await values[0]]
    return await asyncio.gather(*values)
