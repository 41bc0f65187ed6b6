"""Pages of what something else finds: one statement for that and for the rows that it finds."""

from collections.abc import Awaitable
from typing import Any

from schema.compiler.conditions import Conditions, placed
from schema.compiler.connections import Connection
from schema.compiler.host import Run
from schema.compiler.leaves import HandOver


class Findings(Connection):
    """Pages of one model's rows in the order of what finds them (declared.Found).

    Where one that is found is not among the rows that are asked for, a plan can say nothing.
    """

    def __init__(self, *of: Any) -> None:
        """Raises Unfit, or Uncompilable where this is no connection."""
        super().__init__(*of)
        self._found = self.select.place(self._row.alias, "id", self._model, "bytes")

    async def answers(self, pages: list[Any], run: Run) -> list[Any]:
        return [await self.alone(page, run) for page in pages]

    def alone(self, page: Any, run: Run) -> Awaitable[Any]:
        part = self.conditions(page, run)
        return self._read(page, part, page.table(part.bind), run)

    async def _read(self, page: Any, part: Conditions, table: str, run: Run) -> Any:
        key = (table, part.template, *page.sorting())
        sql = self._statements.get(key)
        if sql is None:
            where, found = (
                placed(template, len(part.values), start=self.select.first)
                for template in (part.template, table)
            )
            sql = self._remember(key, self.select.found(found, where, page.sorting()))
        records = await self._fetch(sql, run, *part.values)
        if None in [record[self._found] for record in records]:
            raise HandOver
        return await self.answer(page, records, run)

    def _cursors(self) -> str:
        return self._cursor()

    def _value(self) -> str:
        return f"r[{self.select.beside(self._column)}]"
