"""/files/{id}: files come in by PUT and go out by GET, by signed addresses good for a while.

Whoever has no such address learns nothing: what is another's, what never was, what is gone, an
address that has expired and one that is forged all answer 404.
"""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from time import time
from typing import Final
from urllib.parse import quote

import structlog
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from api.answers import BUSY, put_off, refused
from models.errors import DomainError, NotFound, Refusal
from models.files import Upload, UploadState
from models.files.kinds import opens_inside
from models.files.link import Link
from models.files.preview import NAME, TYPE
from models.files.store import FilesAway, store
from models.identity import Company
from models.logs import about
from models.tenancy import acting_for

IDLE: Final = 15.0  # seconds in which some of it must come
SLOWEST: Final = 16 * 1024  # bytes a second, on the whole
GRACE: Final = 30.0  # seconds more
SEALED: Final = {
    "x-content-type-options": "nosniff",
    "content-security-policy": "default-src 'none'; sandbox; frame-ancestors 'none'",
    "referrer-policy": "no-referrer",
    "accept-ranges": "bytes",
}
log = structlog.get_logger()


class Unsent(Exception):
    """The body did not come as it should."""

    def __init__(self, status: int, code: str, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.code = code


@dataclass(frozen=True, slots=True)
class Part:
    """What is asked of a file, from `start` to before `end`; `whole` if nobody asked for less."""

    start: int
    end: int
    whole: bool


async def give(request: Request) -> Response:
    """The file or its preview, whole or the part of it that `Range` asks for."""
    try:
        link = _link(request, ("get", "preview"))
        with acting_for(link.company_id), about(company=str(link.company_id)):
            upload = await _stored(link)
            return await _answer(request, link, upload)
    except DomainError as refusal:
        return _refusal(request, refusal)


async def take(request: Request) -> Response:
    """The content of an upload that was announced; the same again changes nothing."""
    try:
        link = _link(request, ("put",))
        with acting_for(link.company_id), about(company=str(link.company_id)):
            upload = await _announced(link)
            duplicate = upload.state is UploadState.STORED
            if not duplicate:
                _require_fitting(request, upload)
                await upload.fill(_pieces(request, upload.size))
            log.info("file.received", upload=str(upload.id), bytes=upload.size)
    except Unsent as fault:
        return refused(request.scope, fault.status, fault.code, str(fault))
    except DomainError as refusal:
        return _refusal(request, refusal)
    told = {"state": upload.state, "checksum": upload.checksum, "duplicate": duplicate}
    return JSONResponse(told)


def file_routes() -> list[Route]:
    return [
        Route("/files/{file_id}", give, methods=["GET", "HEAD"]),
        Route("/files/{file_id}", take, methods=["PUT"]),
    ]


def _link(request: Request, uses: tuple[str, ...]) -> Link:
    link = Link.read(request.path_params["file_id"], dict(request.query_params))
    if link is None or link.use not in uses:
        raise NotFound
    return link


async def _stored(link: Link) -> Upload:
    upload = await Upload.get_or_none(id=link.file_id, state=UploadState.STORED)
    if upload is None or not await _is_open():
        raise NotFound
    return upload


async def _announced(link: Link) -> Upload:
    upload = await Upload.get_or_none(id=link.file_id)
    if upload is None or not await _is_open():
        raise NotFound
    if upload.state is not UploadState.STORED:
        upload.require_pending()
    return upload


async def _is_open() -> bool:
    """Of a suspended company nothing comes and nothing goes."""
    return (await Company.current()).is_active


async def _answer(request: Request, link: Link, upload: Upload) -> Response:
    preview = link.use == "preview"
    tag = f'"{upload.checksum}{"-preview" if preview else ""}"'
    headers = SEALED | {
        "etag": tag,
        "cache-control": f"private, max-age={max(0, int(link.expires - time()))}, immutable",
        "content-disposition": _disposition(upload, inline=preview),
    }
    if request.headers.get("if-none-match") == tag:
        return Response(status_code=304, headers=headers)
    if preview:
        pieces = await store().get(upload.id, NAME)
        return StreamingResponse(pieces, headers=headers, media_type=TYPE)
    part = _part(request, upload.size, tag)
    if part is None:
        unsatisfied = {"content-range": f"bytes */{upload.size}"}
        return refused(
            request.scope, 416, "RANGE_NOT_SATISFIABLE", "No such part.", headers=unsatisfied
        )
    headers["content-length"] = str(part.end - part.start)
    headers["content-type"] = upload.content_type
    if not part.whole:
        headers["content-range"] = f"bytes {part.start}-{part.end - 1}/{upload.size}"
    status = 200 if part.whole else 206
    if request.method == "HEAD":
        return Response(status_code=status, headers=headers)
    pieces = await upload.content(start=part.start, end=part.end)
    return StreamingResponse(pieces, status_code=status, headers=headers)


def _disposition(upload: Upload, *, inline: bool) -> str:
    """RFC 6266: shown where it is only if that can do no harm; else saved, by its own name."""
    how = "inline" if inline or opens_inside(upload.content_type) else "attachment"
    return f"{how}; filename*=UTF-8''{quote(upload.file_name, safe='')}"


def _part(request: Request, size: int, tag: str) -> Part | None:
    """RFC 9110: one range of bytes; what is more, or is not understood, is answered whole."""
    whole = Part(0, size, whole=True)
    asked = request.headers.get("range", "").strip().lower()
    unit, _, spans = asked.partition("=")
    first, dash, last = (each.strip() for each in spans.partition("-"))
    fits = all(each == "" or (each.isascii() and each.isdigit()) for each in (first, last))
    if unit != "bytes" or not dash or not fits or not (first or last):
        return whole
    if request.headers.get("if-range", tag) != tag:
        return whole
    if not first:
        start, end = max(0, size - int(last)), size
    else:
        start, end = int(first), min(int(last) + 1, size) if last else size
        if last and int(last) < start:
            return whole
    return Part(start, end, whole=False) if start < end else None


def _require_fitting(request: Request, upload: Upload) -> None:
    """What is too large is refused before any of it is read."""
    declared = request.headers.get("content-length", "")
    if declared.isdecimal() and int(declared) != upload.size:
        told = f"The file was announced with {upload.size} bytes."
        raise Unsent(413 if int(declared) > upload.size else 400, "FILE_SIZE_MISMATCH", told)


async def _pieces(request: Request, size: int) -> AsyncIterator[bytes]:
    """The body as it comes, and not too slowly. Raises Unsent."""
    clock = asyncio.get_running_loop().time
    deadline = clock() + GRACE + size / SLOWEST
    stream = request.stream()
    while True:
        try:
            async with asyncio.timeout(min(IDLE, deadline - clock())):
                piece = await anext(stream, None)
        except TimeoutError:
            raise Unsent(408, "BODY_TOO_SLOW", "The file comes too slowly.") from None
        except ClientDisconnect:
            raise Unsent(400, "INCOMPLETE", "The file is incomplete.") from None
        if piece is None:
            return
        if piece:
            yield piece


def _refusal(request: Request, refusal: DomainError) -> Response:
    if isinstance(refusal, (FilesAway, *BUSY)):
        return put_off(request.scope, refusal)
    if isinstance(refusal, Refusal):
        return refused(request.scope, 422, refusal.code, str(refusal), details=refusal.details)
    return refused(request.scope, 404, NotFound.code, str(NotFound()))
