"""Contacts read from a file."""

from typing import Any

import pytest

from models.contacts import (
    AttributeDefinition,
    AttributeTarget,
    AttributeType,
    AttributeValue,
    Contact,
    ContactImport,
    ImportMode,
    MatchBy,
    TransferState,
    import_run,
)
from models.contacts.importing import IMPORT
from models.contacts.mapping import Column, ImportField
from models.contacts.transfer import TransferFinished
from models.errors import Invalid
from models.events import Event
from models.files import Upload
from models.idempotency import ClientIdReused
from models.job import Job
from models.tenancy import acting_for
from tests.errands import perform
from tests.models.contacts.files import (
    HEADER,
    MAPPING,
    THREE,
    counts,
    done,
    faults,
    ordered,
    people,
    text_of,
    uploaded,
)  # fmt: skip
from tests.people import Cast


async def test_a_file_is_imported_and_what_is_wrong_with_it_is_a_file(
    acme: Cast, rival: Cast
) -> None:
    end = await done(acme, THREE + "Dora,dora,\nEva,eva@example.org,123\nAna,ana@example.org,\n")

    assert (end.state, end.total) == (TransferState.SUCCEEDED, 6)
    assert counts(end) == (6, 2, 0, 1, 3)
    assert await people(acme) == [
        ("Ana", "ana@example.org", "+5551999990000"),
        ("Bruno", "bruno@example.org", None),
    ]
    assert await faults(acme, end) == [
        (4, "email", "MATCH_MISSING"),
        (5, "email", "EMAIL_INVALID"),
        (6, "phone", "PHONE_INVALID"),
    ]
    report = (await text_of(acme, end.report_id)).splitlines()
    assert report[0] == "line,code,field,reason,Name,E-mail,Phone"
    assert [line.split(",")[0] for line in report] == ["line", "4", "5", "6"]
    assert report[1].endswith("Çelik,,")
    with acting_for(acme.id):
        told = [event.name for event in await Event.all().order_by("seq")]
        assert (await Upload.get(id=end.upload_id)).used_at is not None
    assert told.count("contact.imported") == 1
    assert [name for name in told if name.startswith("contact_import.")] == [
        "contact_import.created",
        "contact_import.progressed",
        "contact_import.progressed",
        "contact_import.finished",
    ]
    assert await people(rival) == []


@pytest.mark.parametrize(
    ("mode", "expected", "names"),
    [
        (ImportMode.CREATE, (2, 1, 0, 0, 1), "Ana Bruno"),
        (ImportMode.UPDATE, (2, 0, 1, 0, 1), "Anna"),
        (ImportMode.UPSERT, (2, 1, 1, 0, 0), "Anna Bruno"),
    ],
)
async def test_what_is_known_is_refused_or_changed(
    acme: Cast, rival: Cast, mode: ImportMode, expected: tuple[int, ...], names: str
) -> None:
    for company in (acme, rival):
        with acting_for(company.id):
            await Contact.add(
                by=company.viewer, name="Ana", email="ana@example.org", phone="+5551999990000"
            )
    file = HEADER + "Anna,ana@example.org,\nBruno,bruno@example.org,\n"

    rehearsed = await done(acme, file, mode=mode, dry_run=True)
    assert len(await people(acme)) == 1
    end = await done(acme, file, mode=mode)

    assert counts(end) == counts(rehearsed) == expected
    assert await faults(acme, end) == await faults(acme, rehearsed)
    assert " ".join(name for name, *_ in await people(acme)) == names
    assert (await people(acme))[0][2] == "+5551999990000"  # a blank cell takes nothing away
    assert [name for name, *_ in await people(rival)] == ["Ana"]


async def test_rows_that_name_the_same_follow_each_other(acme: Cast) -> None:
    file = HEADER + (
        "Ana,ana@example.org,\nAna B,ana@example.org,+5551999990000\n"
        "Bruno,bruno@example.org,+5551999990000\n"
    )
    for dry_run in (True, False):
        end = await done(acme, file, dry_run=dry_run)
        assert counts(end) == (3, 1, 1, 0, 1)
        assert await faults(acme, end) == [(4, "phone", "CONTACT_EXISTS")]
    assert await people(acme) == [("Ana B", "ana@example.org", "+5551999990000")]


async def test_a_dry_run_knows_what_came_chunks_before(
    acme: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(import_run, "CHUNK", 2)
    file = HEADER + "".join(f"P,p{n % 5}@example.org,\n" for n in range(10))
    for dry_run in (True, False):
        end = await done(acme, file, mode=ImportMode.CREATE, dry_run=dry_run)
        assert counts(end) == (10, 5, 0, 0, 5)
        assert [line for line, *_ in await faults(acme, end)] == [7, 8, 9, 10, 11]
    with acting_for(acme.id):
        told = await Event.filter(name="contact.imported")
    assert sum(event.changes["created"] for event in told) == 5


@pytest.mark.parametrize(
    "content",
    [
        THREE.replace(",", ";").encode("utf-8-sig"),
        THREE.replace(",", "\t").replace("\n", "\r\n").encode("cp1252"),
        b"".join([THREE.encode(), b"\n\n,,\n"]),
        THREE.replace("Bruno", '"Bru\nno"').encode(),
    ],
)
async def test_files_as_spreadsheets_write_them(acme: Cast, content: bytes) -> None:
    end = await done(acme, content, mode=ImportMode.CREATE)

    assert counts(end) == (3, 3, 0, 0, 0)
    assert [name for name, *_ in await people(acme)][-1] == "Çelik"


async def test_bytes_that_are_no_text_late_in_a_file(acme: Cast) -> None:
    file = HEADER + "".join(f"P{n},p{n}@example.org,\n" for n in range(4000))
    end = await done(acme, file.encode() + "Çelik,c@example.org,\n".encode("cp1252"))

    assert counts(end) == (4001, 4001, 0, 0, 0)
    assert "Çelik" in [name for name, *_ in await people(acme)]


async def test_phones_of_a_country_and_matching_by_them(acme: Cast) -> None:
    with acting_for(acme.id):
        await Contact.add(by=acme.viewer, name="Ana", phone="+5551999990000")
    mapping = [Column(0, ImportField.NAME), Column(1, ImportField.PHONE)]
    end = await done(
        acme,
        "name,phone\nAnna,(51) 99999-0000\nBruno,'+5551988880000\n",
        mapping=mapping,
        match_by=MatchBy.PHONE,
        country="br",
    )

    assert counts(end) == (2, 1, 1, 0, 0)
    assert [phone for *_, phone in await people(acme)] == ["+5551999990000", "+5551988880000"]


async def test_attributes_are_of_their_types(acme: Cast, rival: Cast) -> None:
    keys = ["seats", "vip", "plan"]
    types = [AttributeType.NUMBER, AttributeType.BOOLEAN, AttributeType.LIST]
    mapping = [Column(0, ImportField.EMAIL)]
    mapping += [Column(n, ImportField.ATTRIBUTE, key) for n, key in enumerate(keys, 1)]
    file = (
        "email,seats,vip,plan\na@example.org,3,sim,gold\nb@example.org,x,,\n"
        "c@example.org,2.5,maybe,\nd@example.org,,,tin\n"
    )
    plain = await done(rival, file, mapping=mapping)
    assert counts(plain) == (4, 4, 0, 0, 0)
    with acting_for(acme.id):
        for key, kind in zip(keys, types, strict=True):
            await AttributeDefinition.add(
                AttributeTarget.CONTACT,
                key,
                label=key,
                type=kind,
                options=["gold"] if key == "plan" else (),
                by=acme.viewer,
            )
    end = await done(acme, file, mapping=mapping)

    assert counts(end) == (4, 1, 0, 0, 3)
    with acting_for(acme.id):
        contact = await Contact.get(email="a@example.org")
        assert contact.custom_attributes == {"seats": 3, "vip": True, "plan": "gold"}
        assert await AttributeValue.filter(contact_id=contact.id).count() == 3
    again = await done(acme, "email,seats\na@example.org,4\n", mapping=mapping[:2])
    assert counts(again) == (1, 0, 1, 0, 0)
    with acting_for(acme.id):
        values = await AttributeValue.filter(contact_id=contact.id, number_value=4)
        assert len(values) == 1
        assert await AttributeValue.filter(contact_id=contact.id).count() == 3


async def test_it_can_be_cancelled(acme: Cast, rival: Cast) -> None:
    waiting = await ordered(acme, THREE)
    with acting_for(acme.id):
        await waiting.cancel(by=acme.viewer)
        await waiting.cancel(by=acme.viewer)
        assert await Event.filter(name="contact_import.cancelled").count() == 1
    await perform(acme, IMPORT)
    assert await people(acme) == []
    end = await done(acme, THREE)
    with acting_for(acme.id), pytest.raises(TransferFinished):
        await end.cancel(by=acme.viewer)
    with_job = await ordered(acme, THREE)
    with acting_for(acme.id):
        await (await Job.filter(kind=IMPORT).order_by("-id").first() or Job()).cancel(
            by=acme.viewer
        )
        assert (await ContactImport.get(id=with_job.id)).state is TransferState.CANCELLED


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ("a,b\n" + '"' + "x" * 200_000, "FILE_UNREADABLE"),
        ("\n\n", "FILE_UNREADABLE"),
        ("a,b\n" + "x," * 120 + "\n", "TOO_MANY_COLUMNS"),
        ("a,b\n" + "x,y\n" * 21, "TOO_MANY_ROWS"),
    ],
)
async def test_what_is_no_table_of_contacts_changes_nothing(
    acme: Cast, monkeypatch: pytest.MonkeyPatch, content: str, code: str
) -> None:
    monkeypatch.setattr(import_run, "MAX_ROWS", 20)
    end = await done(acme, content)
    assert (end.state, end.error_code) == (TransferState.FAILED, code)
    assert await people(acme) == []


async def test_the_same_is_ordered_once_and_a_file_is_imported_once(acme: Cast) -> None:
    upload = await uploaded(acme, THREE)
    how: dict[str, Any] = {
        "by": acme.viewer, "mapping": MAPPING, "mode": ImportMode.UPSERT,
        "match_by": MatchBy.EMAIL, "client_id": "i1",
    }  # fmt: skip
    with acting_for(acme.id):
        first = await ContactImport.order(upload, **how)
        assert (await ContactImport.order(upload, **how)).id == first.id
        with pytest.raises(ClientIdReused):
            await ContactImport.order(upload, **how | {"dry_run": True})
        assert await Job.filter(kind=IMPORT).count() == 1


async def test_every_wrong_thing_of_an_order_is_named(acme: Cast) -> None:
    upload = await uploaded(acme, THREE)
    mapping = [
        Column(100, ImportField.NAME),
        Column(0, ImportField.ATTRIBUTE),
        Column(1, ImportField.PHONE),
        Column(2, ImportField.PHONE),
    ]
    with acting_for(acme.id):
        with pytest.raises(Invalid) as refused:
            await ContactImport.order(
                upload,
                by=acme.viewer,
                mapping=mapping,
                mode=ImportMode.UPDATE,
                match_by=MatchBy.EMAIL,
                country="XX",
            )
        assert await ContactImport.all().count() == 0
        assert (await Upload.get(id=upload.id)).used_at is None
    assert {field.path for field in refused.value.fields} == {
        "mapping.0.column",
        "mapping.1.key",
        "mapping.3",
        "mapping",
        "country",
    }
