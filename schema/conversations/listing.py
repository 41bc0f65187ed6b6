"""Lists of conversations."""

from datetime import UTC, datetime
from enum import Enum
from typing import Annotated, Final
from uuid import UUID

import strawberry
from tortoise.queryset import QuerySet

import models.conversations
from models.checks import aware
from models.contacts import AttributeTarget
from models.conversations import ConversationStatus
from models.conversations.labelling import labelled
from models.conversations.participant import attended
from models.errors import Invalid, NotFound
from models.identifiers import local_id
from models.search import SearchKind, found
from models.views import narrowed
from models.views.criteria import MOST_LABELS
from schema.attributes import AttributeFilters, with_attributes
from schema.context import Info
from schema.conversations.conversation import Conversation
from schema.conversations.filtering import ConversationFilter
from schema.nodes import One, one
from schema.pages import Connection, Order, Page, Window, page
from schema.roots import query


@strawberry.enum(description="What a list of conversations is sorted by.")
class ConversationOrder(Enum):
    LAST_MESSAGE_AT = "last_message_at"
    CREATED_AT = "id"  # a UUIDv7 begins with its time
    NUMBER = "number"
    WAITING_SINCE = "waiting_since"  # of those that wait
    SLA_DUE_AT = "next_sla_due_at"  # of those with a clock that runs


PARTIAL: Final = frozenset({ConversationOrder.WAITING_SINCE, ConversationOrder.SLA_DUE_AT})


@strawberry.enum(description="Whether one of several labels is enough.")
class LabelsMode(Enum):
    ANY = "ANY"
    ALL = "ALL"


@strawberry.enum(description="Which end of a list comes first.")
class SortDirection(Enum):
    ASC = "ASC"
    DESC = "DESC"


@strawberry.type
class ListQuery:
    @query(
        "conversations:read",
        description="The company's conversations.",
        graphql_type=Connection[Conversation],
    )
    def conversations(
        self,
        info: Info,
        *,
        status: Annotated[
            list[ConversationStatus] | None, strawberry.argument(description="Any of these.")
        ] = None,
        assignee: strawberry.ID | None = None,
        unassigned: bool = False,
        inbox: strawberry.ID | None = None,
        contact: strawberry.ID | None = None,
        labels: Annotated[
            list[strawberry.ID] | None,
            strawberry.argument(description="That have these; an empty list asks for nothing."),
        ] = None,
        labels_mode: LabelsMode = LabelsMode.ANY,
        participant: Annotated[
            strawberry.ID | None,
            strawberry.argument(description="That this member takes part in."),
        ] = None,
        attributes: AttributeFilters = None,
        sla_due_before: Annotated[
            datetime | None,
            strawberry.argument(description="With an SLA clock that runs and is due before then."),
        ] = None,
        search: Annotated[
            str | None,
            strawberry.argument(description="Words of its subject or contact's name; its number."),
        ] = None,
        filter: Annotated[
            ConversationFilter | None,
            strawberry.argument(description="Besides; as it is kept in views."),
        ] = None,
        order_by: ConversationOrder = ConversationOrder.LAST_MESSAGE_AT,
        direction: Annotated[
            SortDirection | None,
            strawberry.argument(
                description="DESC if you do not say; of WAITING_SINCE, which leaves out who does "
                "not wait, and of SLA_DUE_AT, ASC: the longest first, what is due next."
            ),
        ] = None,
        first: int | None = None,
        after: str | None = None,
        last: int | None = None,
        before: str | None = None,
    ) -> Page:
        if assignee is not None and unassigned:
            message = "Ask for an `assignee` or for `unassigned`, not both."
            raise Invalid.because("unassigned", "ASSIGNEE_AND_UNASSIGNED", message)
        rows = info.context.viewer.conversations
        if status is not None:
            rows = (
                rows.filter(status=status[0])
                if len(status) == 1
                else rows.filter(status__in=status)
            )
        if unassigned:
            rows = rows.filter(assignee_id=None)
        for column, kind, id in (
            ("assignee_id", "Member", assignee),
            ("inbox_id", "Inbox", inbox),
            ("contact_id", "Contact", contact),
        ):
            if id is not None:
                rows = rows.filter(**{column: _local(kind, id)})
        if labels:
            if len(labels) > MOST_LABELS:
                message = f"`labels` can name {MOST_LABELS} at most."
                raise Invalid.because("labels", "TOO_MANY", message)
            ids = list(dict.fromkeys(_local("Label", id) for id in labels))
            rows = labelled(rows, ids, every=labels_mode is LabelsMode.ALL)
        if participant is not None:
            rows = attended(rows, _local("Member", participant))
        rows = with_attributes(rows, AttributeTarget.CONVERSATION, attributes)
        if sla_due_before is not None:
            rows = rows.filter(next_sla_due_at__lt=_moment("slaDueBefore", sla_due_before))
        sight = info.context.viewer.sight
        rows = found(rows, search or "", SearchKind.CONVERSATION, sight=sight)
        if filter is not None:
            rows = narrowed(rows, filter.criteria(), by=info.context.viewer)
        return sorted_page(rows, order_by, direction, Window(first, after, last, before))

    @query("conversations:read", description="One conversation.", graphql_type=Conversation)
    def conversation(self, info: Info, id: strawberry.ID) -> One:
        return one(info.context.viewer.conversations, id)


def sorted_page(
    rows: QuerySet[models.conversations.Conversation],
    by: ConversationOrder,
    direction: SortDirection | None,
    window: Window,
) -> Page:
    """A page of these in an order: of who waits, the longest first if nobody says else."""
    if by in PARTIAL:
        rows = rows.filter(**{f"{by.value}__isnull": False})
        direction = direction or SortDirection.ASC
    return page(rows, Order(by.value, descending=direction is not SortDirection.ASC), window)


def _moment(path: str, at: datetime) -> datetime:
    """A time without an offset is of UTC."""
    return aware(path, at if at.tzinfo else at.replace(tzinfo=UTC))


def _local(kind: str, id: strawberry.ID) -> UUID:
    """Inside the walls a foreign id matches nothing, so that nothing needs to be asked about it."""
    decoded = local_id(id)
    if decoded is None or decoded[0] != kind:
        raise NotFound
    return decoded[1]
