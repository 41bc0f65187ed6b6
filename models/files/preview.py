"""A picture, smaller: what lists and threads show, without what the camera wrote beside it."""

import asyncio
from collections.abc import AsyncIterator
from io import BytesIO
from tempfile import SpooledTemporaryFile
from typing import IO, Final

from PIL import Image, ImageOps

from models.errors import NotFound
from models.files.attachment import Attachment, AttachmentState
from models.files.kinds import PICTURES
from models.files.refusals import UploadNotStored
from models.files.store import store
from models.files.upload import Upload
from models.tenancy import find

LARGEST_SIDE: Final = 480
MOST_PIXELS: Final = 40_000_000  # what a picture is unpacked to: 120 MB of memory
IN_MEMORY: Final = 1024 * 1024  # of a packed one, the rest is on disk
NAME: Final = "preview"  # of the object, beside its original
TYPE: Final = "image/webp"
FORMATS: Final = ("JPEG", "PNG", "GIF", "WEBP")
AT_ONCE: Final = asyncio.Semaphore(2)


async def make_preview(attachment: Attachment) -> Attachment:
    """What is no picture after all, or one too large to unpack, has none. Raises FilesAway.

    It is unpacked in a thread, which Pillow lets run beside the event loop.
    """
    if attachment.state is not AttachmentState.STORED or attachment.content_type not in PICTURES:
        return attachment
    try:
        upload = await find(Upload.all(), attachment.upload_id)
        async with AT_ONCE:
            with SpooledTemporaryFile(max_size=IN_MEMORY) as packed:
                async for piece in await upload.content():
                    packed.write(piece)
                packed.seek(0)
                made = await asyncio.to_thread(_smaller, packed)
        if made is None:
            return attachment
        small, (width, height) = made
        await store().put(upload.id, NAME, _one(small))
        return await attachment.show(width=width, height=height)
    except (NotFound, UploadNotStored):  # its message has been deleted meanwhile
        return attachment


def _smaller(packed: IO[bytes]) -> tuple[bytes, tuple[int, int]] | None:
    """Of the first frame, turned as it was taken; nothing else of the file gets in."""
    try:
        with Image.open(packed, formats=FORMATS) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                return None
            picture.draft("RGB", (LARGEST_SIDE, LARGEST_SIDE))
            picture.thumbnail((LARGEST_SIDE, LARGEST_SIDE))
            upright = ImageOps.exif_transpose(picture)
            shown = upright.convert("RGBA" if upright.has_transparency_data else "RGB")
            bare = Image.new(shown.mode, shown.size)
            bare.paste(shown)
            small = BytesIO()
            bare.save(small, "WEBP", quality=80)
            return small.getvalue(), bare.size
    # Broken in whichever way: Pillow's parsers raise nearly anything.
    except Exception:  # noqa: BLE001
        return None


async def _one(content: bytes) -> AsyncIterator[bytes]:
    yield content
