"""Fetching files, making their previews, and letting go of those that nobody needs."""

from uuid import UUID

import structlog

from jobs.clock import recurring
from jobs.task import task
from models.files import Attachment, Upload
from models.files.attachment import FETCH, PREVIEW
from models.files.incoming import fetch
from models.files.preview import make_preview
from models.logs import failed
from models.tenancy import acting_for

log = structlog.get_logger()


async def fail_attachment(attachment_id: UUID, *, reason: str) -> None:
    for attachment in await Attachment.filter(id=attachment_id):
        await attachment.fail("FILE_NOT_FETCHED")


@task(FETCH, attempts=6, on_dead=fail_attachment, announced=False, concurrency=4)
async def fetch_attachment(attachment_id: UUID) -> None:
    for attachment in await Attachment.filter(id=attachment_id):
        await fetch(attachment)


@task(PREVIEW, announced=False, concurrency=2)
async def preview_attachment(attachment_id: UUID) -> None:
    for attachment in await Attachment.filter(id=attachment_id):
        await make_preview(attachment)


@recurring("uploads.remove", "*/10 * * * *")
async def remove_uploads() -> None:
    """Those that never came, were never used, or belonged to what is deleted."""
    gone = 0
    for company_id, upload_id in await Upload.due():
        with acting_for(company_id):
            for upload in await Upload.filter(id=upload_id):
                try:
                    await upload.remove()
                    gone += 1
                except Exception as error:  # noqa: BLE001 - the others go; it is tried again
                    failed("upload.removal_failed", error, upload=str(upload_id))
    if gone:
        log.info("forgotten", what="uploads", rows=gone)
