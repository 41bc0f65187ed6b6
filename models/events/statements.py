"""The statement that appends events to a company's log, and with them their audit entries."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from models.audit import appending as audit
from models.writes import Last

if TYPE_CHECKING:
    from models.events.event import Event


def written(
    company_id: UUID,
    events: Sequence["Event"],
    told: Sequence[str],
    *,
    ends: bool,
    heard: Callable[[list[Any]], None],
) -> Last:
    """Events of one company, with their changes as JSON; they may end somebody's authority.

    One alone, as most are, costs PostgreSQL a third less than as the only one of a list.
    """
    if len(events) > 1:
        return _each(company_id, events, told, ends=ends, heard=heard)
    (event,) = events
    arguments = (
        company_id,
        1,
        event.id,
        event.name,
        event.subject_type,
        event.subject_id,
        event.conversation_id,
        event.actor_kind,
        event.actor_id,
        told[0],
        event.request_id,
        ends,
    )
    audited = audit.entry(event)
    if audited is None:
        return Last(HEAD, ONE, arguments, heard)
    return Last(HEAD_AND_ENTRY, ONE_AND_ENTRY, arguments + audited, heard)


def _each(
    company_id: UUID,
    events: Sequence["Event"],
    told: Sequence[str],
    *,
    ends: bool,
    heard: Callable[[list[Any]], None],
) -> Last:
    arguments = (
        company_id,
        len(events),
        [event.id for event in events],
        [event.name for event in events],
        [event.subject_type for event in events],
        [event.subject_id for event in events],
        [event.conversation_id for event in events],
        [event.actor_kind for event in events],
        [event.actor_id for event in events],
        told,
        [event.request_id for event in events],
        ends,
    )
    audited = audit.entries(events)
    if audited is None:
        return Last(HEAD, EACH, arguments, heard)
    return Last(HEAD_AND_ENTRIES, EACH_AND_ENTRIES, arguments + audited, heard)


HEAD: Final = """
    head AS (
        INSERT INTO event_heads AS h
            (id, company_id, seq, floor, ended_seq, occurred_at, created_at, updated_at)
        SELECT $1::uuid, $1, $2::bigint, 0, CASE WHEN $12::boolean THEN $2 END,
               clock_timestamp(), now(), now() WHERE {rest}
        ON CONFLICT (company_id) DO UPDATE SET
            seq = h.seq + $2,
            ended_seq = CASE WHEN $12 THEN h.seq + $2 ELSE h.ended_seq END,
            occurred_at = greatest(h.occurred_at, clock_timestamp()),
            updated_at = now()
        RETURNING seq - $2 AS base, occurred_at
    )
"""
ONE: Final = """
    INSERT INTO events (company_id, seq, id, name, subject_type, subject_id, conversation_id,
                        actor_kind, actor_id, changes, request_id, occurred_at,
                        created_at, updated_at)
    SELECT $1, head.base + 1, $3::uuid, $4::text, $5::text, $6::uuid, $7::uuid, $8::text, $9::uuid,
           $10::jsonb, $11::text, head.occurred_at, head.occurred_at, head.occurred_at
    FROM head
    RETURNING seq, occurred_at
"""
EACH: Final = """
    INSERT INTO events (company_id, seq, id, name, subject_type, subject_id, conversation_id,
                        actor_kind, actor_id, changes, request_id, occurred_at,
                        created_at, updated_at)
    SELECT $1, head.base + e.place, e.id, e.name, e.subject_type, e.subject_id,
           e.conversation_id, e.actor_kind, e.actor_id, e.changes, e.request_id,
           head.occurred_at, head.occurred_at, head.occurred_at
    FROM head, unnest($3::uuid[], $4::text[], $5::text[], $6::uuid[], $7::uuid[], $8::text[],
                      $9::uuid[], $10::jsonb[], $11::text[])
         WITH ORDINALITY AS e (id, name, subject_type, subject_id, conversation_id, actor_kind,
                               actor_id, changes, request_id, place)
    RETURNING seq, occurred_at
"""
HEAD_AND_ENTRY: Final = HEAD + audit.ONE
ONE_AND_ENTRY: Final = ONE + audit.RETURNED
HEAD_AND_ENTRIES: Final = HEAD + audit.EACH
EACH_AND_ENTRIES: Final = EACH + audit.RETURNED
