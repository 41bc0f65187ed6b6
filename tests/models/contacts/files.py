"""Files of contacts, uploaded and ordered to be imported."""

from collections.abc import AsyncIterator
from typing import Any

from models.contacts import ContactImport, ImportMode, MatchBy
from models.contacts.mapping import Column, ImportField
from models.files import Upload
from models.tenancy import acting_for
from tests.people import Cast

FIELDS = [ImportField.NAME, ImportField.EMAIL, ImportField.PHONE]
MAPPING = [Column(place, field) for place, field in enumerate(FIELDS)]


async def uploaded(company: Cast, content: str | bytes, name: str = "contacts.csv") -> Upload:
    raw = content.encode() if isinstance(content, str) else content

    async def pieces() -> AsyncIterator[bytes]:
        for start in range(0, len(raw), 1 << 16):
            yield raw[start : start + (1 << 16)]

    with acting_for(company.id):
        upload = await Upload.announce(
            by=company.viewer, file_name=name, content_type="text/csv", size=len(raw)
        )
        return await upload.fill(pieces(), by=company.viewer)


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
