"""Words find what holds them, in the company that asks and in no other."""

from collections.abc import Iterable
from uuid import UUID

import asyncpg
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from models.contacts import Contact, matching
from models.conversations import Conversation, Message
from models.database import fetch
from models.search import Hit, SearchKind, found, hits
from models.tenancy import acting_for, every_company
from tests.people import Cast
from tests.threads import hear, open_conversation, open_inbox

MESSAGES = [SearchKind.MESSAGE]
HOSTILE = ["'", "a' | b:*", "\\", "a\\'b", "!!(a & b)", ":*", "a <-> b", "\0", "\ud800", "'':*A"]


async def search(
    company: Cast, wanted: str, kinds: Iterable[SearchKind] = SearchKind, size: int = 50
) -> list[Hit]:
    with acting_for(company.id):
        return await hits(wanted, kinds=list(kinds), size=size)


async def ids(company: Cast, wanted: str, kinds: Iterable[SearchKind] = MESSAGES) -> list[UUID]:
    return [hit.id for hit in await search(company, wanted, kinds)]


@pytest.mark.parametrize(
    ("said", "wanted"),
    [
        ("My refund has not come", "refund"),
        ("My refund has not come", "ref"),
        ("My refund has not come", "COME My re"),
        ("Olá José, não chegou", "ola jose NAO"),
        ("Ola Jose, nao chegou", "Olá José não"),
        ("Die Straße in Łódź", "strasse lodz"),
        ("Ich wohne in der STRASSE", "straße"),
        ("привет, Ёлка", "елка"),
        ("我在北京市上班", "北京"),
        ("東京タワーです", "タワ"),
        ("한국 음식", "한"),
        ("हिन्दी में", "हिन्दी"),
        ("See https://shop.example/order/4711?x=1", "4711"),
        ("“quoted”—and dashed", "quoted dash"),
        ("don't", "don't"),
        ("ﬁne print ™", "fine"),
        ("x" * 9_000, "x" * 150),
    ],
)
async def test_a_message_is_found(acme: Cast, rival: Cast, said: str, wanted: str) -> None:
    message = await hear(acme, await open_inbox(acme), said)
    await hear(acme, await open_inbox(acme), "Something else")
    await hear(rival, await open_inbox(rival), said)

    assert await ids(acme, wanted) == [message.id]


@pytest.mark.parametrize("wanted", ["fund", "refund gone", "ref come", "", "   ", "%", "🎉", "m"])
async def test_what_is_not_said_is_not_found(acme: Cast, rival: Cast, wanted: str) -> None:
    await hear(acme, await open_inbox(acme), "My refund has not come")
    await hear(rival, await open_inbox(rival), "refund gone ref fund m")

    assert await ids(acme, wanted) == []


async def test_what_is_edited_is_found_as_it_is_and_what_is_deleted_is_not(
    acme: Cast, rival: Cast
) -> None:
    conversation = await open_conversation(acme, "deletable")
    with acting_for(acme.id):
        [heard] = await Message.all()
        sent = await conversation.post("parcel", author=acme.viewer)
        note = await conversation.post("secret", author=acme.viewer, note=True)

        assert [hit.kind for hit in await search(acme, "secret")] == ["NOTE"]
        assert await ids(acme, "secret") == []
        await sent.edit("letter", by=acme.viewer)
        await note.erase(by=acme.viewer)
        await heard.erase(by=acme.viewer)

    assert await ids(acme, "parcel") == []
    assert await ids(acme, "letter") == [sent.id]
    assert await ids(acme, "secret", [SearchKind.NOTE]) == []
    assert await ids(acme, "deletable") == []
    assert await search(rival, "letter") == []


async def test_a_conversation_is_found_by_its_number_its_subject_and_its_contact(
    acme: Cast, rival: Cast
) -> None:
    inbox = await open_inbox(acme)
    first = await hear(acme, inbox, handle="maria")
    await hear(rival, await open_inbox(rival), handle="maria")
    with acting_for(acme.id):
        conversation = await Conversation.get(id=first.conversation_id)
        await conversation.rename("Late parcel", by=acme.viewer)
        contact = await Contact.get(id=conversation.contact_id)

    threads = [SearchKind.CONVERSATION]
    number = conversation.number
    for wanted in (f"#{number}", str(number), "maria", "late", "parcel mar"):
        assert await ids(acme, wanted, threads) == [conversation.id]
    assert await ids(acme, "par maria", threads) == []

    with acting_for(acme.id):
        await contact.edit(name="Joana", by=acme.viewer)
        await conversation.rename("Refund", by=acme.viewer)

    assert await ids(acme, "maria", threads) == await ids(acme, "late", threads) == []
    assert await ids(acme, "refund joana", threads) == [conversation.id]


async def test_people_come_before_threads_before_messages_and_a_number_before_all(
    acme: Cast, rival: Cast
) -> None:
    inbox = await open_inbox(acme)
    await hear(acme, inbox, "The number 1", handle="nobody")
    await hear(acme, inbox, "About 1", handle="1")
    for _ in range(3):
        await hear(rival, await open_inbox(rival), "1", handle="1")

    everything = await search(acme, "1")

    assert [(hit.kind, hit.rank) for hit in everything] == [
        ("CONVERSATION", 4),
        ("CONTACT", 3),
        ("CONVERSATION", 2),
        ("MESSAGE", 1),
        ("MESSAGE", 1),
    ]
    assert everything[3].id > everything[4].id
    with acting_for(acme.id):
        for size in (1, 2, 3):
            walked: list[Hit] = []
            while page := await hits(
                "1",
                kinds=list(SearchKind),
                size=size,
                past=(walked[-1].rank, walked[-1].id) if walked else None,
            ):
                walked += page
            assert walked == everything


@pytest.mark.parametrize(
    "wanted",
    ["kimberley", "jones", "acmecorp", "kim.jones@acmecorp.example", "corp.ex", "s@acme", "JON"],
)
async def test_a_contact_is_found_by_a_part_of_the_e_mail(
    acme: Cast, rival: Cast, wanted: str
) -> None:
    for company in (acme, rival):
        with acting_for(company.id):
            await Contact.add(
                name="Somebody Kimberley", email="kim.jones@acmecorp.example", by=company.viewer
            )
            await Contact.add(name="Else", email="lee@other.example", by=company.viewer)

    with acting_for(acme.id):
        assert [contact.name for contact in await matching(Contact.all(), wanted)] == [
            "Somebody Kimberley"
        ]


@pytest.mark.parametrize("wanted", ["0000", "+55 51", "(51) 9999-9000", "051 9999", "999 900"])
async def test_a_contact_is_found_by_a_part_of_the_phone(
    acme: Cast, rival: Cast, wanted: str
) -> None:
    for company in (acme, rival):
        with acting_for(company.id):
            await Contact.add(name="Kim", phone="+5551999990000", by=company.viewer)
            await Contact.add(name="Lee", phone="+15551234567", by=company.viewer)

    assert len(await ids(acme, wanted, [SearchKind.CONTACT])) == 1


async def test_a_deleted_contact_is_found_only_among_the_deleted(acme: Cast, rival: Cast) -> None:
    with acting_for(acme.id):
        contact = await Contact.add(name="Kim", by=acme.viewer)
        await contact.discard(by=acme.viewer)

        assert await search(acme, "kim") == []
        assert not await matching(acme.viewer.contacts, "kim")
        assert await matching(acme.viewer.deleted_contacts, "kim") == [contact]
        await contact.restore(by=acme.viewer)
        assert len(await search(acme, "kim")) == 1
    assert await search(rival, "kim") == []


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(wanted=st.one_of(st.text(), st.text("a' &|!:*()<>\\\"@+%_-#1\0é🎉")))
@example(wanted=HOSTILE[0])
async def test_nothing_that_is_asked_is_an_error(acme: Cast, wanted: str) -> None:
    await search(acme, wanted)
    with acting_for(acme.id):
        await found(Conversation.all(), wanted, SearchKind.CONVERSATION)


@pytest.mark.parametrize("wanted", HOSTILE)
async def test_nor_is_any_syntax_of_postgresql(acme: Cast, rival: Cast, wanted: str) -> None:
    await hear(rival, await open_inbox(rival), wanted.replace("\0", "").replace("\ud800", "") + ".")

    assert [hit for hit in await search(acme, wanted) if hit.kind == SearchKind.MESSAGE] == []


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(said=st.text(min_size=1, max_size=300).filter(str.strip))
async def test_whatever_is_said_can_be_kept_and_each_of_its_words_finds_it(
    acme: Cast, rival: Cast, said: str
) -> None:
    said = said.replace("\0", "").encode(errors="ignore").decode() + " end"
    [[lexemes]] = await _rows(
        acme, "SELECT tsvector_to_array(search_words(app_company(), $1))", said
    )
    [[matches]] = await _rows(
        acme,
        "SELECT bool_and(search_words(app_company(), $1) @@ format('%L', word)::tsquery) "
        "FROM unnest($2::text[]) word",
        said,
        lexemes,
    )

    assert matches


async def _rows(company: Cast, sql: str, *args: object) -> list[asyncpg.Record]:
    with acting_for(company.id):
        return await fetch(sql, *args)


async def test_without_a_company_and_for_every_company_there_is_no_search(
    acme: Cast, database: str
) -> None:
    await hear(acme, await open_inbox(acme), "refund")

    with every_company(), pytest.raises(asyncpg.InsufficientPrivilegeError):
        await hits("refund", kinds=MESSAGES, size=5)
    owner = await asyncpg.connect(database)
    rows = await owner.fetch("SELECT * FROM search('refund', ARRAY['MESSAGE'], 5)")
    await owner.close()
    assert rows == []
