"""Contacts as members keep them."""

import asyncio
from typing import Any

import pytest

from models.contacts import Contact, ContactExists, matching
from models.errors import Conflict, Invalid
from models.events import Event
from models.idempotency import ClientIdReused
from models.identifiers import global_id
from models.tenancy import ForeignCompany, acting_for
from tests.people import Cast


async def add(company: Cast, name: str = "Kim", **details: Any) -> Contact:
    with acting_for(company.id):
        return await Contact.add(by=company.viewer, name=name, **details)


async def test_a_contact_is_kept_in_one_form(acme: Cast, rival: Cast) -> None:
    contact = await add(
        acme,
        "  José \n da Silva ",
        email=" Jose@Example.COM ",
        phone="+55 (51) 99999-0000",
        locale="pt-BR",
        custom_attributes={"plan": "gold", "seats": 3, "vip": True, "note": None},
    )

    with acting_for(acme.id):
        contact = await Contact.get(id=contact.id)
        created = await Event.get(name="contact.created")
    assert (contact.name, contact.search_name) == ("José da Silva", "jose da silva")
    assert (contact.email, contact.phone) == ("jose@example.com", "+5551999990000")
    assert contact.locale == "pt-BR"
    assert contact.custom_attributes == {"plan": "gold", "seats": 3, "vip": True, "note": None}
    assert (created.subject_id, created.actor_id) == (contact.id, acme.owner.id)
    with acting_for(rival.id):
        assert await Contact.all().count() == 0


async def test_every_wrong_detail_is_named_at_once_and_nothing_is_kept(acme: Cast) -> None:
    with acting_for(acme.id):
        with pytest.raises(Invalid) as refused:
            await Contact.add(
                by=acme.viewer,
                name=" ",
                email="nobody",
                phone="5199",
                locale="!",
                custom_attributes={"a": [1], "b": {}},
            )

        assert await Contact.all().count() == 0
    assert [(field.path, field.code) for field in refused.value.fields] == [
        ("name", "BLANK"),
        ("email", "EMAIL_INVALID"),
        ("phone", "PHONE_INVALID"),
        ("locale", "LOCALE_INVALID"),
        ("customAttributes.a", "VALUE_INVALID"),
        ("customAttributes.b", "VALUE_INVALID"),
    ]


@pytest.mark.parametrize("phone", ["051 99999-0000", "+1234", "+0000000000000", "phone", "++5551"])
async def test_a_phone_is_in_international_form(acme: Cast, phone: str) -> None:
    with pytest.raises(Invalid, match="international form"):
        await add(acme, phone=phone)


@pytest.mark.parametrize(
    "email", ["a@", "@b.example.com", "a b@example.com", "a@example.com,c@d.e"]
)
async def test_an_email_is_one_address(acme: Cast, email: str) -> None:
    with pytest.raises(Invalid, match="`email`"):
        await add(acme, email=email)


async def test_an_empty_email_or_phone_is_none(acme: Cast) -> None:
    contact = await add(acme, email="", phone=" ")

    assert contact.email is contact.phone is None


@pytest.mark.parametrize(
    ("attributes", "code"),
    [
        ([1], "NOT_AN_OBJECT"),
        ("text", "NOT_AN_OBJECT"),
        ({"": 1}, "KEY_INVALID"),
        ({"k" * 65: 1}, "KEY_INVALID"),
        ({"k": "\0"}, "VALUE_INVALID"),
        ({"k": float("nan")}, "VALUE_INVALID"),
        ({"k": 2**63}, "VALUE_INVALID"),
        ({str(place): place for place in range(51)}, "TOO_LONG"),
        ({"k": "x" * 8_193}, "TOO_LONG"),
    ],
)
async def test_attributes_are_flat_and_small(acme: Cast, attributes: Any, code: str) -> None:
    with pytest.raises(Invalid) as refused:
        await add(acme, custom_attributes=attributes)

    assert [field.code for field in refused.value.fields] == [code]


@pytest.mark.parametrize("field", ["email", "phone"])
async def test_what_another_contact_has_is_refused_by_name(
    acme: Cast, rival: Cast, field: str
) -> None:
    given = {"email": "kim@example.com", "phone": "+5551999990000"}
    details: dict[str, Any] = {field: given[field]}
    kim, lee = await add(acme, **details), await add(acme, "Lee")
    expected = {
        "code": "CONTACT_EXISTS",
        "field": field,
        "contactId": global_id("Contact", kim.id),
    }

    with pytest.raises(ContactExists) as added:
        await add(acme, **details)
    with acting_for(acme.id), pytest.raises(ContactExists) as edited:
        await lee.edit(by=acme.viewer, **details)

    assert added.value.extensions == edited.value.extensions == expected
    with acting_for(acme.id):
        assert await Contact.all().count() == 2
        assert await Event.filter(name="contact.updated").count() == 0
    assert (await add(rival, **details)).company_id == rival.id


async def test_of_two_with_the_same_email_at_once_one_is_refused(acme: Cast) -> None:
    outcomes = await asyncio.gather(
        *(add(acme, email="kim@example.com") for _ in range(2)), return_exceptions=True
    )

    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["Contact", "ContactExists"]


@pytest.mark.parametrize(
    "detail", [{"email": "kim@example.com"}, {"phone": "+5551999990000"}], ids=["email", "phone"]
)
async def test_of_two_who_are_given_the_same_at_once_one_is_refused(
    acme: Cast, detail: dict[str, Any]
) -> None:
    contacts = [await add(acme), await add(acme)]

    async def edit(contact: Contact) -> Contact:
        with acting_for(acme.id):
            return await contact.edit(by=acme.viewer, **detail)

    outcomes = await asyncio.gather(*map(edit, contacts), return_exceptions=True)

    (refused,) = [outcome for outcome in outcomes if isinstance(outcome, ContactExists)]
    assert refused.details["field"] in detail


async def test_asking_twice_with_a_client_id_adds_one(acme: Cast, rival: Cast) -> None:
    one, two = await asyncio.gather(
        *(add(acme, email="kim@example.com", client_id="c-1") for _ in range(2))
    )
    again = await add(acme, email="kim@example.com", client_id="c-1")

    assert one.id == two.id == again.id
    with pytest.raises(ClientIdReused):
        await add(acme, email="lee@example.com", client_id="c-1")
    assert (await add(rival, client_id="c-1")).id != one.id


async def test_only_what_is_given_changes(acme: Cast) -> None:
    contact = await add(acme, email="kim@example.com", custom_attributes={"a": 1, "b": 2})
    with acting_for(acme.id):
        await contact.edit(
            by=acme.viewer, name="Kimberly", custom_attributes={"b": None, "c": "new"}
        )
        await contact.edit(by=acme.viewer, name="Kimberly")

        contact = await Contact.get()
        updated = await Event.filter(name="contact.updated")
    assert (contact.name, contact.search_name) == ("Kimberly", "kimberly")
    assert contact.email == "kim@example.com"
    assert contact.custom_attributes == {"a": 1, "c": "new"}
    assert [event.changes for event in updated] == [{"fields": ["custom_attributes", "name"]}]


async def test_two_edits_of_other_attributes_at_once_both_stay(acme: Cast) -> None:
    contact = await add(acme)

    async def edit(key: str) -> None:
        with acting_for(acme.id):
            ours = await Contact.get(id=contact.id)
            await ours.edit(by=acme.viewer, custom_attributes={key: True})

    await asyncio.gather(edit("a"), edit("b"))

    with acting_for(acme.id):
        assert (await Contact.get()).custom_attributes == {"a": True, "b": True}


async def test_null_takes_a_detail_away_but_not_the_name(acme: Cast) -> None:
    contact = await add(acme, email="kim@example.com")
    with acting_for(acme.id):
        await contact.edit(by=acme.viewer, email=None)
        assert (await Contact.get()).email is None
        with pytest.raises(Invalid):
            await contact.edit(by=acme.viewer, name=None)


async def test_blocking_and_unblocking_are_told_once(acme: Cast) -> None:
    contact = await add(acme)
    with acting_for(acme.id):
        for _ in range(2):
            await contact.block(by=acme.viewer)
        assert contact.blocked_at is not None
        for _ in range(2):
            await contact.unblock(by=acme.viewer)

        names = [event.name for event in await Event.all().order_by("seq")][-3:]
    assert names == ["contact.created", "contact.blocked", "contact.unblocked"]


async def test_a_deleted_contact_frees_its_email_and_comes_back(acme: Cast) -> None:
    contact = await add(acme, email="kim@example.com")
    with acting_for(acme.id):
        await contact.discard(by=acme.viewer)
        await contact.discard(by=acme.viewer)
        other = await Contact.add(by=acme.viewer, name="Kim 2", email="kim@example.com")

        with pytest.raises(ContactExists) as refused:
            await contact.restore(by=acme.viewer)
        await other.edit(by=acme.viewer, email=None)
        await (await Contact.get(id=contact.id)).restore(by=acme.viewer)

        names = [event.name for event in await Event.all().order_by("seq")]
    assert refused.value.details["field"] == "email"
    assert names.count("contact.deleted") == names.count("contact.restored") == 1


async def test_a_rival_with_our_row_in_hand_changes_nothing(acme: Cast, rival: Cast) -> None:
    contact = await add(acme)

    with acting_for(rival.id):
        for verb in (contact.block, contact.discard, contact.edit):
            with pytest.raises(ForeignCompany):
                await verb(by=rival.viewer)


@pytest.mark.parametrize(
    ("search", "found"),
    [
        ("jose", ["José da Silva"]),
        ("JOSÉ D", ["José da Silva"]),
        ("silva jo", ["José da Silva"]),
        ("ilva", []),
        ("ann", ["Ann", "Anna"]),
        ("anna@EX", ["Anna"]),
        ("+55 51", ["José da Silva"]),
        ("5551-9999", ["José da Silva"]),
        ("1", []),
        ("%", []),
        ("", ["Ann", "Anna", "José da Silva"]),
    ],
)
async def test_contacts_are_found_by_the_beginning_of_words(
    acme: Cast, rival: Cast, search: str, found: list[str]
) -> None:
    await add(acme, "José da Silva", phone="+5551999990000")
    await add(acme, "Anna", email="anna@example.com")
    await add(acme, "Ann")
    await add(rival, "Ann", email="anna@example.com", phone="+5551999990000")

    with acting_for(acme.id):
        contacts = await matching(Contact.all(), search).order_by("search_name")

    assert [contact.name for contact in contacts] == found


async def test_what_cannot_be_stored_is_in_no_word(acme: Cast) -> None:
    await add(acme, "Ann")

    with acting_for(acme.id):
        assert [contact.name for contact in await matching(Contact.all(), "\0an\ud800")] == ["Ann"]


async def test_two_people_do_not_overwrite_what_the_other_wrote(acme: Cast, rival: Cast) -> None:
    with acting_for(acme.id):
        contact = await Contact.add(name="Kim", by=acme.viewer)
        seen = contact.version
        await contact.edit(by=acme.viewer, version=seen, name="Kim Lee")
        await contact.edit(by=acme.viewer, version=seen + 1, name="Kim Lee")  # as it is

        with pytest.raises(Conflict) as refused:
            await contact.edit(by=acme.viewer, version=seen, name="Kimberly")

        assert (await Contact.get(id=contact.id)).name == "Kim Lee"
    assert refused.value.details == {"currentVersion": seen + 1}
    with acting_for(rival.id):
        theirs = await Contact.add(name="Kim", by=rival.viewer)
    assert theirs.version == seen
