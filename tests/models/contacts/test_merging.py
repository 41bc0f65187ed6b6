"""Two contacts that turn out to be one."""

from datetime import UTC, datetime
from typing import Any

import asyncpg
import pytest

from models.contacts import (
    ConsentChange,
    ConsentState,
    Contact,
    ContactBlockDiffers,
    ContactConsent,
    ContactIdentity,
    ContactMerge,
    ContactMerged,
    ContactNote,
    merge,
)
from models.conversations import Conversation, Message
from models.errors import DomainError, Invalid, NotFound
from models.events import Event
from models.inboxes import Inbox, InboxKind
from models.tenancy import ForeignCompany, acting_for
from tests.architecture.test_catalogue import catalogue
from tests.people import Cast
from tests.threads import hear, open_inbox

__all__ = ["catalogue"]


async def writer(company: Cast, inbox: Inbox, handle: str, **details: Any) -> Contact:
    """Somebody who has written, with details."""
    message = await hear(company, inbox, f"I am {handle}", handle=handle)
    with acting_for(company.id):
        contact = await Contact.get(id=message.contact_id)
        return await contact.edit(by=company.viewer, **details) if details else contact


async def of(company: Cast, contact: Contact) -> dict[str, int]:
    """How many rows name this contact."""
    with acting_for(company.id):
        models: list[type[Any]] = [
            ContactIdentity, Conversation, Message, ContactNote, ContactConsent, ConsentChange,
        ]  # fmt: skip
        return {each.__name__: await each.filter(contact_id=contact.id).count() for each in models}


async def again(company: Cast, contact: Contact) -> Contact:
    with acting_for(company.id):
        return await Contact.get(id=contact.id)


async def test_all_that_one_has_is_the_others(acme: Cast, rival: Cast) -> None:
    inbox = await open_inbox(acme)
    into = await writer(acme, inbox, "kim", email="kim@example.org")
    source = await writer(acme, inbox, "lee", phone="+5551999990000")
    theirs = await writer(rival, await open_inbox(rival), "lee")
    with acting_for(acme.id):
        await ContactNote.add(source, "Likes tea", by=acme.viewer)
        await ContactConsent.declare(source, InboxKind.API, ConsentState.OPTED_IN, by=acme.viewer)

        kept = await merge(into, source, by=acme.viewer)

        told = await Event.get(name="contact.merged")
    assert set((await of(acme, source)).values()) == {0}
    assert await of(acme, into) == {
        "ContactIdentity": 2,
        "Conversation": 2,
        "Message": 2,
        "ContactNote": 1,
        "ContactConsent": 1,
        "ConsentChange": 1,
    }
    into, source = await again(acme, into), await again(acme, source)
    assert (into.email, into.phone) == ("kim@example.org", "+5551999990000")
    assert (source.merged_into_id, source.deleted_at is None) == (into.id, False)
    assert (told.subject_id, told.changes["into"]) == (source.id, str(into.id))
    assert (kept.into_id, kept.source_id, kept.member_id) == (into.id, source.id, acme.owner.id)
    assert kept.moved["messages"] == 1
    assert len(kept.moved["conversations"]) == len(kept.moved["identities"]) == 1
    assert set((await of(rival, theirs)).values()) == {0, 1}


async def test_the_targets_details_hold_and_the_others_are_kept(acme: Cast, rival: Cast) -> None:
    with acting_for(acme.id):
        into = await Contact.add(
            by=acme.viewer, name="Kim", email="kim@example.org", custom_attributes={"plan": "gold"}
        )
        source = await Contact.add(
            by=acme.viewer,
            name="K.",
            email="k@example.org",
            locale="pt-BR",
            custom_attributes={"plan": "tin", "seats": 3},
        )
        before = datetime.now(UTC)
        await Contact.filter(id=source.id).update(last_activity_at=before)

        kept = await merge(into, source, by=acme.viewer)

        assert kept.kept == {
            "name": "K.",
            "email": "k@example.org",
            "custom_attributes": {"plan": "tin"},
        }
        assert kept.taken == ["custom_attributes", "last_activity_at", "locale"]
        merged = await Contact.get(id=into.id)
    assert (merged.name, merged.email, merged.locale) == ("Kim", "kim@example.org", "pt-BR")
    assert merged.custom_attributes == {"plan": "gold", "seats": 3}
    assert merged.last_activity_at == before
    with acting_for(rival.id):
        assert await ContactMerge.all().count() == 0


async def test_more_attributes_than_one_may_have_stay_behind(acme: Cast) -> None:
    with acting_for(acme.id):
        into, source = [
            await Contact.add(
                by=acme.viewer, name=name, custom_attributes={f"{name}{n:02}": n for n in range(30)}
            )
            for name in "ab"
        ]
        kept = await merge(into, source, by=acme.viewer)
        assert len((await Contact.get(id=into.id)).custom_attributes) == 50
    assert len(kept.kept["custom_attributes"]) == 10


@pytest.mark.parametrize(
    ("ours", "theirs", "then"),
    [
        ("OPTED_IN", "OPTED_OUT", "OPTED_OUT"),
        ("OPTED_OUT", "OPTED_IN", "OPTED_OUT"),
        ("UNKNOWN", "OPTED_IN", "OPTED_IN"),
        ("OPTED_IN", "UNKNOWN", "OPTED_IN"),
        (None, "OPTED_OUT", "OPTED_OUT"),
        ("OPTED_IN", None, "OPTED_IN"),
    ],
)
async def test_no_opt_out_is_lost(
    acme: Cast, ours: str | None, theirs: str | None, then: str
) -> None:
    with acting_for(acme.id):
        into, source = [await Contact.add(by=acme.viewer, name=name) for name in "ab"]
        for contact, state in ((into, ours), (source, theirs)):
            if state:
                stated = ConsentState(state)
                await ContactConsent.declare(contact, InboxKind.API, stated, by=acme.viewer)
        await merge(into, source, by=acme.viewer)

        consent = await ContactConsent.get(contact_id=into.id)
        assert consent.state == then
        assert await ConsentChange.filter(contact_id=into.id).count() == len(
            {ours, theirs} - {None}
        )


async def test_what_cannot_be_merged(acme: Cast, rival: Cast) -> None:
    with acting_for(acme.id):
        kim, lee, rude, gone = [await Contact.add(by=acme.viewer, name=n) for n in "klrg"]
        await rude.block(by=acme.viewer)
        await gone.discard(by=acme.viewer)
        refused: list[tuple[Contact, Contact, type[DomainError]]] = [
            (kim, kim, Invalid),
            (kim, rude, ContactBlockDiffers),
            (rude, kim, ContactBlockDiffers),
            (kim, gone, NotFound),
            (gone, kim, NotFound),
        ]
        for into, source, why in refused:
            with pytest.raises(why):
                await merge(into, source, by=acme.viewer)
        assert await ContactMerge.all().count() == 0

        await merge(kim, lee, by=acme.viewer)
        for into, source in ((kim, lee), (lee, kim)):
            with pytest.raises(ContactMerged) as told:
                await merge(into, source, by=acme.viewer)
            assert told.value.details["contactId"]
    with acting_for(rival.id):
        theirs = await Contact.add(by=rival.viewer, name="Kim")
    with acting_for(acme.id), pytest.raises((ForeignCompany, NotFound)):
        await merge(kim, theirs, by=acme.viewer)


async def test_nothing_is_changed_of_who_is_another_by_now(acme: Cast) -> None:
    with acting_for(acme.id):
        into, source = [await Contact.add(by=acme.viewer, name=name) for name in "ab"]
        await merge(into, source, by=acme.viewer)
        for verb in (source.block, source.unblock, source.discard, source.restore):
            with pytest.raises(ContactMerged):
                await verb(by=acme.viewer)
        with pytest.raises(ContactMerged):
            await source.edit(by=acme.viewer, name="Other")
        with pytest.raises(ContactMerged):
            await ContactNote.add(source, "Hello", by=acme.viewer)


async def test_who_writes_by_the_old_handle_is_the_one_they_are_now(acme: Cast) -> None:
    inbox = await open_inbox(acme)
    into, source = await writer(acme, inbox, "kim"), await writer(acme, inbox, "lee")
    third = await writer(acme, inbox, "max")
    with acting_for(acme.id):
        await merge(into, source, by=acme.viewer)
        await merge(third, into, by=acme.viewer)
    message = await hear(acme, inbox, "Me again", handle="lee")

    assert message.contact_id == third.id
    with acting_for(acme.id):
        conversation = await Conversation.get(id=message.conversation_id)
        assert conversation.contact_id == third.id
        assert conversation.message_count == 2
        # Whoever it was merged into has been merged since.
        assert (await Contact.get(id=source.id)).merged_into_id == third.id
        assert (await Contact.get(id=source.id)).deleted_at is not None


async def test_a_handle_that_was_left_behind_follows(acme: Cast) -> None:
    """Somebody was introduced while it was merged: their handle was not there to be moved."""
    inbox = await open_inbox(acme)
    into, source = await writer(acme, inbox, "kim"), await writer(acme, inbox, "lee")
    with acting_for(acme.id):
        await merge(into, source, by=acme.viewer)
        await ContactIdentity.filter(external_id="lee").update(contact_id=source.id)
    message = await hear(acme, inbox, "Me again", handle="lee")

    assert message.contact_id == into.id
    with acting_for(acme.id):
        assert (await ContactIdentity.get(external_id="lee")).contact_id == into.id
        assert (await Contact.get(id=source.id)).deleted_at is not None


async def test_whatever_names_a_contact_is_thought_of(catalogue: asyncpg.Connection) -> None:
    """A new table with a contact in it must say what becomes of it when contacts are merged."""
    naming = await catalogue.fetch(
        "SELECT conrelid::regclass::text FROM pg_constraint "
        "WHERE contype = 'f' AND confrelid = 'contacts'::regclass ORDER BY 1"
    )

    assert {row[0] for row in naming} == {
        "attribute_values",
        "consent_changes",
        "contact_consents",
        "contact_identities",
        "contact_merges",
        "contact_notes",
        "contacts",
        "conversations",
        "messages",
        "satisfaction_requests",
    }
