"""A small inbox in one page, without a build step: the code a front end's developer copies from."""

import json
from pathlib import Path
from string import Template
from typing import Final

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import BaseRoute, Route

from api.pages import assets_at, page_headers
from models.demo import ACCOUNTS, PASSWORD
from models.settings import settings

_HERE: Final = Path(__file__).parent
_PAGE: Final = Template((_HERE / "page.html").read_text(encoding="utf-8"))


def demo_routes() -> list[BaseRoute]:
    """In development only: the page knows the password of the demo accounts."""
    if settings().environment != "development":
        return []
    return [Route("/demo", demo_page), assets_at("/demo/assets", _HERE / "assets")]


async def demo_page(request: Request) -> Response:
    root = request.scope.get("root_path", "").rstrip("/")
    config = {"endpoint": f"{root}/graphql", "accounts": list(ACCOUNTS), "password": PASSWORD}
    page = _PAGE.substitute(root=root, config=json.dumps(config).replace("<", "\\u003c"))
    return HTMLResponse(page, headers=page_headers(request.headers.get("host", "")))
