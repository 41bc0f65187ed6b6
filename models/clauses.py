"""Conditions of rows that are more than comparisons of their columns: SQL and its values."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from pypika_tortoise.context import SqlContext
from pypika_tortoise.terms import Criterion
from tortoise.expressions import Q, ResolveContext
from tortoise.query_utils import QueryModifier


@dataclass(frozen=True, slots=True, eq=False)
class Kind:
    """`written` is the condition, of the rows at an alias and as many places as it has values."""

    places: int
    written: Callable[[str, Sequence[str]], str]


class Clause(Q):
    """Of a queryset: that this is true of its rows.

    Whoever reads a queryset's conditions by itself must know of it: as an OR of nothing, it is
    nothing that anybody could take for no condition at all.
    """

    __slots__ = ("kind", "values")

    def __init__(self, kind: Kind, values: Sequence[Any]) -> None:
        super().__init__(join_type=Q.OR)
        self.kind = kind
        self.values = values

    def __bool__(self) -> bool:
        return True

    def __eq__(self, other: object) -> bool:
        return self is other

    __hash__ = None  # type: ignore[assignment]

    def __invert__(self) -> Q:
        raise TypeError("What is not true of a row must be said by a clause of its own.")

    def written(self, table: str, bind: Callable[[Any], str]) -> str:
        """The condition, of the rows at an alias; `bind` gives each value a place."""
        return self.kind.written(table, [bind(value) for value in self.values])

    def resolve(self, resolve_context: ResolveContext) -> QueryModifier:
        return QueryModifier(where_criterion=_Written(self, resolve_context.table))


class _Written(Criterion):
    def __init__(self, clause: Clause, table: Any) -> None:
        super().__init__()
        self.clause = clause
        self.table = table

    def nodes_(self) -> Iterator[Any]:
        yield self

    def get_sql(self, ctx: SqlContext) -> str:
        assert ctx.parameterizer is not None
        create = ctx.parameterizer.create_param
        table = f'"{self.table.alias or self.table.get_table_name()}"'
        return self.clause.written(table, lambda value: create(value).get_sql(ctx))
