"""How much a company, and each of its viewers, may have open at a time; api.rates: how fast."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final, Literal

from prometheus_client import Counter

from models.errors import DomainError
from models.live.tally import tally
from models.settings import settings
from models.viewer import Viewer

Kind = Literal["connections", "subscriptions"]
REFUSALS: Final = Counter("chatia_quota_refusals", "What a quota did not allow.", ["quota"])
# By then the share of a process that was killed is free again.
RETRY_AFTER: Final = 15  # seconds


class QuotaExceeded(DomainError):
    """As many are open as may be at a time. Close some, or try again later."""

    code = "QUOTA_EXCEEDED"
    retryable = True

    def __init__(self, quota: str, limit: int, *, retry_after: int = RETRY_AFTER) -> None:
        super().__init__(quota=quota, limit=limit, retryAfter=retry_after)
        self.reason = f"{self.code} {quota} limit={limit} retryAfter={retry_after}"


class TooFast(QuotaExceeded):
    """More has happened than you may be told at this rate. Subscribe again later, after your
    last cursor: nothing is lost.
    """


@asynccontextmanager
async def share(kind: Kind, viewer: Viewer) -> AsyncIterator[None]:
    """One of them for this viewer, to the end of the block. Raises QuotaExceeded."""
    limits = _limits(kind, viewer)
    full = await tally.claim(viewer.company_id, limits)
    if full is not None:
        quota = f"{kind}Per{'Company' if full == kind else 'Viewer'}"
        REFUSALS.labels(quota).inc()
        raise QuotaExceeded(quota, limits[full])
    try:
        yield
    finally:
        tally.release(viewer.company_id, limits)


def _limits(kind: Kind, viewer: Viewer) -> dict[str, int]:
    ours = settings()
    of_viewer, of_company = (
        (ours.connections_per_viewer, ours.connections_per_company)
        if kind == "connections"
        else (ours.subscriptions_per_viewer, ours.subscriptions_per_company)
    )
    return {f"{kind}/{viewer.actor_id}": of_viewer, kind: of_company}
