"""The GraphiQL page and its vendored files: a browser that opens it talks to no other host."""

import html
import json
from collections.abc import Sequence
from pathlib import Path
from string import Template
from typing import NamedTuple

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from api.pages import assets_at, page_headers

_HERE = Path(__file__).parent
_PAGE = Template((_HERE / "page.html").read_text(encoding="utf-8"))
_EXAMPLES = (_HERE / "operations.graphql").read_text(encoding="utf-8")
_SESSION = (_HERE / "session.graphql").read_text(encoding="utf-8")

# The one style GraphiQL writes into the page: its dialogs hold still what is behind them.
_DIALOG_STYLE = "'sha256-Y/huXlwoYkVyQlxwSVcCi1RCDGDCSVBzDt0hYP9qlTc='"


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
    host = request.headers.get("host", "")
    return HTMLResponse(page, headers=page_headers(host, style=_DIALOG_STYLE))


explorer_assets = assets_at("/explorer/assets", _HERE / "assets")
