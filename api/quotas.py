"""How much a company, and each of its viewers, may have open at a time; api.rates: how fast."""

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


class share:
    """One of them for this viewer, to the end of the block. Raises QuotaExceeded."""

    __slots__ = ("_company_id", "_kind", "_limits")

    def __init__(self, kind: Kind, viewer: Viewer) -> None:
        self._kind: Kind = kind
        self._company_id = viewer.company_id
        self._limits = _limits(kind, viewer)

    async def __aenter__(self) -> None:
        full = await tally.claim(self._company_id, self._limits)
        if full is not None:
            quota = f"{self._kind}Per{'Company' if full == self._kind else 'Viewer'}"
            REFUSALS.labels(quota).inc()
            raise QuotaExceeded(quota, self._limits[full])

    async def __aexit__(self, *_: object) -> None:
        tally.release(self._company_id, self._limits)


def _limits(kind: Kind, viewer: Viewer) -> dict[str, int]:
    ours = settings()
    of_viewer, of_company = (
        (ours.connections_per_viewer, ours.connections_per_company)
        if kind == "connections"
        else (ours.subscriptions_per_viewer, ours.subscriptions_per_company)
    )
    return {f"{kind}/{viewer.actor_id}": of_viewer, kind: of_company}
