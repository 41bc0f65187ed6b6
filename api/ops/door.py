"""The doors of the console: each asks for the password, and those that act for a header, too."""

import asyncio
import hmac
from base64 import b64decode
from binascii import Error as Malformed
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import aclosing
from functools import wraps
from pathlib import Path
from typing import Any, Final
from uuid import UUID

import orjson
import structlog
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response, StreamingResponse
from starlette.routing import BaseRoute, Route

from api.answers import BUSY
from api.ops.picture import picture
from api.pages import page_headers
from api.stopping import stopping
from models import live
from models.errors import DomainError
from models.job import BELL
from models.job.lane import pause_everywhere, resume_everywhere
from models.job.overview import revive, revive_all
from models.settings import settings

OPERATOR: Final = "ops"
REFRESH: Final = 2.0  # seconds between pictures while nothing happens
AT_MOST: Final = 0.5  # and while much does
_HERE: Final = Path(__file__).parent
_FILES: Final = {"ops.css": "text/css", "ops.js": "text/javascript", "icon.svg": "image/svg+xml"}
log = structlog.get_logger()
Endpoint = Callable[[Request], Awaitable[Response]]


def ops_routes() -> list[BaseRoute]:
    """None while `OPS_PASSWORD` is not set: nobody can tell that there is such a thing."""
    if settings().ops_password is None:
        return []
    return [
        Route("/ops", _guarded(_page)),
        Route("/ops/assets/{name}", _guarded(_asset)),
        Route("/ops/live", _guarded(_live)),
        Route("/ops/jobs/retry", _guarded(_acting(_retry_all)), methods=["POST"]),
        Route("/ops/jobs/{id:uuid}/retry", _guarded(_acting(_retry)), methods=["POST"]),
        Route("/ops/kinds/{kind}/pause", _guarded(_acting(_pause)), methods=["POST"]),
        Route("/ops/kinds/{kind}/resume", _guarded(_acting(_resume)), methods=["POST"]),
    ]


def _guarded(endpoint: Endpoint) -> Endpoint:
    """For who knows the password, which is long enough that nobody comes upon it."""

    @wraps(endpoint)
    async def answer(request: Request) -> Response:
        if _knows_password(request.headers.get("authorization", "")):
            return await endpoint(request)
        if "authorization" in request.headers:
            log.warning("ops.refused", address=request.client and request.client.host)
        return Response(status_code=401, headers={"www-authenticate": 'Basic realm="operator"'})

    return answer


def _acting(endpoint: Endpoint) -> Endpoint:
    """Only our page can send this header: browsers let no other host's page add one unasked."""

    @wraps(endpoint)
    async def answer(request: Request) -> Response:
        if request.headers.get("x-requested-with") != "ops":
            return JSONResponse({"error": "Send `X-Requested-With: ops`."}, 403)
        try:
            return await endpoint(request)
        except BUSY:
            raise
        except DomainError as refusal:
            return JSONResponse({"error": str(refusal), "code": refusal.code}, 409)

    return answer


async def _page(request: Request) -> Response:
    root = request.scope.get("root_path", "").rstrip("/")
    page = (_HERE / "page.html").read_text(encoding="utf-8").replace("$root", root)
    host = request.headers.get("host", "")
    return Response(page, media_type="text/html", headers=page_headers(host))


async def _asset(request: Request) -> Response:
    name = request.path_params["name"]
    if name not in _FILES:
        return Response(status_code=404)
    return FileResponse(_HERE / "assets" / name, media_type=_FILES[name])


async def _live(_: Request) -> Response:
    """A picture whenever jobs move, and every REFRESH seconds; each replaces the one before."""
    return StreamingResponse(_pictures(), media_type="text/event-stream")


async def _pictures() -> AsyncIterator[bytes]:
    async with aclosing(live.listen(BELL, every=REFRESH)) as rings:
        async for _ in rings:
            if stopping.is_set():
                return
            try:
                seen = await picture()
            except BUSY:
                return  # the page says so, and comes back
            yield b"data: " + orjson.dumps(seen, default=str) + b"\n\n"
            await asyncio.sleep(AT_MOST)


async def _retry(request: Request) -> Response:
    job_id: UUID = request.path_params["id"]
    await revive(job_id)
    log.info("ops.job_retried", job=str(job_id))
    return JSONResponse({"retried": 1})


async def _retry_all(request: Request) -> Response:
    """Of the kind and the company that the body names; of all, where it names none."""
    wanted = _wanted(await request.body())
    if wanted is None:
        return JSONResponse({"error": "Send a JSON object with `kind` and `company_id`."}, 400)
    retried = await revive_all(**wanted)
    log.info("ops.jobs_retried", retried=retried, **{name: str(v) for name, v in wanted.items()})
    return JSONResponse({"retried": retried})


async def _pause(request: Request) -> Response:
    """For all companies: what runs goes on, and nothing more of this kind is started."""
    kind = request.path_params["kind"]
    await pause_everywhere(kind)
    log.info("ops.kind_paused", kind=kind)
    return JSONResponse({"paused": True})


async def _resume(request: Request) -> Response:
    kind = request.path_params["kind"]
    await resume_everywhere(kind)
    log.info("ops.kind_resumed", kind=kind)
    return JSONResponse({"paused": False})


def _wanted(body: bytes) -> dict[str, Any] | None:
    try:
        sent = orjson.loads(body or b"{}")
        kind, company = sent.get("kind"), sent.get("company_id")
        if not isinstance(kind, str | None):
            return None
        return {"kind": kind, "company_id": UUID(company) if company else None}
    except (ValueError, AttributeError, TypeError):
        return None


def _knows_password(authorization: str) -> bool:
    expected = settings().ops_password
    scheme, _, sent = authorization.partition(" ")
    if expected is None or scheme.lower() != "basic":
        return False
    try:
        given = b64decode(sent.strip(), validate=True)
    except (Malformed, ValueError):
        return False
    return hmac.compare_digest(given, f"{OPERATOR}:{expected.get_secret_value()}".encode())
