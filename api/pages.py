"""What holds for every page of ours: a strict policy, and files from here and nowhere else."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.responses import Response
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles

HEADERS: Final = {"x-content-type-options": "nosniff", "referrer-policy": "no-referrer"}

# What is safe to repeat from a Host header inside a policy, where ";" and spaces have a meaning.
_HOST: Final = re.compile(r"[A-Za-z0-9.\-_\[\]:]+")


def page_headers(host: str, *, style: str = "") -> Mapping[str, str]:
    """Of a page that this host serves; `style` is the hash of one that a script writes into it."""
    # 'self' covers sockets in today's browsers only; older ones want the address spelled out.
    sockets = f" ws://{host} wss://{host}" if _HOST.fullmatch(host) else ""
    policy = (
        "default-src 'none'",
        "script-src 'self'",
        f"style-src 'self' {style}".rstrip(),
        f"connect-src 'self'{sockets}",
        "font-src 'self' data:",
        "img-src 'self' data:",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
    )
    return {**HEADERS, "content-security-policy": "; ".join(policy), "cache-control": "no-store"}


def assets_at(path: str, directory: Path) -> Mount:
    """The files of a page; its scripts may be imported by another's."""
    return Mount(
        path,
        _Assets(directory=directory),
        name=path.strip("/").replace("/", "_"),
        middleware=[Middleware(GZipMiddleware, minimum_size=1024)],
    )


class _Assets(StaticFiles):
    def file_response(self, *args: Any, **kwargs: Any) -> Response:
        response = super().file_response(*args, **kwargs)
        # Checked on each use: names carry no version, and an upgrade must not meet an old script.
        response.headers.update({**HEADERS, "cache-control": "no-cache"})
        return response
