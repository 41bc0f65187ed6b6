"""Contacts as inboxes tell of them."""

import asyncio
from typing import Any

from models.contacts import Contact, ContactIdentity
from models.events import Event
from models.inboxes import Inbox
from models.tenancy import acting_for
from tests.people import Cast
from tests.threads import open_inbox


async def identified(company: Cast, inbox: Inbox, handle: str, **told: Any) -> Contact:
    with acting_for(company.id):
        identity = await Contact.identified(inbox, handle, **{"name": "Kim", **told})
        return await Contact.get(id=identity.contact_id)


async def test_an_unknown_handle_is_a_new_contact(acme: Cast, rival: Cast) -> None:
    contact = await identified(
        acme, await open_inbox(acme), "k-1", email="Kim@Example.com", phone="+5551999990000"
    )
    theirs = await identified(rival, await open_inbox(rival), "k-1", email="kim@example.com")

    assert (contact.name, contact.email, contact.phone) == (
        "Kim",
        "kim@example.com",
        "+5551999990000",
    )
    assert theirs.id != contact.id
    with acting_for(acme.id):
        created = await Event.get(name="contact.created")
    assert (created.actor_kind, created.actor_id) == ("CONTACT", contact.id)


async def test_a_new_handle_at_once_many_times_is_one_contact(acme: Cast) -> None:
    inbox = await open_inbox(acme)

    contacts = await asyncio.gather(
        *(identified(acme, inbox, "k-1", email="kim@example.com") for _ in range(4))
    )

    assert len({contact.id for contact in contacts}) == 1
    with acting_for(acme.id):
        assert await Contact.all().count() == await ContactIdentity.all().count() == 1
        assert await Event.filter(name="contact.created").count() == 1


async def test_without_an_email_too(acme: Cast) -> None:
    inbox = await open_inbox(acme)

    await asyncio.gather(*(identified(acme, inbox, "k-1") for _ in range(4)))

    with acting_for(acme.id):
        assert await Contact.all().count() == await ContactIdentity.all().count() == 1


async def test_blanks_are_filled_and_nothing_is_overwritten(acme: Cast) -> None:
    inbox = await open_inbox(acme)
    await identified(acme, inbox, "k-1", name="k-1")

    named = await identified(acme, inbox, "k-1", name="Kim", phone="+5551999990000")
    again = await identified(
        acme, inbox, "k-1", name="Kimberly", phone="+5551888880000", email="kim@example.com"
    )

    assert (named.name, named.search_name) == ("Kim", "kim")
    assert (again.name, again.phone, again.email) == (
        "Kim",
        "+5551999990000",
        "kim@example.com",
    )
    with acting_for(acme.id):
        updated = await Event.filter(name="contact.updated")
    assert sorted(event.changes["fields"] for event in updated) == [["email"], ["name", "phone"]]


async def test_the_same_person_in_another_inbox_is_known_by_email(acme: Cast) -> None:
    shop, support = await open_inbox(acme), await open_inbox(acme)

    here = await identified(acme, shop, "k-1", email="kim@example.com")
    there = await identified(acme, support, "+1", email="KIM@example.com", phone="+5551999990000")

    assert here.id == there.id
    assert there.phone == "+5551999990000"


async def test_or_by_phone_unless_the_emails_differ(acme: Cast) -> None:
    shop, support = await open_inbox(acme), await open_inbox(acme)
    kim = await identified(acme, shop, "k-1", phone="+5551999990000", email="kim@example.com")

    same = await identified(acme, support, "k-2", phone="+5551999990000")
    flatmate = await identified(
        acme, support, "k-3", name="Lee", phone="+5551999990000", email="lee@example.com"
    )

    assert same.id == kim.id
    assert flatmate.id != kim.id
    assert (flatmate.email, flatmate.phone) == ("lee@example.com", None)


async def test_a_detail_that_is_anothers_is_left_there(acme: Cast) -> None:
    inbox = await open_inbox(acme)
    await identified(acme, inbox, "k-1", email="kim@example.com")
    await identified(acme, inbox, "k-2", name="Lee")

    lee = await identified(acme, inbox, "k-2", email="kim@example.com")

    assert lee.email is None


async def test_a_deleted_contact_who_writes_comes_back(acme: Cast) -> None:
    inbox = await open_inbox(acme)
    kim = await identified(acme, inbox, "k-1", email="kim@example.com", phone="+5551999990000")
    with acting_for(acme.id):
        await kim.discard(by=acme.viewer)
        await Contact.add(by=acme.viewer, name="Kim 2", email="kim@example.com")

    back = await identified(acme, inbox, "k-1")

    assert back.id == kim.id
    assert (back.deleted_at, back.email, back.phone) == (None, None, "+5551999990000")
    with acting_for(acme.id):
        assert await Event.filter(name="contact.restored").count() == 1
