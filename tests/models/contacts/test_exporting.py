"""Contacts written into a file, and files that nobody's spreadsheet carries out."""

import csv
from datetime import UTC, datetime
from io import StringIO
from typing import Any

import pytest

from jobs.files import remove_uploads
from models.contacts import (
    ConsentState,
    Contact,
    ContactConsent,
    ContactExport,
    ImportMode,
    TransferState,
    export_run,
)
from models.contacts.exporting import EXPORT
from models.contacts.mapping import Column, ImportField, suggested
from models.contacts.spreadsheet import Dialect, harmless, rows, written
from models.contacts.transfer import TransferFinished
from models.errors import Invalid
from models.events import Event
from models.files import FileUsage, Upload, UploadState
from models.idempotency import ClientIdReused
from models.identifiers import global_id
from models.inboxes import InboxKind
from models.job import Job, JobState
from models.tenancy import acting_for
from tests.errands import perform
from tests.models.contacts.files import counts, done, people, text_of
from tests.people import Cast

ODD = '=HYPERLINK("http://x";"Ana, \nthe \'first\'")'


class Killed(BaseException):
    """As if the process ended here."""


async def exported(company: Cast, filter: Any, **options: Any) -> ContactExport:
    with acting_for(company.id):
        waiting = await ContactExport.order(filter, by=company.viewer, **options)
    await perform(company, EXPORT)
    with acting_for(company.id):
        return await ContactExport.get(id=waiting.id)


async def table(company: Cast, export: ContactExport) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(await text_of(company, export.upload_id))))


async def test_contacts_are_exported_and_come_back(
    acme: Cast, rival: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(export_run, "PAGE", 2)
    with acting_for(acme.id):
        ana = await Contact.add(
            by=acme.viewer, name=ODD, email="ana@example.org", phone="+5551999990000",
            custom_attributes={"plan": "@gold", "seats": -3, "vip": True},
        )  # fmt: skip
        await ContactConsent.declare(ana, InboxKind.API, ConsentState.OPTED_IN, by=acme.viewer)
        for n in range(4):
            await Contact.add(by=acme.viewer, name=f"P{n}", email=f"p{n}@example.org")
        gone = await Contact.add(by=acme.viewer, name="Gone", email="gone@example.org")
        await gone.discard(by=acme.viewer)
    with acting_for(rival.id):
        await Contact.add(by=rival.viewer, name="Theirs", email="theirs@example.org")

    end = await exported(acme, {"email": {"known": True}})

    found = await table(acme, end)
    assert (end.state, end.rows, len(found)) == (TransferState.SUCCEEDED, 5, 5)
    first = found[0]
    assert first["email"] == "ana@example.org"
    assert first["id"] == global_id("Contact", ana.id)
    assert first["name"].startswith("'=HYPERLINK")
    assert (first["plan"], first["seats"], first["vip"]) == ("'@gold", "-3", "true")
    assert (first["phone"], first["consent API"]) == ("+5551999990000", "OPTED_IN")
    assert found[1]["consent API"] == "UNKNOWN"
    with acting_for(acme.id):
        told = [event.name for event in await Event.filter(subject_id=end.id).order_by("seq")]
        kept = await Upload.get(id=end.upload_id)
    assert told == ["contact_export.created", "contact_export.finished"]
    assert (kept.member_id, kept.expires_at is None) == (acme.owner.id, False)

    columns = [*suggested(list(found[0])), Column(9, ImportField.ATTRIBUTE, "plan")]
    assert [column.field for column in columns[:4]] == [
        ImportField.NAME, ImportField.EMAIL, ImportField.PHONE, ImportField.LOCALE,
    ]  # fmt: skip
    back = await done(
        rival, await text_of(acme, end.upload_id), mapping=columns, mode=ImportMode.CREATE
    )
    assert counts(back) == (5, 5, 0, 0, 0)
    name = " ".join(ODD.split())
    assert (name, "ana@example.org", "+5551999990000") in await people(rival)
    with acting_for(rival.id):
        again = await Contact.get(email="ana@example.org")
    assert again.custom_attributes == {"plan": "@gold"}


async def test_an_export_is_ordered_once(acme: Cast, rival: Cast) -> None:
    first = await exported(acme, {"blocked": False}, client_id="e1")
    with acting_for(acme.id):
        same = await ContactExport.order({"blocked": False}, by=acme.viewer, client_id="e1")
        assert same.id == first.id
        with pytest.raises(ClientIdReused):
            await ContactExport.order({}, by=acme.viewer, client_id="e1")
        with pytest.raises(Invalid):
            await ContactExport.order({"nickname": 1}, by=acme.viewer)
        assert await Job.filter(kind=EXPORT).count() == 1
    with acting_for(rival.id):
        assert await ContactExport.all().count() == 0


async def test_an_export_that_is_given_up_says_so(acme: Cast) -> None:
    with acting_for(acme.id):
        waiting = await ContactExport.order({}, by=acme.viewer)
        # As if it had been written by a version that knows more.
        await ContactExport.filter(id=waiting.id).update(conditions={"nickname": {"is": ["x"]}})
    [job] = await perform(acme, EXPORT)
    with acting_for(acme.id):
        end = await ContactExport.get(id=waiting.id)
    assert job.state is JobState.DEAD
    assert (end.state, end.error_code) == (TransferState.FAILED, "GIVEN_UP")


async def test_an_export_whose_job_is_cancelled_says_so_whether_or_not_it_had_begun(
    acme: Cast, rival: Cast
) -> None:
    theirs = await exported(rival, {})
    with acting_for(acme.id):
        waiting = await ContactExport.order({}, by=acme.viewer)
        begun = await ContactExport.order({}, by=acme.viewer)
        await begun.begin()  # by a worker that has died since
        for job in await Job.filter(kind=EXPORT):
            await job.cancel(by=acme.viewer)

        for each in (waiting, begun):
            end = await ContactExport.get(id=each.id)
            assert (end.state, bool(end.finished_at)) == (TransferState.CANCELLED, True)
            told = await Event.filter(subject_id=each.id, name="contact_export.finished")
            assert [event.changes["state"] for event in told] == ["CANCELLED"]
        assert not await waiting.begin()
    with acting_for(rival.id):
        with pytest.raises(TransferFinished):
            await theirs.cancel(by=rival.viewer)
        assert (await ContactExport.get(id=theirs.id)).state is TransferState.SUCCEEDED


async def test_what_a_killed_worker_has_written_goes_and_another_writes_it_anew(
    acme: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    with acting_for(acme.id):
        await Contact.add(by=acme.viewer, name="Ana")

        async def killed(*_: object, **__: object) -> None:
            raise Killed

        monkeypatch.setattr(Upload, "drop", killed)  # it does nothing more, whatever happens
        monkeypatch.setattr(export_run, "_consents", killed)
        waiting = await ContactExport.order({}, by=acme.viewer)
        with pytest.raises(Killed):
            await export_run.run(waiting)
        monkeypatch.undo()
        [left] = await Upload.all()
        assert left.expires_at is not None

        end = await ContactExport.get(id=waiting.id)
        await export_run.run(end)
        assert (await ContactExport.get(id=waiting.id)).state is TransferState.SUCCEEDED
        assert await Upload.filter(state=UploadState.STORED).count() == 1
        await Upload.filter(id=left.id).update(expires_at=datetime.now(UTC))
    await remove_uploads()
    with acting_for(acme.id):
        assert not await Upload.filter(id=left.id).exists()
        assert (await FileUsage.all())[0].files == 1


async def test_a_file_that_nobody_waits_for_any_more_is_dropped(acme: Cast) -> None:
    with acting_for(acme.id):
        waiting = await ContactExport.order({}, by=acme.viewer)
        page = export_run._Writer.pieces

        async def cancelled(writer: Any) -> Any:
            async for piece in page(writer):
                yield piece
            await (await ContactExport.get(id=waiting.id)).cancel(by=acme.viewer)

        with pytest.MonkeyPatch.context() as patched:
            patched.setattr(export_run._Writer, "pieces", cancelled)
            await export_run.run(waiting)

        end = await ContactExport.get(id=waiting.id)
        assert (end.state, end.upload_id) == (TransferState.CANCELLED, None)
        assert [upload.state for upload in await Upload.all()] == [UploadState.REMOVED]


@pytest.mark.parametrize(
    ("cell", "shown"),
    [
        ("=1+1", "'=1+1"),
        ("+1+cmd|' /C calc'!A0", "'+1+cmd|' /C calc'!A0"),
        ("-2+3", "'-2+3"),
        ("@SUM(1)", "'@SUM(1)"),
        ("\t=1", "'\t=1"),
        ("\r=1", "'\r=1"),
        ("＝1", "'＝1"),
        ("+5551999990000", "+5551999990000"),
        ("-12.5", "-12.5"),
        ("Ana", "Ana"),
        ("'quoted", "'quoted"),
        ("", ""),
    ],
)
def test_nothing_is_a_formula(cell: str, shown: str) -> None:
    assert harmless(cell) == shown
    line = written([cell, "x"])
    assert next(iter(rows(StringIO(line, newline=""), ","))).cells == [cell, "x"]


@pytest.mark.parametrize(
    ("sample", "encoding", "delimiter"),
    [
        (b"a,b\n1,2\n", "utf-8-sig", ","),
        ("a;b\n1,5;2,5\n".encode("utf-8-sig"), "utf-8-sig", ";"),
        ("Não\tb\n1\t2\n".encode("cp1252"), "cp1252", "\t"),
        (b"a|b|c\n1|2|3\n", "utf-8-sig", "|"),
        (b'"a,b";"c,d"\n"1,2";"3,4"\n', "utf-8-sig", ";"),
        (b"email\na@b.c\n", "utf-8-sig", ","),
        (b"", "utf-8-sig", ","),
    ],
)
def test_how_a_file_is_written_is_found_out(sample: bytes, encoding: str, delimiter: str) -> None:
    assert Dialect.sniffed(sample, whole=True) == Dialect(encoding, delimiter)


def test_a_letter_that_is_cut_in_two_is_no_wrong_encoding() -> None:
    sample = "name\nÇelik\nÇ".encode()[:-1]
    assert Dialect.sniffed(sample, whole=False).encoding == "utf-8-sig"


def test_columns_are_known_by_their_names() -> None:
    header = ["Nome Completo", "E-MAIL", "Telefone", "Seat_Count", "Other", "email"]
    assert suggested(header, keys=["seat count"]) == [
        Column(0, ImportField.NAME),
        Column(1, ImportField.EMAIL),
        Column(2, ImportField.PHONE),
        Column(3, ImportField.ATTRIBUTE, "seat count"),
    ]
