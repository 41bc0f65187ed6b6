"""Notes on contacts, and what contacts consent to."""

from datetime import UTC, datetime, timedelta

import pytest

from models.contacts import (
    ConsentChange,
    ConsentState,
    Contact,
    ContactConsent,
    ContactNote,
    ContactOptedOut,
)
from models.conversations import Conversation
from models.errors import Forbidden, Invalid, NotFound
from models.events import Event
from models.idempotency import ClientIdReused
from models.identity import Role
from models.inboxes import InboxKind
from models.tenancy import ForeignCompany, acting_for
from tests.people import Cast, hire
from tests.threads import hear, open_inbox

API = InboxKind.API


async def added(company: Cast) -> Contact:
    with acting_for(company.id):
        return await Contact.add(by=company.viewer, name="Kim")


async def test_a_note_is_added_edited_by_its_author_and_deleted(acme: Cast, rival: Cast) -> None:
    contact = await added(acme)
    author, other = await hire(acme, Role.MEMBER), await hire(acme, Role.MEMBER)
    supervisor = await hire(acme, Role.SUPERVISOR)
    with acting_for(acme.id):
        note = await ContactNote.add(contact, "Likes tea", by=author, client_id="n1")
        again = await ContactNote.add(contact, "Likes tea", by=author, client_id="n1")
        assert (again.id, note.member_id) == (note.id, author.member_id)
        with pytest.raises(ClientIdReused):
            await ContactNote.add(contact, "Likes coffee", by=author, client_id="n1")
        for stranger in (other, supervisor):
            with pytest.raises(Forbidden):
                await note.edit("Hates tea", by=stranger)
        await note.edit("Likes green tea", by=author)
        assert note.edited_at is not None
        with pytest.raises(Forbidden):
            await note.erase(by=other)
        with pytest.raises(Invalid):
            await ContactNote.add(contact, " ", by=author)
    with acting_for(rival.id):
        with pytest.raises(ForeignCompany):
            await note.erase(by=rival.viewer)
        assert await ContactNote.all().count() == 0
    with acting_for(acme.id):
        await note.erase(by=supervisor)
        with pytest.raises(NotFound):
            await note.edit("Too late", by=author)
        assert await ContactNote.all().count() == 0
        told = await Event.filter(subject_id=note.id).order_by("seq")
    assert [event.name for event in told] == [
        "contact.note_added",
        "contact.note_edited",
        "contact.note_deleted",
    ]
    assert "tea" not in str([event.changes for event in told])


async def test_what_is_stated_holds_and_all_of_it_is_kept(acme: Cast, rival: Cast) -> None:
    contact = await added(acme)
    earlier = datetime.now(UTC) - timedelta(days=3)
    with acting_for(acme.id):
        for state, source in (("OPTED_IN", "form"), ("OPTED_IN", "form"), ("OPTED_OUT", "call")):
            consent = await ContactConsent.declare(
                contact, API, ConsentState(state), by=acme.viewer, source=source, at=earlier
            )
        history = await ConsentChange.filter(contact_id=contact.id).order_by("id")
        told = await Event.filter(name="contact.consent_changed").order_by("seq")
        assert await ContactConsent.all().count() == 1
    assert (consent.state, consent.source) == ("OPTED_OUT", "call")
    assert (consent.stated_at, consent.member_id) == (earlier, acme.owner.id)
    assert [each.state for each in history] == ["OPTED_IN", "OPTED_OUT"]
    assert [(each.changes["from"], each.changes["to"]) for each in told] == [
        ("UNKNOWN", "OPTED_IN"),
        ("OPTED_IN", "OPTED_OUT"),
    ]
    with acting_for(rival.id):
        assert await ContactConsent.all().count() == 0
        with pytest.raises(ForeignCompany):
            await ContactConsent.declare(contact, API, ConsentState.OPTED_IN, by=rival.viewer)


@pytest.mark.parametrize("at", [datetime(2026, 1, 1), datetime.now(UTC) + timedelta(days=1)])  # noqa: DTZ001
async def test_nobody_has_stated_anything_tomorrow(acme: Cast, at: datetime) -> None:
    contact = await added(acme)
    with acting_for(acme.id), pytest.raises(Invalid):
        await ContactConsent.declare(contact, API, ConsentState.OPTED_IN, by=acme.viewer, at=at)


async def test_who_has_opted_out_is_not_written_to_first_and_is_answered(acme: Cast) -> None:
    inbox = await open_inbox(acme)
    contact = await added(acme)
    heard = await hear(acme, inbox, "Stop it", handle="lee")
    with acting_for(acme.id):
        before = await Conversation.start(inbox, contact, by=acme.viewer)
        writer = await Contact.get(id=heard.contact_id)
        for each in (contact, writer):
            await ContactConsent.declare(each, API, ConsentState.OPTED_OUT, by=acme.viewer)

        for each in (contact, writer):
            with pytest.raises(ContactOptedOut):
                await Conversation.start(inbox, each, by=acme.viewer, body="An offer")
        with pytest.raises(ContactOptedOut):
            await before.post("An offer", author=acme.viewer)
        assert (await before.post("They do not want it", author=acme.viewer, note=True)).seq == 1
        answer = await (await heard.conversation).post("We shall", author=acme.viewer)
        assert answer.seq == 2

        await ContactConsent.declare(contact, API, ConsentState.OPTED_IN, by=acme.viewer)
        assert (await before.post("Welcome back", author=acme.viewer)).seq == 2
