"""POST /inbound/{inbox id}: prove who pushes, keep what they push, say so; a job does the rest.

Whoever cannot sign learns nothing: an inbox that does not exist answers like one whose secret the
caller does not know. Nothing is stored unless the answer is 202.
"""

import asyncio
from math import ceil
from time import monotonic
from typing import Any, Final

import orjson
import structlog
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response

from api.answers import BUSY
from models.errors import Field, Invalid, RateLimited
from models.identity.throttle import caller
from models.inboxes import InboundEvent, Inbox
from models.inboxes.door import authenticated
from models.inboxes.inbound_event import MAX_EXTERNAL_ID
from models.inboxes.push import fitting
from models.inboxes.signature import HEADERS, SignatureRefused
from models.live.buckets import Bucket, buckets
from models.logs import about
from models.settings import settings
from models.tenancy import acting_for

MAX_BYTES: Final = 64 * 1024
FORGERIES: Final = 6_000  # pushes in a minute from one address that nobody's secret signed
MAX_SECONDS: Final = 10.0  # for the whole body to come in
MESSAGES: Final = {
    "SIGNATURE_MISSING": f"Sign the request: {', '.join(HEADERS)} are required.",
    "SIGNATURE_INVALID": "The signature does not fit this address and this body.",
    "TIMESTAMP_INVALID": "webhook-timestamp must be a number of seconds since 1970.",
    "TIMESTAMP_TOO_OLD": "webhook-timestamp is more than five minutes ago.",
    "TIMESTAMP_TOO_NEW": "webhook-timestamp is more than five minutes ahead.",
}
log = structlog.get_logger()


class Refused(Exception):
    """We do not take this push."""

    def __init__(
        self, status: int, code: str, message: str, fields: list[Field] | None = None
    ) -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.fields = fields or []


async def inbound(request: Request) -> Response:
    """202 with `duplicate`, or an error with its code."""
    try:
        _require_json(request)
        body = await _read(request)
        inbox = await _authenticated(request, body)
        with acting_for(inbox.company_id), about(company=str(inbox.company_id)):
            is_new = await _keep(inbox, request.headers[HEADERS[0]], body)
            log.info("inbound.received", inbox=str(inbox.id), duplicate=not is_new)
    except Refused as refusal:
        asked = request.path_params["inbox_id"][:36]
        log.info("inbound.refused", inbox=asked, code=refusal.code, status=refusal.status)
        return _refusal(refusal)
    except (RateLimited, *BUSY) as later:
        status = 429 if isinstance(later, RateLimited) else 503
        busy = Refused(status, later.code, str(later))
        return _refusal(busy, {"Retry-After": str(later.details.get("retryAfter", 1))})
    return JSONResponse({"duplicate": not is_new}, 202)


def _require_json(request: Request) -> None:
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/json":
        raise Refused(415, "NOT_JSON", "Content-Type must be application/json.")


async def _read(request: Request) -> bytes:
    """The body, and never more of it than we take."""
    declared = request.headers.get("content-length", "")
    if declared.isdecimal() and int(declared) > MAX_BYTES:
        raise _too_large()
    body = bytearray()
    try:
        async with asyncio.timeout(MAX_SECONDS):
            async for chunk in request.stream():
                body += chunk
                if len(body) > MAX_BYTES:
                    raise _too_large()
    except TimeoutError:
        raise Refused(408, "TOO_SLOW", f"Send the body within {MAX_SECONDS:.0f} s.") from None
    except ClientDisconnect:
        raise Refused(400, "INCOMPLETE", "The body is incomplete.") from None
    return bytes(body)


async def _authenticated(request: Request, body: bytes) -> Inbox:
    address = caller(request.client.host if request.client else None)
    strangers = buckets.of(f"forger {address}", "forger", FORGERIES)
    _require_room(strangers)
    try:
        inbox = await authenticated(request.path_params["inbox_id"], request.headers, body)
    except SignatureRefused as refusal:
        buckets.take(strangers, 1, monotonic())
        raise Refused(401, refusal.code, MESSAGES[refusal.code]) from None
    # Each push is of one message or receipt. Those that come again are counted, too.
    pushes = buckets.of(f"inbox {inbox.id}", "inbox", settings().pushes_per_inbox)
    _require_room(pushes)
    buckets.take(pushes, 1, monotonic())
    if inbox.disabled_at is not None:
        raise Refused(403, "INBOX_DISABLED", "This inbox is disabled.")
    return inbox


def _require_room(bucket: Bucket) -> None:
    """Raises RateLimited."""
    seconds = bucket.wait(1, monotonic())
    if seconds > 0:
        raise RateLimited(retry_after=ceil(seconds))


async def _keep(inbox: Inbox, external_id: str, body: bytes) -> bool:
    """False when it is here already."""
    if len(external_id) > MAX_EXTERNAL_ID or not external_id.isprintable():
        message = f"webhook-id may have {MAX_EXTERNAL_ID} printable characters."
        raise _invalid([Field(HEADERS[0], "ID_INVALID", message)])
    try:
        payload = orjson.loads(body)
    except orjson.JSONDecodeError:
        raise Refused(400, "MALFORMED", "The body is not JSON.") from None
    try:
        fitting(payload)
    except Invalid as invalid:
        raise _invalid(invalid.fields) from None
    return await InboundEvent.receive(inbox, external_id, payload)


def _too_large() -> Refused:
    return Refused(413, "TOO_LARGE", f"A body may have {MAX_BYTES} bytes.")


def _invalid(fields: list[Field]) -> Refused:
    return Refused(400, "INVALID", "; ".join(field.message for field in fields), fields)


def _refusal(refusal: Refused, headers: dict[str, str] | None = None) -> Response:
    error: dict[str, Any] = {"code": refusal.code, "message": str(refusal)}
    if refusal.fields:
        error["fields"] = [
            {"path": field.path, "code": field.code, "message": field.message}
            for field in refusal.fields
        ]
    return JSONResponse({"error": error}, refusal.status, headers)
