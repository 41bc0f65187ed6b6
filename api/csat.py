"""/csat/{token}: a contact says how they were helped, from a link, without signing in.

A GET only shows the question: whatever looks at a link before people do must not answer it.
"""

import asyncio
from html import escape
from math import ceil
from time import monotonic
from typing import Any, Final
from urllib.parse import parse_qs

import orjson
import structlog
from starlette.requests import ClientDisconnect, Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route

from models.conversations.rating_link import PATH, is_ours, rate
from models.conversations.satisfaction import (
    BEST,
    WORST,
    SatisfactionExpired,
    SatisfactionRated,
)
from models.errors import DomainError, Invalid, NotFound, RateLimited
from models.identity.throttle import caller
from models.live.buckets import buckets

MAX_BYTES: Final = 16 * 1024
MAX_SECONDS: Final = 10.0  # for the whole body to come in
ANSWERS: Final = 60  # in a minute from one address
STATUS: Final[dict[type[DomainError], int]] = {
    NotFound: 404,
    Invalid: 400,
    SatisfactionRated: 409,
    SatisfactionExpired: 410,
    RateLimited: 429,
}
PAGE: Final = (
    '<!doctype html><html lang="en"><meta charset="utf-8">'
    '<meta name="viewport" content="width=device-width">'
    '<meta name="robots" content="noindex"><title>How did we do?</title><p>{text}</p>{form}'
)
CHOICE: Final = '<label><input type="radio" name="rating" value="{n}" required> {n}</label> '
FORM: Final = (
    '<form method="post" action="{path}">{choices}'
    '<p><textarea name="comment" rows="4" maxlength="2000" aria-label="Comment"></textarea>'
    "<p><button>Send</button></form>"
)
HEADERS: Final = {
    "Content-Security-Policy": "default-src 'none'; form-action 'self'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}
log = structlog.get_logger()


def satisfaction_routes() -> list[Route]:
    return [Route(f"{PATH}{{token}}", _csat, methods=["GET", "POST"])]


async def _csat(request: Request) -> Response:
    token, as_json = request.path_params["token"], _is_json(request)
    try:
        if request.method != "POST":
            return _question(request, token)
        _require_room(request)
        rating, comment = _said(await _read(request), as_json=as_json)
        await rate(token, rating, comment)
    except tuple(STATUS) as refusal:
        log.info("csat.refused", code=refusal.code)
        return _refusal(refusal, as_json=as_json)
    log.info("csat.rated")
    return JSONResponse({}, headers=HEADERS) if as_json else _page("Thank you.")


def _question(request: Request, token: str) -> Response:
    if not is_ours(token):
        raise NotFound
    choices = "".join(CHOICE.format(n=n) for n in range(WORST, BEST + 1))
    form = FORM.format(path=escape(request.url.path), choices=choices)
    return _page(f"How did we do, from {WORST} (poor) to {BEST} (great)?", form)


def _said(body: bytes, *, as_json: bool) -> tuple[int, str | None]:
    """Raises Invalid for what is neither JSON nor a form of these."""
    try:
        if as_json:
            given = orjson.loads(body)
            rating, comment = given["rating"], given.get("comment")
        else:
            form = parse_qs(body.decode(), strict_parsing=True, max_num_fields=4)
            rating, comment = int(form["rating"][0]), form.get("comment", [None])[0]
    except (ValueError, LookupError, TypeError, AttributeError):
        raise _malformed() from None
    if type(rating) is not int or not isinstance(comment, str | None):
        raise _malformed()
    return rating, comment


def _malformed() -> Invalid:
    message = f"Send a `rating` from {WORST} to {BEST}, and a `comment` if there is one."
    return Invalid.because("rating", "MALFORMED", message)


async def _read(request: Request) -> bytes:
    """The body, and never more of it than we take."""
    body = bytearray()
    try:
        async with asyncio.timeout(MAX_SECONDS):
            async for chunk in request.stream():
                body += chunk
                if len(body) > MAX_BYTES:
                    break
    except (TimeoutError, ClientDisconnect):
        raise _malformed() from None
    if len(body) > MAX_BYTES:
        raise Invalid.because("comment", "TOO_LONG", f"A body may have {MAX_BYTES} bytes.")
    return bytes(body)


def _require_room(request: Request) -> None:
    """Raises RateLimited."""
    address = caller(request.client.host if request.client else None)
    bucket, now = buckets.of(f"csat {address}", "csat", ANSWERS), monotonic()
    seconds = bucket.wait(1, now)
    if seconds > 0:
        raise RateLimited(retry_after=ceil(seconds))
    buckets.take(bucket, 1, now)


def _is_json(request: Request) -> bool:
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    return kind == "application/json"


def _refusal(refusal: DomainError, *, as_json: bool) -> Response:
    status = next(status for kind, status in STATUS.items() if isinstance(refusal, kind))
    if not as_json:
        return _page(escape(str(refusal)), status=status)
    error: dict[str, Any] = {"message": str(refusal), **refusal.extensions}
    return JSONResponse({"error": error}, status, HEADERS)


def _page(text: str, form: str = "", *, status: int = 200) -> Response:
    return HTMLResponse(PAGE.format(text=text, form=form), status, HEADERS)
