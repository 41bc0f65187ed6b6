"""Doing an import: chunk by chunk, each with its place in one transaction, so that nothing is
done twice and nothing is left out, whoever is killed meanwhile."""

import asyncio
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic
from typing import Final

from tortoise.exceptions import IntegrityError

from models.contacts.attribute_value import AttributeTarget
from models.contacts.attributes import AttributeDefinition
from models.contacts.import_report import report
from models.contacts.import_row import ContactImportRow
from models.contacts.importing import ContactImport
from models.contacts.mapping import Details, Fault, Reader
from models.contacts.planning import Plan, Rehearsal
from models.contacts.spreadsheet import MAX_COLUMNS, Dialect, FileUnreadable, Row, opened
from models.contacts.transfer import TransferState
from models.contacts.writing import note, recall, write
from models.database import transaction
from models.errors import Conflict, Interrupted, Refusal
from models.events import Event
from models.files.upload import Upload

CHUNK: Final = 1_000  # rows
MAX_ROWS: Final = 500_000
PACE: Final = 0.3  # seconds between two told steps, at least
TRIES: Final = 5


class TooManyRows(Refusal):
    """This file has too many rows. Split it."""

    code = "TOO_MANY_ROWS"


class TooManyColumns(Refusal):
    """This file has too many columns. Leave those out that are not imported."""

    code = "TOO_MANY_COLUMNS"


async def run(ordered: ContactImport) -> None:
    """From where it stands to its end, or until it is cancelled."""
    if not await ordered.begin():
        return
    upload = await Upload.get(id=ordered.upload_id)
    with TemporaryDirectory(prefix="chatia-import-") as folder:
        path = Path(folder) / "contacts.csv"
        try:
            dialect = await _fetched(upload, path, Dialect(**ordered.dialect))
            total = await asyncio.to_thread(_surveyed, path, dialect)
        except Refusal as refusal:
            await ordered.fail(refusal.code, str(refusal))
            return
        await _Run(ordered, path, dialect, total).go()


class _Run:
    """One worker's going through a file."""

    def __init__(self, ordered: ContactImport, path: Path, dialect: Dialect, total: int) -> None:
        self._import = ordered
        self._path = path
        self._dialect = dialect
        self._total = total
        self._rehearsal = Rehearsal() if ordered.dry_run else None
        self._told_at = -PACE

    async def go(self) -> None:
        ordered = self._import
        self._known = await AttributeDefinition.of(AttributeTarget.CONTACT)
        self._required = [key for key, each in self._known.items() if each.required]
        if self._rehearsal is not None:
            await ContactImportRow.filter(contact_import_id=ordered.id).delete()
        reader = Reader(ordered.columns, country=ordered.country, known=self._known)
        rows = opened(self._path, self._dialect)
        await asyncio.to_thread(_skip, rows, 1 + ordered.position)
        while chunk := await asyncio.to_thread(_understood, rows, reader):
            if not await self._advance(chunk):
                return
        kept = await report(ordered, self._path, self._dialect) if ordered.failed else None
        await ordered.finish(report=kept)

    async def _advance(self, chunk: list[Details | Fault]) -> bool:
        """False when it is cancelled, or somebody else's."""
        for _ in range(TRIES):
            try:
                return await self._do(chunk, position=self._import.position)
            except (Conflict, IntegrityError):  # somebody was added meanwhile
                await self._import.refresh_from_db()
        raise Interrupted

    async def _do(self, chunk: list[Details | Fault], *, position: int) -> bool:
        ordered, rehearsal = self._import, self._rehearsal
        async with transaction():
            await ordered.lock()
            if ordered.state is not TransferState.RUNNING or ordered.position != position:
                return False
            plan = Plan(ordered.mode, ordered.match_by, self._required)
            plan.meet(await recall(chunk, hold=rehearsal is None))
            if rehearsal is not None:
                plan.meet(rehearsal.recall(chunk))
            plan.take(chunk)
            if rehearsal is None:
                await write(plan, known=self._known)
            await note(ordered.id, plan.faults)
            await self._move(plan, len(chunk))
        if rehearsal is not None:
            rehearsal.remember(plan)
        return True

    async def _move(self, plan: Plan, rows: int) -> None:
        ordered = self._import
        ordered.total = self._total
        ordered.position += rows
        ordered.created += plan.created
        ordered.updated += plan.updated
        ordered.unchanged += plan.unchanged
        ordered.failed += len(plan.faults)
        await ordered.save()
        if (plan.created or plan.updated) and self._rehearsal is None:
            changes = {"created": plan.created, "updated": plan.updated}
            await Event.record("contact.imported", ordered, actor=ordered, changes=changes)
        if monotonic() >= self._told_at + PACE:
            self._told_at = monotonic()
            await ordered.tell("contact_import.progressed", by=ordered)


async def _fetched(upload: Upload, path: Path, dialect: Dialect) -> Dialect:
    """A copy beside us; seen as a whole, it may be in another encoding than it began with."""
    with path.open("wb") as copy:
        async for piece in await upload.content():
            await asyncio.to_thread(copy.write, piece)
    if dialect.encoding == "utf-8-sig" and not await asyncio.to_thread(_is_utf8, path):
        return Dialect("cp1252", dialect.delimiter)
    return dialect


def _is_utf8(path: Path) -> bool:
    try:
        with path.open(encoding="utf-8") as text:
            while text.read(1 << 16):
                pass
    except UnicodeDecodeError:
        return False
    return True


def _surveyed(path: Path, dialect: Dialect) -> int:
    """How many rows there are below the header. Raises Refusal where it is not to be imported."""
    total = -1
    for row in opened(path, dialect):
        total += 1
        if len(row.cells) > MAX_COLUMNS:
            raise TooManyColumns(line=row.line, most=MAX_COLUMNS)
        if total > MAX_ROWS:
            raise TooManyRows(most=MAX_ROWS)
    if total < 0:
        raise FileUnreadable(line=1)
    return total


def _skip(rows: Iterator[Row], count: int) -> None:
    next(islice(rows, count, count), None)


def _understood(rows: Iterator[Row], reader: Reader) -> list[Details | Fault]:
    return [reader.read(row) for row in islice(rows, CHUNK)]
