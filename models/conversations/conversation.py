"""A thread between a contact and the company."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final, Self
from uuid import UUID

from tortoise import fields

from models.checks import Checks
from models.contacts.consent import require_consent
from models.contacts.contact import Contact
from models.contacts.identity import ContactIdentity
from models.conversations.counter import next_number
from models.conversations.described import MAX_SUBJECT, Described, checked_subject
from models.conversations.handling import ConversationStatus
from models.conversations.labelling import Labelled
from models.conversations.mentions import MessageMention, checked_mentions
from models.conversations.message import (
    Direction,
    Message,
    SenderKind,
    checked_body,
    preview,
)
from models.conversations.participant import Attended, ParticipantRole
from models.conversations.progress import MessageStatus
from models.conversations.queued import Queued
from models.conversations.rated import Rated
from models.conversations.reach import OF_CONVERSATION, Reach, require_reachable
from models.database import transaction
from models.events import Actor, Event
from models.files.attachment import Attachment, checked_attachments
from models.files.source import Incoming
from models.idempotency import ClientIdReused, checked_client_id, fingerprint
from models.identity.member import Member
from models.inboxes.inbox import AfterResolve, Inbox
from models.tenancy import locked

if TYPE_CHECKING:
    from models.viewer import Viewer

PLAIN: Final[Mapping[str, Any]] = {}  # a message that is made of no template
RUNNING_FIRST: Final = "conversations.status = 'RESOLVED', conversations.id DESC"


class Conversation(Labelled, Described, Attended, Rated, Queued):
    """A thread with one contact in one inbox; counters for lists are kept as messages are written.

    Notes and activity leave the list alone: they are counted, but are neither its last message nor
    its preview.
    """

    BESIDE = OF_CONVERSATION

    number = fields.IntField()
    inbox: fields.ForeignKeyRelation[Inbox] = fields.ForeignKeyField(
        "models.Inbox", related_name=False, db_constraint=False
    )
    contact: fields.ForeignKeyRelation[Contact] = fields.ForeignKeyField(
        "models.Contact", related_name=False, db_constraint=False
    )
    identity: fields.ForeignKeyRelation[ContactIdentity] = fields.ForeignKeyField(
        "models.ContactIdentity", related_name=False, db_constraint=False
    )
    inbox_id: UUID
    contact_id: UUID
    identity_id: UUID
    merged_into: fields.ForeignKeyNullableRelation["Conversation"] = fields.ForeignKeyField(
        "models.Conversation", related_name=False, db_constraint=False, null=True
    )
    merged_into_id: UUID | None
    subject = fields.CharField(max_length=MAX_SUBJECT, null=True)
    first_reply_at = fields.DatetimeField(null=True)
    sla_policy_id: UUID | None = fields.UUIDField(null=True)
    next_sla_due_at = fields.DatetimeField(null=True)
    last_message_id = fields.UUIDField(null=True)
    last_message_at = fields.DatetimeField()
    last_message_preview = fields.CharField(max_length=160, null=True)
    custom_attributes: Any = fields.JSONField(default=dict)
    client_id = fields.CharField(max_length=100, null=True)
    client_hash = fields.CharField(max_length=64, null=True)

    class Meta:
        table = "conversations"

    @classmethod
    async def start(
        cls,
        inbox: Inbox,
        contact: Contact,
        *,
        by: "Viewer",
        subject: str | None = None,
        body: str | None = None,
        client_id: str | None = None,
    ) -> Self:
        """A new thread from our side, with its first message when there is a body.

        The same `client_id` with the same input is the same conversation.
        """
        checks = Checks()
        subject = checks.run(checked_subject, subject)
        body = None if body is None else checks.run(checked_body, body)
        client_id = checks.run(checked_client_id, client_id)
        checks.refuse()
        asked = fingerprint(by.actor_id, inbox.id, contact.id, subject, body)
        async with transaction():
            await contact.hold()  # the place to queue for those who start the same one twice
            earlier = await cls.get_or_none(client_id=client_id) if client_id else None
            if earlier is None:
                if body is None:  # else it is the message that asks
                    await require_reachable(inbox_id=inbox.id, contact_id=contact.id)
                conversation = await cls._begin(
                    await ContactIdentity.of(contact, inbox),
                    subject=subject,
                    client_id=client_id,
                    client_hash=client_id and asked,
                    by=by,
                )
                if body is not None:
                    await conversation.post(body, author=by)
                return conversation
        if earlier.client_hash != asked:
            raise ClientIdReused
        return earlier

    @classmethod
    async def receive(
        cls,
        identity: ContactIdentity,
        body: str,
        *,
        external_id: str,
        occurred_at: datetime,
        files: Sequence[Incoming] = (),
    ) -> Message:
        """What a contact wrote: to their running conversation, a reopened one or a new one.

        The same external id again is the same message. What a blocked contact writes is kept, but
        wakes, reopens, raises and counts nothing.
        """
        body, at = checked_body(body, alone=not files), datetime.now(UTC)
        async with transaction():
            await identity.lock()  # the place to queue for two first messages at once
            known = await Message.get_or_none(inbox_id=identity.inbox_id, external_id=external_id)
            if known is not None:
                return known
            contact = await Contact.writing(identity)
            heard = contact.blocked_at is None
            conversation = await cls._running(identity, contact, heard=heard)
            message = Message(
                direction=Direction.INBOUND,
                status=MessageStatus.RECEIVED,
                sender_kind=SenderKind.CONTACT,
                contact_id=contact.id,
                body=body,
                external_id=external_id,
                occurred_at=min(occurred_at, at),
                # Not the thread's, if theirs was merged into one of another inbox.
                **conversation._place | {"inbox_id": identity.inbox_id},
            )
            title = files[0].file_name if files else ""
            await conversation._append(message, by=contact, heard=heard, title=title)
            await Attachment.promise(message, files)
            contact.last_activity_at = at
            await contact.save(update_fields=["last_activity_at"])
        return message

    async def post(
        self,
        body: str,
        *,
        author: "Viewer",
        client_id: str | None = None,
        note: bool = False,
        reply_to: Message | None = None,
        mentions: Sequence[Member] = (),
        attachments: Sequence[str | UUID] = (),
        made_of: Mapping[str, Any] = PLAIN,
        asked: str | None = None,
    ) -> Message:
        """Write to the contact, or a note to each other, or to those it `mentions`, for us alone.

        The same `client_id` with the same input is the same message. Raises ConversationResolved;
        for what goes out also ContactBlocked, ContactDeleted and InboxDisabled.
        """
        body = checked_body(body, alone=not attachments)
        client_id, files = checked_client_id(client_id), checked_attachments(attachments)
        mentioned = [member.id for member in checked_mentions(mentions, note=note)]
        asked = client_id and (
            asked
            or fingerprint(
                author.actor_id, body, note, reply_to and reply_to.id, *mentioned, *files
            )
        )
        async with transaction():
            await self.lock()
            earlier = client_id and await Message.earlier(
                conversation_id=self.id, client_id=client_id
            )
            if earlier:
                if earlier.client_hash not in (None, asked):
                    raise ClientIdReused
                return earlier
            self._accept(note=note, reply_to=reply_to)
            if not note:
                Reach(*self.beside).require()
                if not self.inbound_count:  # we write first
                    await require_consent(inbox_id=self.inbox_id, contact_id=self.contact_id)
            message = Message(
                direction=Direction.INTERNAL if note else Direction.OUTBOUND,
                status=MessageStatus.RECEIVED if note else MessageStatus.QUEUED,
                sender_kind=SenderKind(author.kind),
                member_id=author.member_id,
                api_key_id=author.api_key_id,
                body=body,
                reply_to_id=reply_to and reply_to.id,
                client_id=client_id,
                client_hash=asked,
                occurred_at=datetime.now(UTC),
                **self._place,
                **made_of,
            )
            uploads = await Attachment.claim(files, by=author) if files else ()
            await self._append(message, by=author, title=uploads[0].file_name if uploads else "")
            if uploads:
                await Attachment.attach(message, uploads)
            if mentioned:
                await MessageMention.keep(message, mentioned)
                await self._involve(mentioned, ParticipantRole.MENTIONED, by=author)
            if not note:
                await message.enqueue_delivery()
        return message

    async def retell(self, message: Message) -> None:
        """Of a changed message the list must show what it says now, if it shows it at all."""
        if self.last_message_id == message.id:
            await self._change(last_message_preview=preview(message.body) or None)
        if self.merged_into_id is not None:
            into = await locked(Conversation.all(), self.merged_into_id)
            if into.last_message_id == message.id:
                await into.retell(message)
                changes = {"fields": ["last_message_preview"]}
                await Event.record("conversation.updated", into, changes=changes)

    @classmethod
    async def _running(cls, identity: ContactIdentity, contact: Contact, *, heard: bool) -> Self:
        """The locked thread that takes this contact's next message, open unless unheard."""
        latest = await cls._first(RUNNING_FIRST, identity_id=identity.id)
        if latest is None:
            return await cls._begin(identity, by=contact, heard=heard)
        if latest.merged_into_id is not None:
            latest = await locked(cls.all(), latest.merged_into_id)
        if heard and latest.status is ConversationStatus.RESOLVED:
            inbox = await Inbox.get(id=identity.inbox_id)
            if inbox.after_resolve is AfterResolve.START_NEW:
                return await cls._begin(identity, by=contact)
            await latest._open(by=contact)
        elif heard and latest.status is ConversationStatus.SNOOZED:
            await latest._open(by=contact)
        return latest

    @classmethod
    async def _begin(
        cls, identity: ContactIdentity, *, by: Actor, heard: bool = True, **columns: Any
    ) -> Self:
        at = datetime.now(UTC)
        if not heard:
            columns |= {"status": ConversationStatus.RESOLVED, "resolved_at": at}
        arrived = by.actor_kind == "CONTACT"
        number, queue_id = await next_number(inbox_id=identity.inbox_id if arrived else None)
        conversation = await cls.create(
            number=number,
            queue_id=queue_id,
            inbox_id=identity.inbox_id,
            contact_id=identity.contact_id,
            identity_id=identity.id,
            last_message_at=at,
            **columns,
        )
        changes = {"number": conversation.number} | ({} if heard else {"heard": False})
        await Event.record("conversation.created", conversation, actor=by, changes=changes)
        await conversation._join_line()
        return conversation
