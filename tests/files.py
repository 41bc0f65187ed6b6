"""Files to test with, by the product's own verbs."""

from collections.abc import AsyncIterator
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from PIL import Image

from models.files import Upload
from models.settings import settings
from models.tenancy import acting_for
from models.viewer import Viewer


def picture(width: int = 8, height: int = 6, kind: str = "PNG", **options: Any) -> bytes:
    """A picture whose left half is red."""
    made = Image.new("RGB", (width, height), "white")
    made.paste((255, 0, 0), (0, 0, width // 2, height))
    packed = BytesIO()
    made.save(packed, kind, **options)
    return packed.getvalue()


async def pieces(content: bytes, size: int = 1000) -> AsyncIterator[bytes]:
    for start in range(0, len(content), size):
        yield content[start : start + size]


async def uploaded(
    viewer: Viewer,
    content: bytes = b"Hello",
    *,
    file_name: str = "hello.txt",
    content_type: str = "text/plain",
) -> Upload:
    """A file that has come."""
    with acting_for(viewer.company_id):
        upload = await Upload.announce(
            by=viewer, file_name=file_name, content_type=content_type, size=len(content)
        )
        return await upload.fill(pieces(content), by=viewer)


async def content_of(upload: Upload, **part: int) -> bytes:
    return b"".join([piece async for piece in await upload.content(**part)])


def on_disk(company_id: object, file_id: object = "") -> list[Path]:
    """All that a company, or one of its files, has in the store's folder, finished or not."""
    folder = Path(urlsplit(settings().files_url).path) / str(company_id) / str(file_id)
    return [path for path in folder.rglob("*") if path.is_file()]
