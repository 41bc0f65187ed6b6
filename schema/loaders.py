"""One query per edge and operation: to-one edges are collected and read together."""

from collections.abc import Awaitable, Iterable, Sequence
from functools import cached_property
from typing import Any, Generic, TypeVar
from uuid import UUID

from strawberry.dataloader import DataLoader
from tortoise.models import Model

import models.contacts
import models.conversations
import models.identity
import models.inboxes
from models.presence import presence

Row = TypeVar("Row", bound=Model)


class Rows(DataLoader[UUID, Row | None], Generic[Row]):
    """Rows by id: a page reads those it will need ahead, all others wait for each other."""

    def __init__(self, model: type[Row]) -> None:
        super().__init__(load_fn=self._fetch)
        self._model = model
        self._known: dict[UUID, Row | None] = {}

    def get(self, id: UUID) -> Row | Awaitable[Row | None] | None:
        """The row at once if it is here, so that nothing needs to wait for it."""
        return self._known[id] if id in self._known else self.load(id)

    async def ahead(self, ids: Iterable[UUID]) -> None:
        """Have these here."""
        missing = [id for id in dict.fromkeys(ids) if id not in self._known]
        if missing:
            self._known.update(zip(missing, await self._fetch(missing), strict=True))

    async def _fetch(self, ids: list[UUID]) -> list[Row | None]:
        rows: dict[Any, Row] = {
            row.pk: row for row in await self._model.filter(id__in=_padded(ids))
        }
        return [rows.get(id) for id in ids]


class Loaders:
    """The edges of the graph: each batched by id, or by the id of the parent."""

    @cached_property
    def member(self) -> Rows[models.identity.Member]:
        return Rows(models.identity.Member)

    @cached_property
    def api_key(self) -> Rows[models.identity.ApiKey]:
        return Rows(models.identity.ApiKey)

    @cached_property
    def inbox(self) -> Rows[models.inboxes.Inbox]:
        return Rows(models.inboxes.Inbox)

    @cached_property
    def contact(self) -> Rows[models.contacts.Contact]:
        return Rows(models.contacts.Contact)

    @cached_property
    def conversation(self) -> Rows[models.conversations.Conversation]:
        return Rows(models.conversations.Conversation)

    @cached_property
    def message(self) -> Rows[models.conversations.Message]:
        return Rows(models.conversations.Message)

    @cached_property
    def presence(self) -> DataLoader[tuple[UUID, UUID], bool]:
        return DataLoader(load_fn=_presences)

    @cached_property
    def contact_identities(self) -> DataLoader[UUID, list[models.contacts.ContactIdentity]]:
        return _by_parent(models.contacts.ContactIdentity, "contact_id")

    @cached_property
    def message_revisions(self) -> DataLoader[UUID, list[models.conversations.MessageRevision]]:
        return _by_parent(models.conversations.MessageRevision, "message_id")

    @cached_property
    def read_count(self) -> DataLoader[tuple[UUID, UUID], int]:
        return DataLoader(load_fn=_read_counts)

    @cached_property
    def delivery_attempts(self) -> DataLoader[UUID, list[models.conversations.DeliveryAttempt]]:
        return _by_parent(models.conversations.DeliveryAttempt, "message_id")


def _by_parent(model: type[Row], column: str) -> DataLoader[UUID, list[Row]]:
    """Short lists, in the order in which they grew."""

    async def load(ids: list[UUID]) -> Sequence[list[Row]]:
        children: dict[UUID, list[Row]] = {id: [] for id in ids}
        for row in await model.filter(**{f"{column}__in": _padded(ids)}).order_by("id"):
            children[getattr(row, column)].append(row)
        return [children[id] for id in ids]

    return DataLoader(load_fn=load)


async def _read_counts(keys: list[tuple[UUID, UUID]]) -> list[int]:
    """How many inbound messages the member has read in the conversation; one member at a time."""
    member_id = keys[0][0]
    reads = models.conversations.ConversationRead.filter(
        member_id=member_id, conversation_id__in=_padded([conversation for _, conversation in keys])
    )
    counts = {read.conversation_id: read.inbound_count for read in await reads}
    return [counts.get(conversation, 0) for _, conversation in keys]


async def _presences(keys: list[tuple[UUID, UUID]]) -> list[bool]:
    """Has the member an open socket? The company is the row's: who signs in acts for none yet."""
    companies = {company_id for company_id, _ in keys}
    present = {company_id: await presence.present(company_id) for company_id in companies}
    return [member_id in present[company_id] for company_id, member_id in keys]


def _padded(ids: list[UUID]) -> list[UUID]:
    """Up to a power of two, by the last one, to keep the number of distinct statements small."""
    return ids + [ids[-1]] * ((1 << (len(ids) - 1).bit_length()) - len(ids))
