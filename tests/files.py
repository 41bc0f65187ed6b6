"""Files to test with, by the product's own verbs."""

from collections.abc import AsyncIterator
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
from PIL import Image

from models.conversations import Message
from models.files import Upload
from models.files.link import writing
from models.settings import settings
from models.tenancy import acting_for
from models.viewer import Viewer
from tests.people import Cast
from tests.threads import open_conversation


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


async def announced(company: Cast, content: bytes, **said: Any) -> tuple[Upload, str]:
    """A file to come, and the path to send it to."""
    given: dict[str, Any] = {"file_name": "a.txt", "content_type": "text/plain"} | said
    with acting_for(company.id):
        upload = await Upload.announce(by=company.viewer, size=len(content), **given)
        assert upload.expires_at is not None
        return upload, path_of(writing(company.id, upload.id, until=upload.expires_at))


def path_of(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.path}?{parts.query}"


def code_of(answer: httpx.Response) -> str:
    return str(answer.json()["errors"][0]["extensions"]["code"])


async def said_with(company: Cast, *uploads: Upload, body: str = "") -> Message:
    conversation = await open_conversation(company)
    with acting_for(company.id):
        ids = [upload.id for upload in uploads]
        return await conversation.post(body, author=company.viewer, attachments=ids)
