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
from models.presence import presence
from models.tenancy import current_company

Row = TypeVar("Row", bound=Model)


class Loaders:
    """The edges of the graph: each batched by id, or by the id of the parent."""

    def __init__(self) -> None:
        self.member = _by_id(models.identity.Member)
        self.presence = DataLoader(load_fn=_presences)
        self.api_key = _by_id(models.identity.ApiKey)
        self.inbox = _by_id(models.inboxes.Inbox)
        self.contact = _by_id(models.contacts.Contact)
        self.conversation = _by_id(models.conversations.Conversation)
        self.message = _by_id(models.conversations.Message)
        self.contact_identities = _by_parent(models.contacts.ContactIdentity, "contact_id")
        self.message_revisions = _by_parent(models.conversations.MessageRevision, "message_id")
        self.read_count = DataLoader(load_fn=_read_counts)
        self.delivery_attempts = _by_parent(models.conversations.DeliveryAttempt, "message_id")


def _by_id(model: type[Row]) -> DataLoader[UUID, Row | None]:
    async def load(ids: list[UUID]) -> Sequence[Row | None]:
        rows: dict[Any, Row] = {row.pk: row for row in await model.filter(id__in=_padded(ids))}
        return [rows.get(id) for id in ids]

    return DataLoader(load_fn=load)


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


async def _presences(member_ids: list[UUID]) -> list[bool]:
    """Has the member an open socket?"""
    present = await presence.present(current_company())
    return [member_id in present for member_id in member_ids]


def _padded(ids: list[UUID]) -> list[UUID]:
    """Up to a power of two, by the last one, to keep the number of distinct statements small."""
    return ids + [ids[-1]] * ((1 << (len(ids) - 1).bit_length()) - len(ids))
