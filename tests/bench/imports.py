"""An import of contacts by one worker, beside COPY of the same rows into a bare table."""

import asyncio
import os
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from datetime import UTC, datetime
from pathlib import Path

import asyncpg
import psutil

from models.contacts import ContactImport, ImportMode, MatchBy, TransferState
from models.contacts.mapping import Column, ImportField
from models.files import Upload
from models.identifiers import uuid7
from models.identity import Member, Role
from models.settings import settings
from models.tenancy import acting_for
from models.viewer import Viewer
from tests.bench.stage import Stage
from tests.bench.table import Table

WORKER = (sys.executable, "-m", "api.cli", "--with-parent", "worker")
FIELDS = (ImportField.NAME, ImportField.EMAIL, ImportField.PHONE, ImportField.LOCALE)
MAPPING = [
    *(Column(place, field) for place, field in enumerate(FIELDS)),
    Column(4, ImportField.ATTRIBUTE, "plan"),
]
LIKE_OURS = "CREATE TABLE bench_contacts (LIKE contacts INCLUDING INDEXES INCLUDING DEFAULTS)"
COLUMNS = (
    *("id", "company_id", "created_at", "updated_at", "name", "search_name", "email", "phone"),
    *("locale", "custom_attributes", "version"),
)


async def compared(stage: Stage, table: Table, *, rows: int) -> None:
    company = stage.seats[3].company
    raw = await _copied(rows)
    with _files():
        async with _worker() as process:
            ours, peak, before = await _imported(company, rows, process)
    table.beside(
        f"contacts imported/s, of {rows:,} (raw: COPY into a bare table of the same indexes)",
        *(rows / raw, rows / ours),
        digits=0,
    )
    table.alone(f"… seconds for {rows:,}", f"{ours:.1f}")
    table.alone(
        "… peak memory of the worker, MiB (before it)", f"{peak / 2**20:.0f} ({before / 2**20:.0f})"
    )


def _people(rows: int) -> Iterator[tuple[str, str, str, str, str]]:
    for n in range(rows):
        name, plan = f"Person {n:06} of the bench", ("gold", "tin")[n % 2]
        yield name, f"person{n:06}@example.org", f"+55519{n:08}", "pt-BR", plan


async def _copied(rows: int) -> float:
    owner = await asyncpg.connect(os.environ["DATABASE_URL"])
    try:
        await owner.execute(LIKE_OURS)
        company, now = uuid7(), datetime.now(UTC)
        records = [
            (uuid7(), company, now, now, name, name.lower(), email, phone, locale, _json(plan), 1)
            for name, email, phone, locale, plan in _people(rows)
        ]
        began = time.perf_counter()
        await owner.copy_records_to_table("bench_contacts", records=records, columns=COLUMNS)
        return time.perf_counter() - began
    finally:
        await owner.execute("DROP TABLE IF EXISTS bench_contacts")
        await owner.close()


async def _imported(company: object, rows: int, process: psutil.Process) -> tuple[float, int, int]:
    """Seconds from its start to its end, and bytes of the worker: at most, and before it."""
    before = peak = process.memory_info().rss
    with acting_for(company):  # type: ignore[arg-type]
        viewer = Viewer.member(await Member.get(role=Role.OWNER))
        content = "".join(f"{','.join(each)}\n" for each in _people(rows)).encode()
        content = b"Name,E-mail,Phone,Locale,Plan\n" + content
        upload = await Upload.announce(
            by=viewer, file_name="bench.csv", content_type="text/csv", size=len(content)
        )
        await upload.fill(_one(content), by=viewer)
        ordered = await ContactImport.order(
            upload,
            by=viewer,
            mapping=MAPPING,
            mode=ImportMode.UPSERT,
            match_by=MatchBy.EMAIL,
        )
        while ordered.finished_at is None:
            await asyncio.sleep(0.05)
            peak = max(peak, process.memory_info().rss)
            ordered = await ContactImport.get(id=ordered.id)
    assert ordered.state is TransferState.SUCCEEDED, ordered.error_detail
    assert (ordered.created, ordered.failed) == (rows, 0)
    return (ordered.finished_at - ordered.started_at).total_seconds(), peak, before


@asynccontextmanager
async def _worker() -> AsyncIterator[psutil.Process]:
    child = await asyncio.create_subprocess_exec(*WORKER, stdin=asyncio.subprocess.PIPE)
    try:
        await asyncio.sleep(4)  # to start
        yield psutil.Process(child.pid)
    finally:
        child.terminate()
        await child.wait()


@contextmanager
def _files() -> Iterator[None]:
    """A folder of files for us and for the worker."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["FILES_URL"] = Path(folder).as_uri()
        settings.cache_clear()
        yield
        del os.environ["FILES_URL"]
        settings.cache_clear()


async def _one(content: bytes) -> AsyncIterator[bytes]:
    yield content


def _json(plan: str) -> str:
    return f'{{"plan": "{plan}"}}'
