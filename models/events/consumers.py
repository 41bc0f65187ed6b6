"""What follows from events but is no part of their transactions: named readers of the log.

A consumer reads each company's log in order from a durable position of its own. What it does with
events and how far it has read are one transaction: exactly once, whatever dies. It begins at the
end of the log of a company that is there before it, and at the beginning of one founded since.
"""

from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final
from uuid import UUID

from tortoise import fields

from models.database import execute, fetch, transaction
from models.events.event import Event
from models.events.names import EventName
from models.identifiers import uuid7
from models.job.job import Job
from models.tenancy import CompanyModel, current_company, every_company

HANDED_OVER: Final = "consumer.event"  # the kind of job that an event becomes that was given up
LONGEST_ERROR: Final = 300
MET_AT_ONCE: Final = 10_000
Handler = Callable[[Event], Awaitable[None]]


@dataclass(slots=True)
class Consumer:
    """By name; what it does with each kind of event that it wants."""

    name: str
    handlers: dict[str, Handler] = field(default_factory=dict)

    def wants(self, event: Event) -> bool:
        return event.name in self.handlers

    async def take(self, event: Event) -> None:
        """In a transaction of the event's company."""
        await self.handlers[event.name](event)


CONSUMERS: Final[dict[str, Consumer]] = {}


def consumer(name: str, *events: EventName) -> Callable[[Handler], Handler]:
    """Register what is done with these events, in jobs/<area>.py. Of a name there may be several.

    It runs in the event's company, in a transaction with others: what is to be done outside, or
    takes long, is a job. What it finds is as things are by now, not as they were at the event.
    """

    def register(handler: Handler) -> Handler:
        mine = CONSUMERS.setdefault(name, Consumer(name))
        if twice := mine.handlers.keys() & set(events):
            raise ValueError(f"{name} is given {', '.join(sorted(twice))} twice.")
        mine.handlers.update(dict.fromkeys(events, handler))
        return handler

    return register


class EventConsumer(CompanyModel):
    """How far one consumer has read one company's log.

    `occurred_at` is of the last event read, so that earlier days need not be looked at; `attempts`,
    `last_error` and `retry_at` are of the next one, where it stands.
    """

    name = fields.CharField(max_length=60)
    seq = fields.BigIntField(default=0)
    occurred_at = fields.DatetimeField(null=True)
    attempts = fields.IntField(default=0)
    last_error = fields.CharField(max_length=LONGEST_ERROR, null=True)
    retry_at = fields.DatetimeField(null=True)

    class Meta:
        table = "event_consumers"


class EventLeftover(CompanyModel):
    """An event that a consumer gave up and a job is to do: gone as soon as it is done."""

    consumer = fields.CharField(max_length=60)
    seq = fields.BigIntField()

    class Meta:
        table = "event_leftovers"


@dataclass(frozen=True, slots=True)
class Position:
    """Where a consumer stands in a company's log, and where that ends."""

    name: str
    seq: int
    since: datetime | None
    attempts: int
    head: int
    head_at: datetime
    floor: int
    still: float  # seconds since it has moved, or failed to


async def positions(names: Iterable[str]) -> list[Position]:
    """Of those that have something to read now, in the current company; it is one statement."""
    return [Position(*row) for row in await fetch(POSITIONS, current_company(), list(names))]


async def meet(
    names: Iterable[str], companies: Iterable[UUID] | None = None, *, since: datetime
) -> None:
    """Begin wherever there is no position yet, of these companies or of all.

    Whoever asks had met all that were there at `since`, unless others had begun before.
    """
    wanted = list(names)
    some = None if companies is None else list(companies)
    with every_company():
        while unmet := await fetch(UNMET, wanted, some, MET_AT_ONCE):
            ids = [uuid7() for _ in unmet]
            await execute(MEET, ids, [row[0] for row in unmet], [row[1] for row in unmet], since)
            if len(unmet) < MET_AT_ONCE:
                return


async def read(at: Position, names: Iterable[str], *, limit: int) -> list[Event]:
    """The next events of these names behind a position."""
    behind = Event.filter(seq__gt=at.seq, seq__lte=at.head, name__in=list(names))
    if at.since is not None:
        behind = behind.filter(occurred_at__gte=at.since)
    return await behind.order_by("seq").limit(limit)


async def hold(at: Position) -> bool:
    """Lock it until the transaction ends; false if it has moved, or another worker is at it."""
    return bool(await fetch(HOLD, current_company(), at.name, at.seq))


async def move(at: Position, to: int, *, since: datetime | None) -> None:
    """It has read up to there; it is held."""
    await execute(MOVE, current_company(), at.name, to, since)


async def pass_by(held: Iterable[Position], to: int, *, since: datetime | None) -> None:
    """There is nothing up to there for these, unless somebody else has moved them."""
    some = list(held)
    if some:
        names, seqs = [at.name for at in some], [at.seq for at in some]
        await execute(GO_PAST, current_company(), names, seqs, to, since)


async def note_failure(at: Position, error: str, *, after: float) -> None:
    """It stands where it is and is tried again in so many seconds."""
    text = error[:LONGEST_ERROR]
    await execute(FAILED, current_company(), at.name, at.seq, text, after)


async def hand_over(at: Position, event: Event) -> bool:
    """Go on behind an event that cannot be done: a job tries it again, and dies visibly."""
    async with transaction():
        if not await hold(at):
            return False
        await EventLeftover.create(consumer=at.name, seq=event.seq)
        payload = {"consumer": at.name, "seq": event.seq}
        await Job.enqueue(HANDED_OVER, payload, unique_key=f"{at.name}:{event.seq}")
        await move(at, event.seq, since=event.occurred_at)
    return True


async def catch_up(name: str, seq: int) -> None:
    """Do an event that was handed over, unless it is done. Raises LookupError when it is gone."""
    async with transaction():
        held = await fetch(TAKE_LEFTOVER, current_company(), name, seq)
        if not held:
            return
        event = await Event.get_or_none(seq=seq)
        if event is None:
            raise LookupError("The log no longer holds this event.")
        await CONSUMERS[name].take(event)


async def lags(names: Iterable[str], *, most: int) -> list[tuple[UUID, str, int, float]]:
    """Company, consumer, events behind and age of the first of them in seconds; longest first."""
    with every_company():
        return [tuple(row) for row in await fetch(LAGS, list(names), most)]


POSITIONS: Final = """
    SELECT c.name, c.seq, c.occurred_at, c.attempts, h.seq, h.occurred_at, h.floor,
           extract(epoch FROM now() - c.updated_at)::float8
    FROM event_heads h JOIN event_consumers c ON c.company_id = h.company_id
    WHERE h.company_id = $1 AND c.name = ANY($2) AND c.seq < h.seq
      AND (c.retry_at IS NULL OR c.retry_at <= now())
    ORDER BY c.name
"""
UNMET: Final = """
    SELECT h.company_id, n.name FROM event_heads h CROSS JOIN unnest($1::text[]) AS n (name)
    WHERE ($2::uuid[] IS NULL OR h.company_id = ANY($2))
      AND NOT EXISTS (SELECT FROM event_consumers c
                      WHERE c.company_id = h.company_id AND c.name = n.name)
    ORDER BY h.company_id, n.name LIMIT $3
"""
# A company that was founded since this consumer first read anywhere has nothing from before it.
MEET: Final = """
    INSERT INTO event_consumers (id, company_id, name, seq, attempts, created_at, updated_at)
    SELECT u.id, u.company_id, u.name,
           CASE WHEN y.created_at > coalesce((SELECT min(o.created_at) FROM event_consumers o
                                              WHERE o.name = u.name), $4)
                THEN h.floor ELSE h.seq END,
           0, now(), now()
    FROM unnest($1::uuid[], $2::uuid[], $3::text[]) AS u (id, company_id, name)
    JOIN event_heads h ON h.company_id = u.company_id JOIN companies y ON y.id = u.company_id
    ON CONFLICT (company_id, name) DO NOTHING
"""
HOLD: Final = """
    SELECT id FROM event_consumers WHERE company_id = $1 AND name = $2 AND seq = $3
    FOR NO KEY UPDATE SKIP LOCKED
"""
MOVE: Final = """
    UPDATE event_consumers SET seq = $3, occurred_at = coalesce($4, occurred_at), attempts = 0,
        last_error = NULL, retry_at = NULL, updated_at = now()
    WHERE company_id = $1 AND name = $2
"""
GO_PAST: Final = """
    UPDATE event_consumers c SET seq = $4, occurred_at = coalesce($5, c.occurred_at), attempts = 0,
        last_error = NULL, retry_at = NULL, updated_at = now()
    FROM (
        SELECT o.id FROM event_consumers o
        JOIN unnest($2::text[], $3::bigint[]) AS at (name, seq) ON at.name = o.name
        WHERE o.company_id = $1 AND o.seq = at.seq
        FOR NO KEY UPDATE OF o SKIP LOCKED
    ) AS held
    WHERE c.company_id = $1 AND c.id = held.id
"""
FAILED: Final = """
    UPDATE event_consumers SET attempts = attempts + 1, last_error = $4,
        retry_at = now() + make_interval(secs => $5), updated_at = now()
    WHERE company_id = $1 AND name = $2 AND seq = $3
"""
TAKE_LEFTOVER: Final = """
    DELETE FROM event_leftovers WHERE company_id = $1 AND consumer = $2 AND seq = $3 RETURNING seq
"""
LAGS: Final = """
    SELECT c.company_id, c.name, h.seq - c.seq, extract(epoch FROM now() - next.occurred_at)::float8
    FROM event_consumers c JOIN event_heads h ON h.company_id = c.company_id AND h.seq > c.seq
    CROSS JOIN LATERAL (
        SELECT e.occurred_at FROM events e
        WHERE e.company_id = c.company_id AND e.seq > c.seq
          AND e.occurred_at >= coalesce(c.occurred_at, '-infinity')
        ORDER BY e.seq LIMIT 1
    ) AS next
    WHERE c.name = ANY($1) ORDER BY c.updated_at LIMIT $2
"""
