"""The statement that appends events to a company's log, and with them their audit entries."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from models.audit import appending as audit
from models.session import Session
from models.writes import Last

if TYPE_CHECKING:
    from models.events.event import Event


def written(
    company_id: UUID,
    events: Sequence["Event"],
    told: Sequence[str],
    *,
    ends: bool,
    heard: Callable[[Session, list[Any]], None],
) -> Last:
    """Events of one company, with their changes as JSON; they may end somebody's authority.

    One alone, as most are, and its entry are one call: the least that PostgreSQL can prepare.
    """
    if len(events) > 1:
        return _each(company_id, events, told, ends=ends, heard=heard)
    (event,) = events
    arguments = (
        company_id,
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
        return Last(HEAD, ONE, (*arguments, 1), heard)
    return Last(CALL, PLACE, arguments + audited, heard)


def _each(
    company_id: UUID,
    events: Sequence["Event"],
    told: Sequence[str],
    *,
    ends: bool,
    heard: Callable[[Session, list[Any]], None],
) -> Last:
    arguments = (
        company_id,
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
        len(events),
    )
    audited = audit.entries(events)
    if audited is None:
        return Last(HEAD, EACH, arguments, heard)
    return Last(HEAD_AND_ENTRIES, EACH_AND_ENTRIES, arguments + audited, heard)


HEAD: Final = """
    head AS (
        INSERT INTO event_heads AS h
            (id, company_id, seq, floor, ended_seq, occurred_at, created_at, updated_at)
        SELECT $1::uuid, $1, $12::bigint, 0, CASE WHEN $11::boolean THEN $12 END,
               clock_timestamp(), now(), now() WHERE {rest}
        ON CONFLICT (company_id) DO UPDATE SET
            seq = h.seq + $12,
            ended_seq = CASE WHEN $11 THEN h.seq + $12 ELSE h.ended_seq END,
            occurred_at = greatest(h.occurred_at, clock_timestamp()),
            updated_at = now()
        RETURNING seq - $12 AS base, occurred_at
    )
"""
ONE: Final = """
    INSERT INTO events (company_id, seq, id, name, subject_type, subject_id, conversation_id,
                        actor_kind, actor_id, changes, request_id, occurred_at,
                        created_at, updated_at)
    SELECT $1, head.base + 1, $2::uuid, $3::text, $4::text, $5::uuid, $6::uuid, $7::text, $8::uuid,
           $9::jsonb, $10::text, head.occurred_at, head.occurred_at, head.occurred_at
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
    FROM head, unnest($2::uuid[], $3::text[], $4::text[], $5::uuid[], $6::uuid[], $7::text[],
                      $8::uuid[], $9::jsonb[], $10::text[])
         WITH ORDINALITY AS e (id, name, subject_type, subject_id, conversation_id, actor_kind,
                               actor_id, changes, request_id, place)
    RETURNING seq, occurred_at
"""
CALL: Final = """
    placed AS (
        SELECT append_event($1::uuid, $2::uuid, $3::text, $4::text, $5::uuid, $6::uuid, $7::text,
                            $8::uuid, $9::jsonb, $10::text, $11::boolean, $12::jsonb, $13::jsonb,
                            $14::uuid, $15::text, $16::text) AS its
        WHERE {rest}
    )
"""
PLACE: Final = "SELECT (its).seq, (its).moment FROM placed"
HEAD_AND_ENTRIES: Final = HEAD + audit.EACH
EACH_AND_ENTRIES: Final = EACH + audit.RETURNED
