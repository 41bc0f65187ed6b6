"""What a company keeps of a person outside it, and how that changes."""

from datetime import UTC, datetime
from typing import Any, Final, Self
from uuid import UUID

from tortoise import fields
from tortoise.exceptions import IntegrityError

from models.contacts.attribute_value import AttributeTarget, AttributeValue
from models.contacts.attributes import Definitions, require_fitting
from models.contacts.details import cleaned, merged
from models.database import flush, transaction
from models.errors import Refusal, require_version
from models.events import Actor, Event, EventName
from models.identifiers import global_id
from models.tenancy import CompanyModel

CONTACT: Final = AttributeTarget.CONTACT


class ContactExists(Refusal):
    """Another contact has this already."""

    code = "CONTACT_EXISTS"
    cure = "`extensions.fields` says what; change that contact instead."

    def __init__(self, field: str, *, contact_id: UUID | None = None) -> None:
        known = {} if contact_id is None else {"contactId": global_id("Contact", contact_id)}
        super().__init__(f"Another contact has this {field} already.", field=field, **known)


class ContactMerged(Refusal):
    """This contact is another one by now."""

    code = "CONTACT_MERGED"
    cure = "Use the contact whose id is in `extensions.contactId`."

    def __init__(self, into: UUID) -> None:
        super().__init__(contactId=global_id("Contact", into))


class Person(CompanyModel):
    """E-mail in lower case and phone in E.164, each unique among those not deleted.

    Each change of it moves `version`, by which two people do not overwrite each other.
    """

    name = fields.CharField(max_length=200)
    search_name = fields.CharField(max_length=200)
    email = fields.CharField(max_length=254, null=True)
    phone = fields.CharField(max_length=16, null=True)
    locale = fields.CharField(max_length=35, null=True)
    custom_attributes: Any = fields.JSONField(default=dict)
    blocked_at = fields.DatetimeField(null=True)
    deleted_at = fields.DatetimeField(null=True)
    merged_into_id = fields.UUIDField(null=True)  # one that is another by now is deleted, too
    version = fields.IntField(default=1)

    class Meta:
        abstract = True

    async def hold(self) -> Self:
        """Lock it to change something of it. Raises ContactMerged."""
        await self.lock()
        if self.merged_into_id is not None:
            raise ContactMerged(self.merged_into_id)
        return self

    async def edit(self, *, by: Actor, version: int | None = None, **details: Any) -> Self:
        """Change the given details; of `custom_attributes` the given keys, and null removes one."""
        changes = cleaned(details)
        async with transaction():
            await self.hold()
            require_version(version, self.version)
            known: Definitions = {}
            if "custom_attributes" in changes:
                given = changes["custom_attributes"]
                kept = changes["custom_attributes"] = merged(self.custom_attributes, given)
                known = await require_fitting(CONTACT, given, kept=kept)
            await self._change("contact.updated", by=by, **changes)
            if known:
                await AttributeValue.keep(CONTACT, self.id, self.custom_attributes, known=known)
        return self

    async def block(self, *, by: Actor) -> Self:
        """Stop hearing them: what they write is kept, but wakes, raises and counts nothing."""
        async with transaction():
            await self.hold()
            if self.blocked_at is None:
                await self._change("contact.blocked", by=by, blocked_at=datetime.now(UTC))
        return self

    async def unblock(self, *, by: Actor) -> Self:
        async with transaction():
            await self.hold()
            if self.blocked_at is not None:
                await self._change("contact.unblocked", by=by, blocked_at=None)
        return self

    async def discard(self, *, by: Actor) -> Self:
        """Delete so that it can be restored; the conversations stay."""
        async with transaction():
            await self.hold()
            if self.deleted_at is None:
                await self._change("contact.deleted", by=by, deleted_at=datetime.now(UTC))
        return self

    async def restore(self, *, by: Actor) -> Self:
        """Undo a deletion. Raises ContactExists when the e-mail or phone is another's by now."""
        async with transaction():
            await self.hold()
            if self.deleted_at is not None:
                await self._change("contact.restored", by=by, deleted_at=None)
        return self

    async def _change(self, event: EventName, *, by: Actor | None, **changes: Any) -> None:
        changed = sorted(name for name, value in changes.items() if getattr(self, name) != value)
        if not changed:
            return
        self.update_from_dict({name: changes[name] for name in changed})
        self.version += 1
        if self.deleted_at is None and not {"email", "phone", "deleted_at"}.isdisjoint(changed):
            await self._require_unique()
        try:
            await self.save(update_fields=[*changed, "version"])
            await flush()
        except IntegrityError as refused:
            raise ContactExists(_field(refused)) from None  # added since we looked
        told = [name for name in changed if name != "search_name"]
        await Event.record(event, self, actor=by, changes={"fields": told})

    async def _require_unique(self) -> None:
        for field, value in (("email", self.email), ("phone", self.phone)):
            other = await self._undeleted(**{field: value}) if value else None
            if other is not None and other.id != self.id:
                raise ContactExists(field, contact_id=other.id)

    @classmethod
    async def _undeleted(cls, **detail: str) -> Self | None:
        return await cls.filter(deleted_at=None, **detail).first()


def _field(refused: IntegrityError) -> str:
    return "phone" if "contacts_phone_key" in str(refused) else "email"
