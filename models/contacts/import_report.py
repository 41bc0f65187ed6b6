"""The rows that were left out, as a file to correct and to import again."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Final

from models.contacts.import_row import ContactImportRow
from models.contacts.importing import ContactImport
from models.contacts.spreadsheet import Dialect, Row, opened, written
from models.files.upload import Upload

AT_ONCE: Final = 1_000  # rows
LASTS: Final = timedelta(days=30)
BOM: Final = "\ufeff"  # without it Excel takes UTF-8 for something else


async def report(ordered: ContactImport, path: Path, dialect: Dialect) -> Upload:
    """Each row that failed as it was, behind its line and what is wrong with it."""
    return await Upload.keep(
        _pieces(ordered, opened(path, dialect)),
        by=ordered,
        member_id=ordered.member_id,
        file_name=f"import-errors-{ordered.created_at:%Y-%m-%d}.csv",
        content_type="text/csv",
        lasts=LASTS,
    )


async def _pieces(ordered: ContactImport, rows: Iterator[Row]) -> AsyncIterator[bytes]:
    header = await asyncio.to_thread(next, rows)
    first = written(["line", "code", "field", "reason", *header.cells])
    yield (BOM + first).encode()
    line = 0
    while True:
        failed = ContactImportRow.filter(contact_import_id=ordered.id, line__gt=line)
        found = await failed.order_by("line").limit(AT_ONCE)
        if not found:
            return
        yield await asyncio.to_thread(_piece, found, rows)
        line = found[-1].line


def _piece(found: list[ContactImportRow], rows: Iterator[Row]) -> bytes:
    lines = []
    for fault in found:
        cells = next((row.cells for row in rows if row.line == fault.line), [])
        lines.append(written([fault.line, fault.code, fault.field, fault.message, *cells]))
    return "".join(lines).encode(errors="replace")
