"""Making one conversation of two.

The messages stay where they were said: under their seqs, external ids, cursors and deliveries, and
a merge costs the same whatever their number. The thread that goes on counts those of the other as
unread for whom they were, and `timeline` reads them together.
"""

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

from models.contacts.attribute_value import AttributeTarget, AttributeValue
from models.contacts.attributes import AttributeDefinition
from models.contacts.contact import Contact
from models.conversations.activity import ConversationMerged, Side
from models.conversations.conversation import Conversation
from models.conversations.handling import ConversationStatus, Priority
from models.conversations.labelling import ConversationLabel
from models.conversations.participant import ConversationMember
from models.database import execute, flush, transaction
from models.errors import Invalid, NotFound, Refusal
from models.events import Event
from models.identifiers import global_id
from models.tenancy import current_company, locked

if TYPE_CHECKING:
    from models.viewer import Viewer

MOST: Final = 20  # merged into one
BY_WEIGHT: Final = list(Priority)


class ContactsDiffer(Refusal):
    """These conversations are of two contacts. Merge the contacts first."""

    code = "CONTACTS_DIFFER"


async def merge(
    source: Conversation,
    into: Conversation,
    *,
    by: "Viewer",
    version: int | None = None,
    into_version: int | None = None,
) -> Conversation:
    """What `source` is about goes on in `into`, and what its contact writes; `source` is closed.

    For good: every verb on it refuses from now on. Raises ConversationMerged, ContactsDiffer and
    Conflict.
    """
    if source.id == into.id:
        message = "A conversation cannot be merged into itself."
        raise Invalid.because("intoId", "SAME_CONVERSATION", message)
    async with transaction():
        # Whoever receives for this contact, or merges, waits here.
        await locked(Contact.all(), source.contact_id)
        await execute(THREADS, current_company(), source.id, into.id)
        await source.lock()
        await into.lock()
        both = by.conversations.filter(id__in=[source.id, into.id])
        if by.restricted and await both.count() < 2:
            raise NotFound  # it has left their sight since they found it
        for each in (source, into):
            if each.merged_into_id is not None:
                raise ConversationMerged(each.merged_into_id)
        if source.contact_id != into.contact_id:
            raise ContactsDiffer
        source._expect(version)
        into._expect(into_version)
        earlier = await Conversation.filter(merged_into_id__in=[source.id, into.id])
        if len(earlier) >= MOST:
            message = f"Up to {MOST} conversations can be merged into one."
            raise Invalid.because("intoId", "TOO_MANY", message)
        await _carry_over(source, into)
        await _close(source, into, by=by)
        known = await AttributeDefinition.of(AttributeTarget.CONVERSATION)
        if known:
            kept = into.custom_attributes
            await AttributeValue.keep(AttributeTarget.CONVERSATION, into.id, kept, known=known)
        await _go_on(source, into, by=by)
        for each in earlier:
            if each.merged_into_id == source.id:
                await _point(each, into, by=by)
    return into


async def _carry_over(source: Conversation, into: Conversation) -> None:
    """Who has read how much of it, who takes part, and what it is labelled with."""
    await execute(READS, current_company(), source.id, into.id)
    taking_part = {each.member_id for each in await _of(ConversationMember, into)}
    for part in await _of(ConversationMember, source):
        if part.member_id not in taking_part:
            await ConversationMember.create(
                conversation_id=into.id,
                member_id=part.member_id,
                role=part.role,
                muted=part.muted,
            )
    labelled = {each.label_id for each in await _of(ConversationLabel, into)}
    for link in await _of(ConversationLabel, source):
        if link.label_id not in labelled:
            await ConversationLabel.create(conversation_id=into.id, label_id=link.label_id)
    await flush()


async def _close(source: Conversation, into: Conversation, *, by: "Viewer") -> None:
    await source._cancel_wake()
    taken = _taken(source, into)
    reopens = (
        into.status is ConversationStatus.RESOLVED
        and source.status is not ConversationStatus.RESOLVED
    )
    await source._change(
        status=ConversationStatus.RESOLVED,
        resolved_at=source.resolved_at or datetime.now(UTC),
        snoozed_until=None,
        waiting_since=None,
        merged_into_id=into.id,
    )
    await source._record(
        "conversation.merged", by=by, changes={"into": into.id}, after=_called(into)
    )
    if reopens:
        await into._open(by=by)
    await into._change(**taken)


async def _go_on(source: Conversation, into: Conversation, *, by: "Viewer") -> None:
    await into._record(
        "conversation.merged", by=by, changes={"merged": source.id}, before=_called(source)
    )


def _taken(source: Conversation, into: Conversation) -> dict[str, Any]:
    """Of the columns: what the one thread is now, of what both were."""
    waiting = [each.waiting_since for each in (source, into) if each.waiting_since]
    replied = [each.first_reply_at for each in (source, into) if each.first_reply_at]
    taken: dict[str, Any] = {
        "inbound_count": into.inbound_count + source.inbound_count,
        "waiting_since": min(waiting, default=None),
        "first_reply_at": min(replied, default=None),
        "priority": max(source.priority, into.priority, key=BY_WEIGHT.index),
        "custom_attributes": {**source.custom_attributes, **into.custom_attributes},
    }
    if source.last_message_at > into.last_message_at and source.last_message_id is not None:
        taken["last_message_at"] = source.last_message_at
        # What was said in a queue is for who sees that, who may be others than see this one.
        if source.queue_id is None:
            for name in ("last_message_id", "last_message_preview"):
                taken[name] = getattr(source, name)
    if into.assignee_id is None and into.queue_id is None:
        taken |= {"assignee_id": source.assignee_id, "queue_id": source.queue_id}
    return taken


async def _point(each: Conversation, into: Conversation, *, by: "Viewer") -> None:
    """What was merged into the one that is merged now leads on to where it went."""
    await each.lock()
    await each._change(merged_into_id=into.id)
    await Event.record("conversation.merged", each, actor=by, changes={"into": into.id})


def _called(conversation: Conversation) -> Side:
    return Side(f"#{conversation.number}", global_id("Conversation", conversation.id))


async def _of(model: Any, conversation: Conversation) -> list[Any]:
    rows: list[Any] = await model.filter(conversation_id=conversation.id).order_by("id")
    return rows


# Those that are another by now before that one, as who edits a message of theirs locks them.
THREADS: Final = """
    SELECT id FROM conversations
    WHERE company_id = $1 AND (id = $2 OR id = $3 OR merged_into_id = $2)
    ORDER BY merged_into_id IS NULL, id FOR NO KEY UPDATE
"""
# What is unread is what was unread in both: of the one that goes on, the count of all is the sum.
READS: Final = """
    INSERT INTO conversation_reads AS known
        (id, company_id, conversation_id, member_id, inbound_count, created_at, updated_at)
    SELECT gen_random_uuid(), company_id, $3, member_id, inbound_count, now(), now()
    FROM conversation_reads WHERE company_id = $1 AND conversation_id = $2
    ON CONFLICT (company_id, conversation_id, member_id)
        DO UPDATE SET inbound_count = known.inbound_count + excluded.inbound_count,
            updated_at = now()
"""
