"""What a schema says of its fields beyond their types, so that they can be read uncalled."""

from collections.abc import Awaitable, Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any, Final

from strawberry.extensions import FieldExtension
from tortoise.models import Model
from tortoise.queryset import QuerySet

DECLARED: Final = "declared"  # where a field's metadata holds one of these


@dataclass(frozen=True, slots=True)
class To:
    """One end of an edge: the row of `model` whose id is in `column`; `needs` a permission.

    `within`: whoever sees where the edge begins sees its end. Else it is looked for among those
    that the viewer sees, where that is less than all (Host.guarded).
    """

    column: str
    model: type[Model]
    needs: str | None = None
    within: bool = False


@dataclass(frozen=True, slots=True)
class Edge:
    """Leads to the first of its ends that is not null; without `shown_to` to none."""

    ends: tuple[To, ...]
    shown_to: str | None = None


@dataclass(frozen=True, slots=True)
class Children:
    """All rows of `model` whose `column` is the parent's id, in the order of their own ids."""

    model: type[Model]
    column: str


@dataclass(frozen=True, slots=True)
class Derived:
    """A function of columns, of `info` too if `asks`; null without `shown_to`."""

    function: Callable[..., Any]
    columns: tuple[str, ...]
    asks: bool = False
    shown_to: str | None = None


@dataclass(frozen=True, slots=True)
class Filled:
    """The text of a column; null where it is empty."""

    column: str


@dataclass(frozen=True, slots=True)
class OfKind:
    """Text that is found by the `key` of one column's value in what is of the name of a type."""

    texts: Callable[[str], Mapping[Any, str]]
    column: str
    key: str


class Before(FieldExtension):
    """Does something before a field is resolved, or refuses by raising."""

    def before(self, info: Any) -> None:
        raise NotImplementedError

    def grants(self, permissions: Collection[str] | None) -> bool:
        """Has whoever has these nothing to do before, and nothing to fear?"""
        return False

    async def resolve_async(
        self, next_: Callable[..., Any], source: Any, info: Any, **arguments: Any
    ) -> Any:
        self.before(info)
        result = next_(source, info, **arguments)
        result = await result if isinstance(result, Awaitable) else result
        return await result if isinstance(result, (One, Page)) else result


# No abstract classes: asking whether something is one of those takes longer than making it.
class One:
    """A row that nobody has read yet; awaiting it reads it whole."""

    rows: QuerySet[Any]
    id: Any

    def __await__(self) -> Any:
        raise NotImplementedError


class Page:
    """A page of a list that nobody has read yet; awaiting it reads it whole, as a connection."""

    rows: QuerySet[Any]
    column: str  # which the list is sorted by, then by id
    size: int
    backwards: bool  # it is read from its end

    def __await__(self) -> Any:
        raise NotImplementedError

    def wanted(self) -> QuerySet[Any]:
        """The rows from which the page takes the first; raises what is wrong with it."""
        raise NotImplementedError

    def sorting(self) -> list[str]:
        """As `order_by` takes it, in the direction in which the page is read."""
        raise NotImplementedError

    def sealing(self) -> Callable[[Any, bytes], str]:
        """What makes a row's cursor of its value in `column` (as in schema.compiler.wire) and the
        bytes of its id; and by `all`, those of many.
        """
        raise NotImplementedError

    def neighbours(self, *, more: bool) -> tuple[bool, bool]:
        """Is there a next, a previous page, if `more` rows were found than it holds?"""
        raise NotImplementedError


class Found(Page):
    """A page of what something else finds by its ids, all of which are expected among `rows`.

    `column` is one of its table's, and so are those it is sorted by. Each cursor is made alone, of
    what the table has there.
    """

    backwards = False

    def table(self, bind: Callable[[Any], str]) -> str:
        """As SQL, of which `id` is a column; `bind` gives a value a place."""
        raise NotImplementedError
