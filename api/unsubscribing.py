"""/unsubscribe/{token}: no more mail of notifications, without signing in (RFC 8058).

A GET only asks: whatever looks at mail before people do must not unsubscribe them.
"""

from html import escape
from typing import Final

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from models.notifications.letter import PATH, unsubscribe

PAGE: Final = (
    '<!doctype html><html lang="en"><meta charset="utf-8">'
    '<meta name="viewport" content="width=device-width">'
    '<meta name="robots" content="noindex"><title>ChatIA Flow</title><p>{text}</p>{form}'
)
FORM: Final = '<form method="post" action="{path}"><button>No more mails</button></form>'
HEADERS: Final = {
    "Content-Security-Policy": "default-src 'none'; form-action 'self'",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}


def unsubscribing() -> Route:
    return Route(f"{PATH}{{token}}", _unsubscribe, methods=["GET", "POST"])


async def _unsubscribe(request: Request) -> Response:
    if request.method != "POST":
        form = FORM.format(path=escape(request.url.path))
        return _page("You will get no more mails about notifications. Is that right?", form)
    if await unsubscribe(request.path_params["token"]):
        return _page("You will get no more mails about notifications.")
    return _page("This link is not one of ours, or its member is gone.", status=404)


def _page(text: str, form: str = "", *, status: int = 200) -> Response:
    return HTMLResponse(PAGE.format(text=text, form=form), status, HEADERS)
