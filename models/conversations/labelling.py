"""Which conversation has which labels."""

from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING, Final, Self
from uuid import UUID

from tortoise import fields
from tortoise.queryset import QuerySet

from models.clauses import Clause, Kind
from models.conversations.activity import Recorded, Side
from models.conversations.label import Label, LabelArchived
from models.database import fetch
from models.errors import Invalid
from models.events import Actor
from models.sight import WITHIN, Sight
from models.tenancy import CompanyModel, current_company

if TYPE_CHECKING:
    from models.conversations.conversation import Conversation

MAX_LABELS: Final = 50


class ConversationLabel(CompanyModel):
    """A label that a conversation has."""

    conversation: fields.ForeignKeyRelation["Conversation"] = fields.ForeignKeyField(
        "models.Conversation", related_name=False, db_constraint=False
    )
    label: fields.ForeignKeyRelation[Label] = fields.ForeignKeyField(
        "models.Label", related_name=False, db_constraint=False
    )
    conversation_id: UUID
    label_id: UUID

    class Meta:
        table = "conversation_labels"


class Labelled(Recorded):
    """What has labels; to give those that it has, or to take away others, changes nothing."""

    class Meta:
        abstract = True

    async def set_labels(
        self, labels: Sequence[Label], *, by: Actor, version: int | None = None
    ) -> Self:
        """These and no others. Raises LabelArchived for one that it did not have."""
        async with self._held():
            had = await self._label_ids()
            await self._relabel(had, labels, gone=had, by=by, version=version)
        return self

    async def add_labels(
        self, labels: Sequence[Label], *, by: Actor, version: int | None = None
    ) -> Self:
        async with self._held():
            await self._relabel(await self._label_ids(), labels, gone=(), by=by, version=version)
        return self

    async def remove_labels(
        self, labels: Sequence[Label], *, by: Actor, version: int | None = None
    ) -> Self:
        gone = [label.id for label in labels]
        async with self._held():
            await self._relabel(await self._label_ids(), (), gone=gone, by=by, version=version)
        return self

    async def _label_ids(self) -> list[UUID]:
        links = await ConversationLabel.filter(conversation_id=self.id).order_by("id")
        return [link.label_id for link in links]

    async def _relabel(
        self,
        had: Sequence[UUID],
        given: Sequence[Label],
        *,
        gone: Collection[UUID],
        by: Actor,
        version: int | None,
    ) -> None:
        wanted = {label.id for label in given}
        kept = [id for id in had if id in wanted or id not in gone]
        added = [
            label for label in {each.id: each for each in given}.values() if label.id not in had
        ]
        if not added and len(kept) == len(had):
            return
        self._expect(version)
        if any(label.archived_at is not None for label in added):
            raise LabelArchived
        if len(kept) + len(added) > MAX_LABELS:
            message = f"A conversation has {MAX_LABELS} labels at most."
            raise Invalid.because("labelIds", "TOO_MANY", message)
        lost = [id for id in had if id not in kept]
        if lost:
            await ConversationLabel.filter(conversation_id=self.id, label_id__in=lost).delete()
        for label in added:
            await ConversationLabel.create(conversation_id=self.id, label_id=label.id)
        names = {each.id: each.name for each in await Label.filter(id__in=had)} if had else {}
        names |= {label.id: label.name for label in added}
        await self._change()
        changes = {"from": list(had), "to": [*kept, *(label.id for label in added)]}
        await self._record(
            "conversation.labels_changed",
            by=by,
            changes=changes,
            before=_side(had, names),
            after=_side(changes["to"], names),
        )


def _side(ids: Sequence[UUID], names: Mapping[UUID, str]) -> Side | None:
    """A list that is empty says nothing."""
    return Side(", ".join(sorted(names[id] for id in ids))) if ids else None


def labelled(
    rows: QuerySet["Conversation"], label_ids: Sequence[UUID], *, every: bool
) -> QuerySet["Conversation"]:
    """Those of `rows` that have one of these labels, or `every` one."""
    for ids in [[id] for id in label_ids] if every else [list(label_ids)]:
        rows = rows.filter(Clause(LABELLED, (ids,)))
    return rows


async def labels_of(conversation_ids: Sequence[UUID]) -> dict[UUID, list[Label]]:
    """The labels of each that has some, by name."""
    found: dict[UUID, list[Label]] = {}
    for row in await fetch(LABELS, current_company(), list(conversation_ids)):
        columns = dict(row)
        id = columns.pop("conversation_id")
        found.setdefault(id, []).append(Label._init_from_db(**columns))
    return found


async def counted(
    keys: Sequence[tuple[Sight | None, UUID]],
) -> dict[tuple[Sight | None, UUID], int]:
    """How many conversations have each of these labels, of those that are seen; all by one."""
    sight = keys[0][0]
    asked = (current_company(), [label_id for _, label_id in keys])
    if sight is None:
        rows = await fetch(COUNTS, *asked)
    else:
        rows = await fetch(COUNTS_SEEN[sight.whole], *asked, *sight.values)
    return {(sight, row["label_id"]): row["conversations"] for row in rows}


LABELS: Final = """
    SELECT h.conversation_id, l.*
    FROM conversation_labels h
    JOIN labels l ON l.company_id = h.company_id AND l.id = h.label_id
    WHERE h.company_id = $1 AND h.conversation_id = ANY ($2)
    ORDER BY l.name_key, l.id
"""
# The planner chooses whether to begin with the label or with the order of the list.
LABELLED: Final = Kind(
    1,
    lambda table, places: (
        f"EXISTS (SELECT FROM conversation_labels h WHERE h.company_id = {table}.company_id "
        f"AND h.conversation_id = {table}.id AND h.label_id = ANY({places[0]}::uuid[]))"
    ),
)
COUNTS: Final = """
    SELECT label_id, count(*) AS conversations FROM conversation_labels
    WHERE company_id = $1 AND label_id = ANY ($2) GROUP BY label_id
"""
COUNTS_SEEN: Final = {
    whole: f"""
        SELECT h.label_id, count(*) AS conversations FROM conversation_labels h
        WHERE h.company_id = $1 AND h.label_id = ANY ($2)
          AND {WITHIN[whole].written("h", ("$3", "$4"))}
        GROUP BY h.label_id
    """  # noqa: S608 - names of our own
    for whole in (False, True)
}
