"""Files that come with a contact's message: fetched from where their system has them."""

from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack
from mimetypes import guess_type
from typing import Any, Final
from uuid import UUID, uuid4

from models.callback import Unanswered, Uncallable, Unreachable, caller
from models.errors import DomainError, Invalid, NotFound, Refusal
from models.files.attachment import FETCH, Attachment, AttachmentState
from models.files.intake import taken_in
from models.files.kinds import checked_type, require_allowed
from models.files.source import decoded
from models.files.store import store
from models.inboxes.inbound_event import InboundEvent
from models.job import on_cancelled
from models.settings import settings

UNKNOWN: Final = "application/octet-stream"
PASSING: Final = (408, 425, 429)


class NotFetched(DomainError):
    """The file could not be fetched from where it is."""

    code = "FILE_NOT_FETCHED"
    cure = "It is tried again by itself."
    retryable = True


class FileRefused(Refusal):
    """The place where the file is does not give it."""

    code = "FILE_REFUSED"
    cure = "Push the message with an address that can be fetched without signing in."


async def fetch(attachment: Attachment) -> Attachment:
    """Get it here, if still wanted; what cannot be is FAILED. Raises NotFetched and FilesAway.

    Nothing is held while it comes: no transaction, no connection of the database.
    """
    if attachment.state is not AttachmentState.PENDING:
        return attachment
    name = uuid4().hex
    try:
        async with AsyncExitStack() as connection:
            said, pieces = await _opened(attachment.source, connection)
            kind = _kind(attachment, said)
            await require_allowed(kind)
            taken = await taken_in(
                pieces,
                file_id=attachment.upload_id,
                name=name,
                kind=kind,
                largest=settings().file_max_bytes,
            )
        return await attachment.arrive(taken, name=name, content_type=kind)
    except Uncallable as refusal:
        return await attachment.fail(refusal.code)
    except Invalid as invalid:
        return await attachment.fail(invalid.fields[0].code)
    except Refusal as refusal:
        await store().clear(attachment.upload_id)
        return await attachment.fail(refusal.code)
    except (Unreachable, Unanswered) as error:
        raise NotFetched from error
    except NotFound:  # its message has been deleted meanwhile
        await store().clear(attachment.upload_id)
        return attachment


@on_cancelled(FETCH)
async def fail_cancelled(payload: Mapping[str, Any]) -> None:
    """It is not on its way any more, and says so."""
    for attachment in await Attachment.filter(id=payload.get("attachment_id")):
        await attachment.fail("FILE_NOT_FETCHED")


async def _opened(
    source: dict[str, Any], connection: AsyncExitStack
) -> tuple[str | None, AsyncIterator[bytes]]:
    """What its place says of its type, and its bytes."""
    if "url" not in source:
        event = await InboundEvent.get_or_none(id=UUID(source["event_id"]))
        if event is None:
            raise FileRefused
        return None, _pushed(event.payload["data"]["attachments"][source["index"]]["content"])
    answer = await connection.enter_async_context(caller().download(source["url"]))
    if answer.status in PASSING or answer.status >= 500:
        raise NotFetched
    if answer.status != 200:
        raise FileRefused
    return answer.content_type, answer.pieces


def _kind(attachment: Attachment, said: str | None) -> str:
    """What was claimed with the message, else by its place, else by its name."""
    named = guess_type(attachment.file_name)[0]
    served = None if said is None or said.startswith(UNKNOWN) else said
    return checked_type(attachment.content_type or served or named or UNKNOWN)


async def _pushed(content: str) -> AsyncIterator[bytes]:
    yield decoded(content)
