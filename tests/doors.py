"""The inbound door, and somebody who knows how to knock."""

from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

import httpx
import orjson
from standardwebhooks import Webhook
from starlette.applications import Starlette
from starlette.routing import Route

from api.inbound import inbound
from models.inboxes import AfterResolve, Inbox, InboxKind
from models.tenancy import acting_for
from tests.people import Cast

HOUSE = Starlette(routes=[Route("/inbound/{inbox_id}", inbound, methods=["POST"])])


@dataclass(frozen=True)
class Sender:
    """A customer's system that holds an inbox's secret."""

    inbox: Inbox
    secret: str

    async def push(
        self,
        payload: Any,
        *,
        id: str | None = None,
        at: datetime | None = None,
        secret: str | None = None,
        inbox_id: UUID | str | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> httpx.Response:
        """Sign and send; what is given is done otherwise than it should be."""
        body = payload if isinstance(payload, bytes) else orjson.dumps(payload)
        signed = sign(secret or self.secret, body, id=id, at=at)
        return await knock(inbox_id or self.inbox.id, body, signed | dict(headers or {}))


async def sender(company: Cast, **options: Any) -> Sender:
    """An inbox just opened, and its secret."""
    wanted: dict[str, Any] = {
        "kind": InboxKind.API,
        "name": "Shop",
        "callback_url": "http://127.0.0.1:9/hook",
        "after_resolve": AfterResolve.REOPEN,
    }
    with acting_for(company.id):
        inbox, secret = await Inbox.open(**wanted | options, by=company.viewer)
    assert secret is not None
    return Sender(inbox, secret)


def sign(
    secret: str, body: bytes, *, id: str | None = None, at: datetime | None = None
) -> dict[str, str]:
    """As anybody's library of Standard Webhooks does it."""
    id, at = id or f"evt_{uuid4().hex}", at or datetime.now(UTC)
    return {
        "content-type": "application/json",
        "webhook-id": id,
        "webhook-timestamp": str(int(at.timestamp())),
        "webhook-signature": Webhook(secret).sign(id, at, body.decode("utf-8", "replace")),
    }


async def knock(
    inbox_id: UUID | str, body: bytes | AsyncIterator[bytes], headers: Mapping[str, str]
) -> httpx.Response:
    transport = httpx.ASGITransport(HOUSE)
    async with httpx.AsyncClient(transport=transport, base_url="http://house") as client:
        return await client.post(f"/inbound/{inbox_id}", content=body, headers=dict(headers))


def written(body: object = "Hello", **data: Any) -> dict[str, Any]:
    """A push of a contact's message."""
    message = {"id": uuid4().hex, "contact": {"id": "kim", "name": "Kim"}, "body": body}
    return {"type": "message.created", "data": message | data}


def receipt(message_id: str, status: str, **data: Any) -> dict[str, Any]:
    return {
        "type": "message.status",
        "data": {"messageId": message_id, "status": status, **data},
    }
