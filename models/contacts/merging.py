"""Making one contact of two."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

from models.contacts.attribute_value import AttributeTarget, AttributeValue
from models.contacts.attributes import AttributeDefinition
from models.contacts.authored import author
from models.contacts.consent import ConsentState, ContactConsent
from models.contacts.contact import Contact
from models.contacts.contact_merge import ContactMerge
from models.contacts.details import fits
from models.contacts.person import ContactMerged
from models.database import fetch, flush, transaction
from models.errors import Interrupted, Invalid, NotFound, Refusal
from models.events import Event
from models.tenancy import current_company

if TYPE_CHECKING:
    from models.viewer import Viewer

# What names a contact and goes over as it is.
MOVED: Final = {
    "identities": "contact_identities",
    "conversations": "conversations",
    "notes": "contact_notes",
    "ratings": "satisfaction_requests",
    "statements": "consent_changes",
}
CONTACT: Final = AttributeTarget.CONTACT
DETAILS: Final = ("email", "phone", "locale")


class ContactBlockDiffers(Refusal):
    """One of these contacts is blocked and the other is not. Block or unblock one of them first."""

    code = "CONTACT_BLOCK_DIFFERS"


async def merge(into: Contact, source: Contact, *, by: "Viewer") -> ContactMerge:
    """All that `source` has is `into`'s from now on; it stays as a pointer to it.

    Of details and attributes those of `into` hold, and blanks are filled; what was otherwise is
    kept in the merge. An opt-out of either holds. Raises ContactMerged and ContactBlockDiffers.
    """
    if into.id == source.id:
        raise Invalid.because("from", "SAME_CONTACT", "A contact cannot be merged into itself.")
    async with transaction():
        await _hold(into, source)
        moved = await _move(into, source)
        taken, kept = _filled(into, source)
        kept |= await _agree(into, source, by=by)
        await _retire(source, into)
        if taken:
            into.update_from_dict({**taken, "version": into.version + 1})
            await into.save(update_fields=[*taken, "version"])
        if known := await AttributeDefinition.of(CONTACT):
            await AttributeValue.filter(contact_id=source.id).delete()
            await AttributeValue.keep(CONTACT, into.id, into.custom_attributes, known=known)
        merge = await ContactMerge.create(
            into_id=into.id,
            source_id=source.id,
            moved=moved,
            taken=sorted(taken),
            kept=kept,
            **author(by),
        )
        changes = {"into": into.id, "fields": sorted(taken)}
        await Event.record("contact.merged", source, actor=by, changes=changes)
    return merge


async def _hold(into: Contact, source: Contact) -> None:
    """Handles first and contacts in the order of their ids, as whoever is pushed to locks them.

    docs/jobs.md says in which order all is locked.
    """
    held = {row["id"] for row in await fetch(HANDLES, current_company(), source.id)}
    for contact in sorted((into, source), key=lambda each: each.id):
        await contact.lock()
    for contact in (into, source):
        if contact.merged_into_id is not None:
            raise ContactMerged(contact.merged_into_id)
        if contact.deleted_at is not None:
            raise NotFound
    if (into.blocked_at is None) != (source.blocked_at is None):
        raise ContactBlockDiffers
    now = {row["id"] for row in await fetch(HANDLES_NOW, current_company(), source.id)}
    if not now <= held:
        raise Interrupted  # another one became theirs; to wait for it now could be for ever


async def _move(into: Contact, source: Contact) -> dict[str, Any]:
    """All that names `source` as it is; of messages only how many there were."""
    company = current_company()
    threads = [row["id"] for row in await fetch(THREADS, company, source.id)]
    [moved] = await fetch(MOVE, company, source.id, into.id, threads)
    return {name: _written(what) for name, what in moved.items()}


async def _retire(source: Contact, into: Contact) -> None:
    """It is `into` by now, and so is whoever it was."""
    source.update_from_dict({"deleted_at": datetime.now(UTC), "merged_into_id": into.id})
    await source.save(update_fields=["deleted_at", "merged_into_id"])
    await Contact.filter(merged_into_id=source.id).update(merged_into_id=into.id)
    await flush()  # what is unique about it is free from here on


def _written(what: Any) -> Any:
    return [str(id) for id in what] if isinstance(what, list) else what


def _filled(into: Contact, source: Contact) -> tuple[dict[str, Any], dict[str, Any]]:
    """What `into` takes over, and what of `source` is kept because `into` has it otherwise."""
    taken: dict[str, Any] = {}
    kept: dict[str, Any] = {}
    for name in DETAILS:
        ours, theirs = getattr(into, name), getattr(source, name)
        if theirs is not None and ours is None:
            taken[name] = theirs
        elif theirs not in (None, ours):
            kept[name] = theirs
    if source.name != into.name:
        kept["name"] = source.name
    attributes = dict(into.custom_attributes)
    unlike = {}
    for key, value in source.custom_attributes.items():
        if key not in attributes and fits({**attributes, key: value}):
            attributes[key] = value
        elif attributes.get(key) != value:
            unlike[key] = value
    if attributes != into.custom_attributes:
        taken["custom_attributes"] = attributes
    if unlike:
        kept["custom_attributes"] = unlike
    active = [at for at in (into.last_activity_at, source.last_activity_at) if at is not None]
    if active and max(active) != into.last_activity_at:
        taken["last_activity_at"] = max(active)
    return taken, kept


async def _agree(into: Contact, source: Contact, *, by: "Viewer") -> dict[str, Any]:
    """One consent for each channel; what was stated by either is in the history of one now."""
    stated = await ContactConsent.filter(contact_id__in=[into.id, source.id])
    ours = {each.channel: each for each in stated if each.contact_id == into.id}
    unlike = {}
    for theirs in (each for each in stated if each.contact_id == source.id):
        known = ours.get(theirs.channel)
        if known is None:
            theirs.contact_id = into.id
            await theirs.save(update_fields=["contact_id"])
            continue
        stricter = theirs.state is ConsentState.OPTED_OUT or known.state is ConsentState.UNKNOWN
        losing = known if stricter else theirs
        if known.state is not theirs.state:
            unlike[theirs.channel.value] = losing.state.value
        if stricter and known.state is not theirs.state:
            said = {name: getattr(theirs, name) for name in ("state", "source", "stated_at")}
            known.update_from_dict(said | author(by))
            await known.save(update_fields=[*said, *author(by)])
        await theirs.delete()
    return {"consents": unlike} if unlike else {}


HANDLES_NOW: Final = """
    SELECT id FROM contact_identities WHERE company_id = $1 AND contact_id = $2 ORDER BY id
"""
HANDLES: Final = HANDLES_NOW + " FOR NO KEY UPDATE"
THREADS: Final = """
    SELECT id FROM conversations WHERE company_id = $1 AND contact_id = $2
    ORDER BY merged_into_id IS NULL, id FOR NO KEY UPDATE
"""


def _moving() -> str:
    """Of its conversations are all the messages that it has; their index begins with those."""
    one = "UPDATE {table} SET contact_id = $3 WHERE company_id = $1 AND contact_id = $2"
    updates = {name: one.format(table=table) for name, table in MOVED.items()}
    updates["messages"] = f"{one.format(table='messages')} AND conversation_id = ANY($4)"
    parts = [f"moved_{name} AS ({update} RETURNING id)" for name, update in updates.items()]
    told = [f"ARRAY(TABLE moved_{name}) AS {name}" for name in MOVED]
    told.append("(SELECT count(*) FROM moved_messages) AS messages")
    return f"WITH {', '.join(parts)} SELECT {', '.join(told)}"


MOVE: Final = _moving()
