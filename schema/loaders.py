"""One query per edge and operation: to-one edges are collected and read together."""

from collections.abc import Sequence
from typing import Any, TypeVar
from uuid import UUID

from strawberry.dataloader import DataLoader
from tortoise.models import Model

import models.contacts
import models.conversations
import models.identity
import models.inboxes

Row = TypeVar("Row", bound=Model)


class Loaders:
    """The to-one edges of the graph, each batched by id."""

    def __init__(self) -> None:
        self.member = _by_id(models.identity.Member)
        self.api_key = _by_id(models.identity.ApiKey)
        self.inbox = _by_id(models.inboxes.Inbox)
        self.contact = _by_id(models.contacts.Contact)
        self.conversation = _by_id(models.conversations.Conversation)
        self.message = _by_id(models.conversations.Message)


def _by_id(model: type[Row]) -> DataLoader[UUID, Row | None]:
    async def load(ids: list[UUID]) -> Sequence[Row | None]:
        # Repeating the last id up to a power of two keeps the number of distinct statements small.
        padded = ids + [ids[-1]] * ((1 << (len(ids) - 1).bit_length()) - len(ids))
        rows: dict[Any, Row] = {row.pk: row for row in await model.filter(id__in=padded)}
        return [rows.get(id) for id in ids]

    return DataLoader(load_fn=load)
