"""Which conversations a member sees, once their company has queues.

What is in no queue is for all who may read conversations. Of what is in one, a MEMBER sees their
own and what nobody sees to in their queues; SUPERVISOR and READ_ONLY all of their queues; and each
what they take part in. Nobody else is restricted: owners, admins, machines, the house itself, and
everybody while there are no queues.
"""

from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Final, NamedTuple, TypeVar
from uuid import UUID

from tortoise.models import Model
from tortoise.queryset import QuerySet

from models.clauses import Clause, Kind
from models.database import fetch
from models.identity.permissions import Role
from models.tenancy import current_company

Row = TypeVar("Row", bound=Model)
Fetch = Callable[..., Awaitable[list[Any]]]
RESTRICTED: Final = frozenset({Role.SUPERVISOR, Role.MEMBER, Role.READ_ONLY})


class Whereabouts(NamedTuple):
    """What it depends on who sees a conversation."""

    queue_id: UUID | None
    assignee_id: UUID | None
    participant_ids: frozenset[UUID] = frozenset()


# Of a conversation that is not there: in a queue that nobody is in.
NOWHERE: Final = Whereabouts(UUID(int=0), UUID(int=0))


@dataclass(frozen=True, slots=True)
class Sight:
    """How far a member sees: the queues they are in, and whether those as a whole.

    `mark`: the company's (models.events.endings) when it was read; it has not changed since.
    """

    member_id: UUID
    queue_ids: frozenset[UUID]
    whole: bool
    mark: int = field(default=0, compare=False)

    @classmethod
    def of(
        cls,
        member_id: UUID,
        role: Role,
        queue_ids: Collection[UUID],
        *,
        queued: bool,
        mark: int = 0,
    ) -> "Sight | None":
        """None for who sees everything; `queued`: the company has queues."""
        if not queued or role not in RESTRICTED:
            return None
        return cls(member_id, frozenset(queue_ids), whole=role is not Role.MEMBER, mark=mark)

    async def has_changed_since(self, seq: int) -> bool:
        """Was it another at this place of the company's log? So what was known there is too."""
        if seq >= self.mark:
            return False
        rows = await fetch(CHANGED, current_company(), seq, self.member_id)
        return bool(rows[0][0])

    def sees(self, where: Whereabouts) -> bool:
        """The same as the clauses below say, of what was read."""
        return (
            where.queue_id is None
            or self.member_id == where.assignee_id
            or (where.queue_id in self.queue_ids and (self.whole or where.assignee_id is None))
            or self.member_id in where.participant_ids
        )

    def of_conversations(self, rows: QuerySet[Row]) -> QuerySet[Row]:
        """Those of these conversations that they see."""
        return rows.filter(Clause(CONVERSATIONS[self.whole], self.values))

    def of_what_is_in_them(self, rows: QuerySet[Row]) -> QuerySet[Row]:
        """Those of these rows whose `conversation_id` names one that they see."""
        return rows.filter(Clause(WITHIN[self.whole], self.values))

    def condition(self, table: str, member: str, queues: str) -> str:
        """The same as SQL, of conversations at an alias; the places are those of `values`."""
        return _seen(table, (member, queues), whole=self.whole)

    @property
    def values(self) -> tuple[UUID, list[UUID]]:
        """Of the clauses; in an order of their own, so that the same is the same to the letter."""
        return self.member_id, sorted(self.queue_ids)


async def sights(member_ids: Sequence[UUID]) -> dict[UUID, Sight | None]:
    """Of these members of the company, now."""
    rows = await fetch(SIGHTS, current_company(), list(member_ids))
    return {row[0]: Sight.of(row[0], Role(row[1]), row[2], queued=bool(row[3])) for row in rows}


async def whereabouts(
    conversation_ids: Sequence[UUID], *, fetch: Fetch = fetch
) -> Mapping[UUID, Whereabouts]:
    """Of those of the company's conversations that are there."""
    rows = await fetch(WHEREABOUTS, current_company(), list(conversation_ids))
    return {row[0]: _where(row) for row in rows}


def _where(row: Any) -> Whereabouts:
    return Whereabouts(row[1], row[2], frozenset(row[3]))


def _seen(table: str, places: Sequence[str], *, whole: bool) -> str:
    """Whether a row of conversations, at `table`, is seen, as SQL."""
    member, queues = places
    unless = "" if whole else f"{table}.assignee_id IS NULL AND "
    return (
        f"({table}.queue_id IS NULL OR {table}.assignee_id = {member}::uuid"
        f" OR ({unless}{table}.queue_id = ANY({queues}::uuid[]))"
        # With an offset, it is looked up for each row that nothing before says anything of.
        f" OR EXISTS (SELECT FROM conversation_members seen_by"
        f" WHERE seen_by.company_id = {table}.company_id"
        f" AND seen_by.conversation_id = {table}.id"
        f" AND seen_by.member_id = {member}::uuid OFFSET 0))"
    )


def _within(table: str, places: Sequence[str], *, whole: bool) -> str:
    # The order of the rows is left as it is: their conversations are looked up one by one.
    return (
        f"EXISTS (SELECT FROM conversations seen_in"
        f" WHERE seen_in.company_id = {table}.company_id AND seen_in.id = {table}.conversation_id"
        f" AND {_seen('seen_in', places, whole=whole)} OFFSET 0)"
    )


# By whether queues are seen as a whole.
CONVERSATIONS: Final = {whole: Kind(2, partial(_seen, whole=whole)) for whole in (False, True)}
WITHIN: Final = {whole: Kind(2, partial(_within, whole=whole)) for whole in (False, True)}
SIGHTS: Final = """
    SELECT m.id, m.role,
           ARRAY(SELECT q.queue_id FROM queue_members q
                 WHERE q.company_id = m.company_id AND q.member_id = m.id),
           EXISTS (SELECT FROM queues q WHERE q.company_id = m.company_id)
    FROM members m WHERE m.company_id = $1 AND m.id = ANY($2)
"""
WHEREABOUTS: Final = """
    SELECT c.id, c.queue_id, c.assignee_id,
           ARRAY(SELECT p.member_id FROM conversation_members p
                 WHERE p.company_id = c.company_id AND p.conversation_id = c.id)
    FROM conversations c WHERE c.company_id = $1 AND c.id = ANY($2)
"""
CHANGED: Final = """
    SELECT EXISTS (
        SELECT FROM events e WHERE e.company_id = $1 AND e.seq > $2 AND (
            (e.name = 'member.role_changed' AND e.subject_id = $3::uuid)
            OR (e.name IN ('queue.member_added', 'queue.member_removed')
                AND e.changes ->> 'member_id' = $3::uuid::text)
            OR (e.name = 'queue.created' AND e.subject_id = (
                SELECT q.id FROM queues q WHERE q.company_id = $1 ORDER BY q.id LIMIT 1
            ))
        )
    )
"""
