"""Files of contacts, uploaded and ordered to be imported."""

import csv
from io import StringIO
from typing import Any

from models.contacts import Contact, ContactImport, ImportMode, MatchBy
from models.contacts.importing import IMPORT
from models.contacts.mapping import Column, ImportField
from models.files import Upload
from models.tenancy import acting_for
from tests import files
from tests.errands import perform
from tests.people import Cast

FIELDS = [ImportField.NAME, ImportField.EMAIL, ImportField.PHONE]
MAPPING = [Column(place, field) for place, field in enumerate(FIELDS)]


async def uploaded(company: Cast, content: str | bytes, name: str = "contacts.csv") -> Upload:
    raw = content.encode() if isinstance(content, str) else content
    return await files.uploaded(company.viewer, raw, file_name=name, content_type="text/csv")


async def ordered(
    company: Cast,
    content: str | bytes,
    *,
    mapping: list[Column] = MAPPING,
    mode: ImportMode = ImportMode.UPSERT,
    match_by: MatchBy = MatchBy.EMAIL,
    **options: Any,
) -> ContactImport:
    upload = await uploaded(company, content)
    with acting_for(company.id):
        return await ContactImport.order(
            upload, by=company.viewer, mapping=mapping, mode=mode, match_by=match_by, **options
        )


async def text_of(company: Cast, upload_id: Any) -> str:
    with acting_for(company.id):
        upload = await Upload.get(id=upload_id)
        return b"".join([piece async for piece in await upload.content()]).decode("utf-8-sig")


HEADER = "Name,E-mail,Phone\n"
THREE = HEADER + "Ana,ANA@example.org,+5551999990000\nBruno,bruno@example.org,\nÇelik,,\n"


async def people(company: Cast) -> list[tuple[Any, ...]]:
    with acting_for(company.id):
        found = await Contact.filter(deleted_at=None).order_by("search_name", "id")
        return [(each.name, each.email, each.phone) for each in found]


async def done(company: Cast, content: str | bytes, **options: Any) -> ContactImport:
    """Imported by its job, as a worker does it."""
    waiting = await ordered(company, content, **options)
    await perform(company, IMPORT)
    with acting_for(company.id):
        return await ContactImport.get(id=waiting.id)


async def faults(company: Cast, of: ContactImport) -> list[tuple[Any, ...]]:
    """As the report has them."""
    if of.report_id is None:
        return []
    report = csv.DictReader(StringIO(await text_of(company, of.report_id)))
    return [(int(row["line"]), row["field"], row["code"]) for row in report]


def counts(of: ContactImport) -> tuple[int, ...]:
    return of.position, of.created, of.updated, of.unchanged, of.failed
