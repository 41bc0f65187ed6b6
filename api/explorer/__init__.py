"""The GraphiQL page and its vendored files: a browser that opens it talks to no other host."""

import html
import json
import re
from collections.abc import Sequence
from pathlib import Path
from string import Template
from typing import Any, NamedTuple

from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles

_HERE = Path(__file__).parent
_PAGE = Template((_HERE / "page.html").read_text(encoding="utf-8"))
_EXAMPLES = (_HERE / "operations.graphql").read_text(encoding="utf-8")
_SESSION = (_HERE / "session.graphql").read_text(encoding="utf-8")

# What is safe to repeat from a Host header inside a policy, where ";" and spaces have a meaning.
_HOST = re.compile(r"[A-Za-z0-9.\-_\[\]:]+")

# The one style GraphiQL writes into the page: its dialogs hold still what is behind them.
_DIALOG_STYLE = "'sha256-Y/huXlwoYkVyQlxwSVcCi1RCDGDCSVBzDt0hYP9qlTc='"

_HEADERS = {"x-content-type-options": "nosniff", "referrer-policy": "no-referrer"}


class DemoAccount(NamedTuple):
    """An account the page signs in to by itself: development only, for it carries the password."""

    email: str
    password: str


async def explorer_page(request: Request, *, demo: Sequence[DemoAccount] = ()) -> Response:
    """Answer GraphiQL, signed in to the first of `demo` if there is one."""
    root = request.scope.get("root_path", "").rstrip("/")
    config = {
        "endpoint": f"{root}/graphql",
        "demo": [account._asdict() for account in demo],
        "examples": _EXAMPLES,
        "session": _SESSION,
    }
    page = _PAGE.substitute(
        assets=html.escape(f"{root}/explorer/assets"),
        config=json.dumps(config).replace("<", "\\u003c"),
    )
    policy = _content_security_policy(request.headers.get("host", ""))
    return HTMLResponse(
        page, headers=_HEADERS | {"content-security-policy": policy, "cache-control": "no-store"}
    )


class _Assets(StaticFiles):
    def file_response(self, *args: Any, **kwargs: Any) -> Response:
        response = super().file_response(*args, **kwargs)
        # Checked on each use: names carry no version, and an upgrade must not meet an old script.
        response.headers.update(_HEADERS | {"cache-control": "no-cache"})
        return response


explorer_assets = Mount(
    "/explorer/assets",
    _Assets(directory=_HERE / "assets"),
    name="explorer_assets",
    middleware=[Middleware(GZipMiddleware, minimum_size=1024)],
)


def _content_security_policy(host: str) -> str:
    # 'self' covers sockets in today's browsers only; older ones want the address spelled out.
    sockets = f" ws://{host} wss://{host}" if _HOST.fullmatch(host) else ""
    return "; ".join(
        (
            "default-src 'none'",
            "script-src 'self'",
            f"style-src 'self' {_DIALOG_STYLE}",
            f"connect-src 'self'{sockets}",
            "font-src 'self' data:",
            "img-src 'self' data:",
            "base-uri 'none'",
            "form-action 'none'",
            "frame-ancestors 'none'",
        )
    )
