"""One query per edge and operation: what is asked for row by row is collected and read together."""

from asyncio import shield
from collections.abc import Awaitable, Callable, Hashable, Mapping, Sequence
from functools import cached_property
from typing import Any, TypeVar
from uuid import UUID

from strawberry.dataloader import DataLoader
from tortoise.models import Model
from tortoise.queryset import QuerySet

from models.conversations import ConversationRead
from models.presence import presence

Row = TypeVar("Row", bound=Model)
Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")


class Loader(DataLoader[Key, Value]):
    """All who ask for the same wait for the same; none who gives up takes it from the others."""

    def load(self, key: Key) -> Awaitable[Value]:
        return shield(super().load(key))


class Loaders(dict[Any, Loader[Any, Any]]):
    """What one operation, or one event of a subscription, has read so far: for most, nothing."""

    def rows(self, model: type[Row]) -> Loader[UUID, Row | None]:
        """Rows by their ids."""
        if model not in self:
            self[model] = _by_id(model.all)
        return self[model]

    def seen(self, model: type[Row], rows: QuerySet[Row]) -> Loader[UUID, Row | None]:
        """The same, but only of these, which are all that the operation's viewer sees."""
        key = (model, "seen")
        if key not in self:
            self[key] = _by_id(rows.all)
        return self[key]

    def children(self, model: type[Row], column: str) -> Loader[UUID, list[Row]]:
        """Short lists by the id of the parent, in the order in which they grew."""
        key = (model, "by", column)
        if key not in self:
            self[key] = _by_parent(model, column)
        return self[key]

    def read_by(
        self, read: Callable[[Sequence[Key]], Awaitable[Mapping[Key, Value]]], *, none: Value
    ) -> Loader[Key, Value]:
        """What a function of the models reads for many at once; `none` of what it does not find."""
        if read not in self:
            self[read] = _by_function(read, none)
        return self[read]

    @cached_property
    def presence(self) -> Loader[tuple[UUID, UUID], bool]:
        return Loader(load_fn=_presences)

    @cached_property
    def read_count(self) -> Loader[tuple[UUID, UUID], int]:
        return Loader(load_fn=_read_counts)


def _by_id(among: Callable[[], QuerySet[Row]]) -> Loader[UUID, Row | None]:
    async def load(ids: list[UUID]) -> Sequence[Row | None]:
        rows: dict[Any, Row] = {row.pk: row for row in await among().filter(id__in=_padded(ids))}
        return [rows.get(id) for id in ids]

    return Loader(load_fn=load)


def _by_parent(model: type[Row], column: str) -> Loader[UUID, list[Row]]:
    async def load(ids: list[UUID]) -> Sequence[list[Row]]:
        children: dict[UUID, list[Row]] = {id: [] for id in ids}
        for row in await model.filter(**{f"{column}__in": _padded(ids)}).order_by("id"):
            children[getattr(row, column)].append(row)
        return [children[id] for id in ids]

    return Loader(load_fn=load)


def _by_function(
    read: Callable[[Sequence[Key]], Awaitable[Mapping[Key, Value]]], none: Value
) -> Loader[Key, Value]:
    async def load(keys: list[Key]) -> Sequence[Value]:
        found = await read(_padded(keys))
        return [found.get(key, none) for key in keys]

    return Loader(load_fn=load)


async def _read_counts(keys: list[tuple[UUID, UUID]]) -> list[int]:
    """How many inbound messages the member has read in the conversation; one member at a time."""
    member_id = keys[0][0]
    reads = ConversationRead.filter(
        member_id=member_id, conversation_id__in=_padded([conversation for _, conversation in keys])
    )
    counts = {read.conversation_id: read.inbound_count for read in await reads}
    return [counts.get(conversation, 0) for _, conversation in keys]


async def _presences(keys: list[tuple[UUID, UUID]]) -> list[bool]:
    """Has the member an open socket? The company is the row's: who signs in acts for none yet."""
    companies = {company_id for company_id, _ in keys}
    present = {company_id: await presence.present(company_id) for company_id in companies}
    return [member_id in present[company_id] for company_id, member_id in keys]


def _padded(ids: list[Key]) -> list[Key]:
    """Up to a power of two, by the last one, to keep the number of distinct statements small."""
    return ids + [ids[-1]] * ((1 << (len(ids) - 1).bit_length()) - len(ids))
