"""Somebody who writes to a company."""

from typing import Any, Self
from uuid import UUID

from tortoise import fields

from models.contacts.attribute_value import AttributeValue
from models.contacts.attributes import require_fitting
from models.contacts.details import cleaned
from models.contacts.identity import ContactIdentity
from models.contacts.person import CONTACT, ContactExists, Person
from models.database import transaction
from models.events import Actor, Event, EventName
from models.idempotency import checked_client_id, fingerprint, insert, made_before
from models.inboxes.inbox import Inbox
from models.tenancy import find, locked

Details = dict[str, Any]


class Contact(Person):
    """A person outside the company, known by a handle in each inbox they write to."""

    last_activity_at = fields.DatetimeField(null=True)
    client_id = fields.CharField(max_length=100, null=True)
    client_hash = fields.CharField(max_length=64, null=True)

    class Meta:
        table = "contacts"

    @classmethod
    async def add(cls, *, by: Actor, client_id: str | None = None, **details: Any) -> Self:
        """A new contact: `name`, and `email`, `phone`, `locale`, `custom_attributes` where known.

        The same `client_id` with the same details is the same contact.
        """
        client_id = checked_client_id(client_id)
        asked = fingerprint(by.actor_id, details)
        contact = cls(**cleaned(details), client_id=client_id, client_hash=client_id and asked)
        attributes = contact.custom_attributes
        async with transaction():
            known = await require_fitting(CONTACT, attributes, kept=attributes)
            if not await insert(contact):
                return await contact._earlier()
            if known:
                await AttributeValue.keep(CONTACT, contact.id, attributes, known=known)
            await Event.record("contact.created", contact, actor=by)
        return contact

    @classmethod
    async def identified(
        cls,
        inbox: Inbox,
        external_id: str,
        *,
        name: str,
        email: str | None = None,
        phone: str | None = None,
    ) -> ContactIdentity:
        """The handle in this inbox with its contact, found or made.

        What an inbox tells of a known contact fills blanks and overwrites nothing; a deleted
        contact comes back. An unknown handle with a known e-mail or phone is the same person.
        """
        told = cleaned({"name": name, "email": email, "phone": phone})
        async with transaction():
            identity = await ContactIdentity.get_or_none(inbox_id=inbox.id, external_id=external_id)
            if identity is None:
                identity = await cls._introduced(inbox, external_id, told)
            else:
                contact = await cls.current(identity.contact_id)
                await contact._learn(told, placeholder=external_id, through=identity)
        return identity

    @classmethod
    async def current(cls, id: UUID) -> Self:
        """The contact, or who it has been merged into."""
        contact = await find(cls.all(), id)
        while contact.merged_into_id is not None:
            contact = await find(cls.all(), contact.merged_into_id)
        return contact

    @classmethod
    async def writing(cls, identity: ContactIdentity) -> Self:
        """The locked contact behind a locked handle, which follows it when it has been merged."""
        contact = await locked(cls.all(), identity.contact_id)
        while contact.merged_into_id is not None:
            contact = await locked(cls.all(), contact.merged_into_id)
        if identity.contact_id != contact.id:
            identity.contact_id = contact.id
            await identity.save(update_fields=["contact_id"])
        return contact

    @property
    def actor_kind(self) -> str:
        return "CONTACT"

    @property
    def actor_id(self) -> UUID:
        return self.id

    async def _earlier(self) -> Self:
        """The contact that stands in our way, when it is this one, asked for before."""
        if earlier := await made_before(type(self), self.client_id, self.client_hash):
            return earlier
        await self._require_unique()
        raise ContactExists("email or phone")

    @classmethod
    async def _introduced(cls, inbox: Inbox, external_id: str, told: Details) -> ContactIdentity:
        known = await cls._same_person(told)
        contact = known or cls(**told)
        if known is None and not await insert(contact):
            # Added since we looked, for insert() waits; or else somebody who shares the phone.
            known = await cls._same_person(told)
            contact = known or await cls.create(**told | {"phone": None})
        identity = ContactIdentity(
            contact_id=contact.id, inbox_id=inbox.id, external_id=external_id
        )
        if not await insert(identity):
            if known is None:
                await contact.delete()
            return await ContactIdentity.get(inbox_id=inbox.id, external_id=external_id)
        if known is None:
            await Event.record("contact.created", contact, actor=contact)
        else:
            await contact._learn(told, placeholder=external_id, through=identity)
        return identity

    @classmethod
    async def _same_person(cls, told: Details) -> Self | None:
        """By e-mail; by phone alone only where the e-mails do not contradict each other."""
        if told["email"] and (known := await cls._undeleted(email=told["email"])):
            return known
        known = await cls._undeleted(phone=told["phone"]) if told["phone"] else None
        return None if known and known.email and told["email"] else known

    async def _learn(self, told: Details, *, placeholder: str, through: ContactIdentity) -> None:
        if not self._news(told, placeholder):
            return
        await through.lock()  # handles before contacts, as all lock them
        await self.lock()
        if self.merged_into_id is not None:
            return
        news = self._news(told, placeholder)
        for field in ("email", "phone"):
            value = news.get(field, getattr(self, field) if self.deleted_at else None)
            other = value and await self._undeleted(**{field: value})
            if other and other.id != self.id:
                news[field] = None
        event: EventName = "contact.restored" if self.deleted_at else "contact.updated"
        await self._change(event, by=self, **news)

    def _news(self, told: Details, placeholder: str) -> Details:
        """What we did not know of them; a name that is only the handle counts as unknown."""
        known = {name for name in ("email", "phone") if getattr(self, name) or not told[name]}
        if self.name != placeholder:
            known |= {"name", "search_name"}
        news = {name: value for name, value in told.items() if name not in known}
        return news | {"deleted_at": None} if self.deleted_at else news
