"""The company's event log as a subscription, and what every other subscription is made of."""

from collections.abc import AsyncGenerator, AsyncIterator, Collection
from contextlib import aclosing, nullcontext
from datetime import datetime
from typing import Final, get_args
from uuid import UUID

import strawberry
from strawberry.scalars import JSON

import models.events
from models.errors import Invalid
from models.events import EventName, seq_of
from models.events.names import PERSONAL
from models.identifiers import global_id
from models.live.hub import hubs
from models.tenancy import acting_for
from schema.audience import Audience, Concerned, audience_of, left_by, some_of
from schema.context import Info
from schema.roots import subscription
from schema.scalars import Cursor
from schema.sharing import read_alone, share_reads

EVENT_NAMES: Final = frozenset(get_args(EventName))
SHARED: Final = frozenset(n for n in EVENT_NAMES if n.partition(".")[0] not in PERSONAL)


@strawberry.type(description="One change in the company, in commit order.")
class Event:
    name: str
    changes: JSON
    occurred_at: datetime

    @strawberry.field(description="The changed object; fetch it with `node`.")
    def subject_id(root: strawberry.Parent[models.events.Event]) -> strawberry.ID:
        return strawberry.ID(global_id(root.subject_type, root.subject_id))

    @strawberry.field(description="The type of the changed object.")
    def subject_type(root: strawberry.Parent[models.events.Event]) -> str:
        return root.subject_type

    @strawberry.field(description="MEMBER, API_KEY, CONTACT or SYSTEM.")
    def actor_kind(root: strawberry.Parent[models.events.Event]) -> str:
        return root.actor_kind

    @strawberry.field(description="Who did it, unless it was the system.")
    def actor_id(root: strawberry.Parent[models.events.Event]) -> strawberry.ID | None:
        kinds = {"MEMBER": "Member", "API_KEY": "ApiKey", "CONTACT": "Contact"}
        if root.actor_id is None:
            return None
        return strawberry.ID(global_id(kinds[root.actor_kind], root.actor_id))


@strawberry.type(description="An event and the position behind it.")
class EventRecorded:
    cursor: Cursor
    event: Event


async def follow(
    info: Info,
    after: Cursor | None,
    *,
    names: Collection[str],
    conversation_id: UUID | None = None,
    coalesce: bool = False,
    leaving: bool = False,
    either: bool = False,
) -> AsyncGenerator[models.events.Event, None]:
    """Events of these names that the viewer may see, behind `after` (default: from now on).

    To `coalesce` is to leave out what has become of a subject before the last of it that is known.
    With `leaving`, only those by which a conversation has left the sight of the viewer; with
    `either` those, too, whose subject must not be told then.
    The context's `resume_cursor` goes before `after`. To be closed by who reads it, so that whoever
    goes on for it does not begin before. Raises CursorInvalid or CursorExpired.
    """
    context, viewer = info.context, info.context.viewer
    cursor = context.resume_cursor or after
    async with hubs.of(viewer.company_id) as hub:
        start = (
            seq_of(cursor, company_id=viewer.company_id)
            if cursor
            else await _now(viewer.company_id)
        )
        if cursor:
            await context.require_same_sight(start)
        context.settled_seq, until = start, context.until_seq
        context.coalesces = coalesce
        if until is not None and start >= until:
            return
        try:
            async with aclosing(hub.batches(start)) as log:
                async for events in log:
                    wanted = [
                        event
                        for event in events
                        if event.name in names
                        and conversation_id in (None, event.conversation_id)
                        and (until is None or event.seq <= until)
                        and viewer.sees(event.name)
                        and viewer.owns(event)
                        and not (leaving and (left_by(event) is None or not viewer.restricted))
                    ]
                    for event in _latest(wanted) if coalesce else wanted:
                        context.settled_seq = event.seq - 1
                        async with context.turn or nullcontext():
                            if context.shares and until is None:
                                share_reads(event.company_id, event.seq)
                            else:
                                read_alone()
                            audience: Audience | None
                            audience = some_of(event, permissions=viewer.permissions)
                            if viewer.restricted and _is_of_conversation(event):
                                audience = await _audience(event, leaving=leaving, either=either)
                            if audience is not None and not context.told_to(audience):
                                continue
                            context.event_audience = audience
                            context.event_seq, context.event_at = event.seq, event.occurred_at
                            context.event_subject = event.subject_id
                            yield event
                    context.settled_seq = events[-1].seq
                    if until is not None and events[-1].seq >= until:
                        return
        finally:
            # What is told from here on, an error perhaps, is of no event.
            context.event_seq = context.event_at = context.event_audience = None


async def _audience(event: models.events.Event, *, leaving: bool, either: bool) -> Audience | None:
    if leaving:
        return left_by(event)
    now = await audience_of(event)
    return Concerned(now, left_by(event)) if either else now


def _is_of_conversation(event: models.events.Event) -> bool:
    """And not one's own: whoever has it has seen it."""
    return event.conversation_id is not None and event.name in SHARED


def cursor_of(event: models.events.Event) -> Cursor:
    """The position right behind an event."""
    return Cursor(models.events.cursor(event.company_id, event.seq))


def _latest(events: list[models.events.Event]) -> list[models.events.Event]:
    last = {event.subject_id: event.seq for event in events}
    return [event for event in events if last[event.subject_id] == event.seq]


async def _now(company_id: UUID) -> int:
    with acting_for(company_id):
        return await models.events.Event.head()


@strawberry.type
class EventSubscription:
    @subscription("events:read", description="Everything that happens and the viewer may see.")
    async def events(
        self, info: Info, after: Cursor | None = None, names: list[str] | None = None
    ) -> AsyncIterator[EventRecorded]:
        if unknown := set(names or ()) - EVENT_NAMES:
            message = f"There is no event {', '.join(sorted(unknown))}."
            raise Invalid.because("names", "UNKNOWN_EVENT", message)
        async with aclosing(follow(info, after, names=names or SHARED)) as told:
            async for event in told:
                yield EventRecorded(cursor=cursor_of(event), event=event)  # type: ignore[arg-type]
