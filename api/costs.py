"""What operations cost, taken from the buckets of who asks and of their company beforehand.

The cost is in fields of the answer, by the sizes of its pages (schema.budget). A document that this
process has not weighed yet takes UNWEIGHED, which is settled once it has been; what turns out to be
no operation is not settled, as it is parsed and weighed in vain each time it comes.
"""

from collections.abc import AsyncGenerator, Mapping
from contextlib import aclosing
from datetime import UTC, datetime, timedelta
from functools import cache
from math import ceil
from time import monotonic
from typing import Any, Final
from uuid import UUID

import orjson
from prometheus_client import Counter

from models.errors import RateLimited
from models.figures import Count
from models.identity.throttle import caller
from models.live.buckets import MINUTE, Bucket, buckets
from models.settings import settings
from schema.context import Context
from schema.documents import Documents, Known

REFUSALS: Final = Counter("chatia_cost_refusals", "Operations that a bucket refused.", ["bucket"])
POINTS: Final = Count(
    "chatia_cost_points", "Points that operations cost, and events told to subscriptions.", ["of"]
)
OPERATIONS, EVENTS = POINTS.labels("operations"), POINTS.labels("events")
UNWEIGHED: Final = 1_000  # a new document takes us several milliseconds
EXTENSION: Final = "cost"  # of a request that wants to be told

Header = tuple[bytes, bytes]


class CostExceeded(RateLimited):
    """You have asked for more than is left for you at the moment. Wait and try again."""

    cure = "Wait `extensions.retryAfter` seconds; `extensions.bucket` says whose measure is empty."

    def __init__(self, bucket: Bucket, bill: "Bill", seconds: float) -> None:
        super().__init__(retry_after=max(1, ceil(seconds)))
        self.details |= {"bucket": bucket.name, "cost": bill.told(bucket)}
        self.headers = {
            "retry-after": str(self.details["retryAfter"]),
            **{name.decode(): value.decode() for name, value in bill.headers()},
        }


class Bill:
    """What one operation was charged; `shared` is the bucket that others take from as well."""

    __slots__ = ("_document", "_own", "_shared", "began", "known", "requested")

    def __init__(
        self,
        own: Bucket,
        shared: Bucket | None,
        document: tuple[str, str | None, Mapping[str, Any]],
        now: float,
    ) -> None:
        self._own = own
        self._shared = shared
        self._document: tuple[str, str | None, Mapping[str, Any]] | None = document
        self.began = now
        self.known, price = _weighed(*document)
        if price is None:
            self.requested = UNWEIGHED
        else:
            self.requested, self._document = price, None

    def charge(self) -> None:
        """Raises CostExceeded, and nothing is taken."""
        for bucket in (self._own, self._shared):
            if bucket is not None and bucket.full_at > self.began:
                seconds = bucket.wait(self.requested, self.began)
                if seconds > 0:
                    REFUSALS.labels(bucket.name).inc()
                    raise CostExceeded(bucket, self, seconds)
        self._take(self.requested)
        if self._document is None:
            OPERATIONS.more += self.requested

    def _take(self, amount: float) -> None:
        buckets.take(self._own, amount, self.began)
        if self._shared is not None:
            buckets.take(self._shared, amount, self.began)

    def settle(self) -> None:
        """Take what a new document costs, now that it is known or never will be."""
        if self._document is not None:
            price, self._document = _weighed(*self._document)[1], None
            if price is not None:
                self._take(price - self.requested)
                self.requested = price
            OPERATIONS.more += self.requested

    def told(self, bucket: Bucket | None = None) -> dict[str, Any]:
        """`extensions.cost`, of this bucket or of the one that is emptier."""
        bucket = bucket or self._emptier
        seconds = bucket.full_at - self.began
        reset = datetime.now(UTC) + timedelta(seconds=max(seconds, 0))
        return {
            "requested": self.requested,
            "maximum": bucket.size,
            "remaining": int(bucket.left(self.began)),
            "restoreRate": int(bucket.rate),
            "resetAt": reset.isoformat(timespec="milliseconds"),
            "bucket": bucket.name,
        }

    def headers(self) -> list[Header]:
        """https://www.ietf.org/archive/id/draft-ietf-httpapi-ratelimit-headers-10.txt"""
        own, shared, now = self._own, self._shared, self.began
        if shared is None:
            bucket, policy = own, _policy(own.name, own.size)
        else:
            bucket = own if own.full_at >= shared.full_at else shared
            policy = _policy(own.name, own.size, shared.name, shared.size)
        seconds = bucket.full_at - now
        left = int(bucket.left(now))
        state = f'"{bucket.name}";r={left};t={ceil(seconds) if seconds > 0 else 0}'
        return [(b"ratelimit", state.encode()), (b"ratelimit-policy", policy)]

    @property
    def _emptier(self) -> Bucket:
        own, shared = self._own, self._shared
        return own if shared is None or own.full_at >= shared.full_at else shared


def charge(
    context: Context, text: str, operation_name: str | None, variables: Mapping[str, Any]
) -> Bill:
    """Take what this operation costs. Raises CostExceeded."""
    now, viewer, ours = monotonic(), context.identity, settings()
    shared = None
    if viewer is None or (actor_id := viewer.actor_id) is None:
        own = buckets.of(caller(context.address), "address", ours.cost_per_address)
    else:
        own = buckets.of(actor_id, "viewer", ours.cost_per_viewer)
        shared = buckets.of(viewer.company_id, "company", ours.cost_per_company)
    bill = Bill(own, shared, (text, operation_name, variables), now)
    bill.charge()
    return bill


def charge_events(company_id: UUID, number: int) -> None:
    """One point of the company's for each event told to one subscription; it is never refused.

    Who is told too fast is slowed down by api.rates: here it is made up for by their questions.
    """
    bucket = buckets.of(company_id, "company", settings().cost_per_company)
    buckets.take(bucket, number, monotonic())
    EVENTS.more += number


def wants_cost(extensions: Mapping[str, Any] | None) -> bool:
    """Did the request ask for `extensions.cost`?"""
    return extensions is not None and extensions.get(EXTENSION) is True


def _weighed(
    text: str, operation_name: str | None, variables: Mapping[str, Any]
) -> tuple[Known | None, int | None]:
    """The document and what it costs, where it has been weighed with these pages."""
    known = Documents.memory.get(text)
    price = None if known is None else known.price(operation_name, variables)
    return (None, None) if price is None else (known, price)


def with_cost(response: bytes, bill: Bill) -> bytes:
    """A plan's whole response, which ends with its `extensions`."""
    return b'%b,"cost":%b}}' % (response.removesuffix(b"}}"), orjson.dumps(bill.told()))


async def settled(
    results: AsyncGenerator[Any, None], bill: Bill, *, tell: bool
) -> AsyncGenerator[Any, None]:
    """The results of a query or mutation, once it is weighed; with `extensions.cost`, if asked."""
    async with aclosing(results):
        async for result in results:
            bill.settle()
            if tell:
                result.extensions = {**(result.extensions or {}), EXTENSION: bill.told()}
            yield result


@cache
def _policy(name: str, size: int, *rest: Any) -> bytes:
    policy = f'"{name}";q={size};w={MINUTE}'.encode()
    return b"%b, %b" % (policy, _policy(*rest)) if rest else policy
