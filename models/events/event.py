"""One event, and the end of the log it is appended to."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from functools import partial
from itertools import groupby
from operator import attrgetter
from typing import Any, Protocol, Self
from uuid import UUID

import orjson
from tortoise import fields

from models import logs
from models.audit.witness import witness
from models.database import current_transaction, fetch, session
from models.events import endings
from models.events.endings import ends_authority
from models.events.meant import FOR
from models.events.moves import move
from models.events.names import EventName
from models.events.statements import written
from models.identifiers import uuid7
from models.known import KnownRows
from models.live.channels import wake
from models.live.nearby import hand_over
from models.session import Session
from models.tenancy import CompanyModel, current_company
from models.writes import Last, Writes


class Actor(Protocol):
    """Who did it: a member, an API key, a contact or the system."""

    @property
    def actor_kind(self) -> str: ...
    @property
    def actor_id(self) -> UUID | None: ...


class EventHead(CompanyModel):
    """The end of a company's log: its last event, and the floor up to which events are gone.

    `ended_seq` is the last event that ended or changed somebody's authority; the chain of the audit
    trail ends at `chain_seq`, with `chain_hash`, which only functions of the owner can move.
    """

    seq = fields.BigIntField(default=0)
    floor = fields.BigIntField(default=0)
    ended_seq = fields.BigIntField(null=True)
    occurred_at = fields.DatetimeField()
    chain_seq = fields.BigIntField(default=0)
    chain_hash = fields.CharField(max_length=64, default="")

    class Meta:
        table = "event_heads"


class Event(CompanyModel):
    """One change, written in its transaction; `seq` is gapless and in commit order per company."""

    seq = fields.BigIntField()
    name = fields.CharField(max_length=50)
    subject_type = fields.CharField(max_length=50)
    subject_id = fields.UUIDField()
    conversation_id = fields.UUIDField(null=True)
    actor_kind = fields.CharField(max_length=20)
    actor_id = fields.UUIDField(null=True)
    changes: Any = fields.JSONField(default=dict)
    request_id = fields.CharField(max_length=64, null=True)
    # The database's time of the commit; it never goes back along `seq`. So each day, which is a
    # partition of its own, is a run of seqs without a hole.
    occurred_at = fields.DatetimeField()
    # For its entry in the audit trail alone.
    evidence: tuple[str | None, str | None]
    on_behalf_of_id: UUID | None

    class Meta:
        table = "events"

    @property
    def topic(self) -> str:
        """The name the platform has always used, `company-{id}-{resource}-{action}`."""
        return f"company-{self.company_id}-{self.name.replace('.', '-')}"

    @classmethod
    async def record(
        cls,
        name: EventName,
        subject: Any,
        *,
        actor: Actor | None = None,
        changes: dict[str, Any] | None = None,
    ) -> None:
        """Note in the running transaction that this happened; `changes` holds no message text."""
        kind = type(subject).__name__
        if kind == "Conversation" and (moved := await move(name, subject)):
            changes = {**(changes or {}), **moved}
        if FOR not in (changes or {}) and (meant := getattr(subject, "meant", None)):
            changes = {**(changes or {}), **meant}
        event = cls._from(
            {
                "id": uuid7(),
                "company_id": subject.id if kind == "Company" else subject.company_id,
                "created_at": None,
                "updated_at": None,
                "seq": 0,
                "name": name,
                "subject_type": kind,
                "subject_id": subject.id,
                "conversation_id": subject.id
                if kind == "Conversation"
                else getattr(subject, "conversation_id", None),
                "actor_kind": actor.actor_kind if actor else "SYSTEM",
                "actor_id": actor.actor_id if actor else None,
                "changes": changes or {},
                "request_id": logs.request_id(),
                "occurred_at": None,
            }
        )
        event._require_ours()
        event.__dict__.update(
            evidence=witness(subject), on_behalf_of_id=getattr(actor, "on_behalf_of_id", None)
        )
        current_transaction().batch(_append).append(event)

    @classmethod
    async def page(cls, after: int, *, since: datetime | None = None, limit: int) -> list[Self]:
        """The next events behind a position, in order.

        `since`, when no event behind it can be older, saves looking into the days before.
        """
        behind = cls.filter(seq__gt=after)
        if since is not None:
            behind = behind.filter(occurred_at__gte=since)
        return await behind.order_by("seq").limit(limit)

    @classmethod
    async def head(cls) -> int:
        """The seq of the company's last event."""
        rows = await fetch("SELECT seq FROM event_heads WHERE company_id = $1", current_company())
        return int(rows[0][0]) if rows else 0

    @classmethod
    async def reach(cls) -> tuple[int, datetime]:
        """The head, and a time that every event behind it will be later than."""
        # An hour for what is about to be committed, and for a clock that another server takes over.
        rows = await fetch(
            "SELECT seq, greatest(occurred_at, clock_timestamp() - interval '1 hour') "
            "FROM event_heads WHERE company_id = $1",
            current_company(),
        )
        return (int(rows[0][0]), rows[0][1]) if rows else (0, datetime.fromtimestamp(0, UTC))

    @classmethod
    async def floor(cls) -> int:
        """Events up to this seq are no longer kept."""
        rows = await fetch("SELECT floor FROM event_heads WHERE company_id = $1", current_company())
        return int(rows[0][0]) if rows else 0


async def place() -> None:
    """Give what the running transaction has recorded its places now, as it is about to commit."""
    running: Any = session()
    for last in _append(current_transaction().batches.pop(_append, [])):
        sql, arguments = Writes().take(last)
        last.heard(running, await fetch(sql, *arguments))


def _append(events: list[Event]) -> list[Last]:
    """Gives the events their places; the company's counter row is locked until the commit."""
    if len(events) == 1:
        return [_places(events[0].company_id, events)]
    by_company = attrgetter("company_id")
    groups = groupby(sorted(events, key=by_company), by_company)
    return [_places(company_id, list(group)) for company_id, group in groups]


def _places(company_id: UUID, events: Sequence[Event]) -> Last:
    told = [orjson.dumps(event.changes, default=str).decode() for event in events]
    ends = any(ends_authority(event.name, event.changes) for event in events)

    def heard(running: Session, rows: list[Any]) -> None:
        seq: int = max(rows)[0]
        running.committed_seq = seq
        as_read = partial(_as_read, events, told, seq, rows[0][1])
        transaction: Any = running.transaction
        following: dict[Any, None] = transaction.after_commit
        following[partial(_tell, company_id, seq, as_read, transaction.known)] = None
        if ends:
            following[partial(endings.tell, company_id)] = None

    return written(company_id, events, told, ends=ends, heard=heard)


def _tell(
    company_id: UUID,
    seq: int,
    events: Callable[[], Sequence[Event]],
    known: Callable[[], KnownRows] | None,
) -> None:
    """Everybody who follows the company."""
    try:
        hand_over(company_id, events, known)
    finally:
        wake(company_id, seq)


def _as_read(
    events: Sequence[Event], told: Sequence[str], last: int, at: datetime
) -> Sequence[Event]:
    """The events as a reader of the table has them."""
    for event, text, seq in zip(events, told, range(last - len(events) + 1, last + 1), strict=True):
        event.__dict__.update(
            seq=seq,
            changes=_in_order(orjson.loads(text)),
            occurred_at=at,
            created_at=at,
            updated_at=at,
        )
        del event.evidence, event.on_behalf_of_id
    return events


def _in_order(value: Any) -> Any:
    """With the keys of objects in the order in which PostgreSQL's jsonb returns them."""
    if isinstance(value, list):
        return [_in_order(each) for each in value]
    if not isinstance(value, dict):
        return value
    keys = sorted(value, key=lambda key: (len(key.encode()), key.encode()))
    return {key: _in_order(value[key]) for key in keys}
