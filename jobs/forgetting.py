"""Dropping what nobody can use any more, of every company."""

from collections.abc import Awaitable
from typing import Final

import structlog

from jobs.clock import recurring
from models.idempotency_key import IdempotencyKey
from models.identity import RefreshToken, Session
from models.identity.user import UserToken
from models.inboxes import InboundEvent
from models.settings import settings
from models.tenancy import every_company

SESSION_DAYS: Final = 30  # for which a session that has ended is still shown
log = structlog.get_logger()


@recurring("identity.forget", "27 * * * *")
async def forget_identity() -> None:
    """Sessions long ended, links of refresh tokens long used, tokens of mail that have expired."""
    with every_company():
        await _told("sessions", Session.forget_ended(days=SESSION_DAYS))
        days = settings().refresh_token_days
        await _told("refresh_tokens", RefreshToken.forget_rotated(days=days))
        await _told("user_tokens", UserToken.forget_expired())


@recurring("inbound_events.forget", "37 * * * *")
async def forget_inbound_events() -> None:
    with every_company():
        days = settings().inbound_retention_days
        await _told("inbound_events", InboundEvent.forget_old(days=days))


@recurring("idempotency_keys.forget", "47 * * * *")
async def forget_idempotency_keys() -> None:
    with every_company():
        hours = settings().idempotency_hours
        await _told("idempotency_keys", IdempotencyKey.forget_old(hours=hours))


async def _told(what: str, forgetting: Awaitable[int]) -> None:
    if gone := await forgetting:
        log.info("forgotten", what=what, rows=gone)
