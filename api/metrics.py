"""/metrics for Prometheus: figures of this process, and none that names a company.

Counters live beside what they count; here are those that are read only when asked for.
"""

from collections.abc import Iterator

from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily
from prometheus_client.registry import Collector
from starlette.requests import Request
from starlette.responses import Response

from api.identities import identities
from models import live
from models.database import pools
from models.live.hub import hubs
from models.presence import presence

Family = CounterMetricFamily | GaugeMetricFamily


class Figures(Collector):
    """Pools, hubs, presence, identities and channels."""

    def collect(self) -> Iterator[Family]:
        yield from _pools()
        yield from _hubs()
        yield from _presence()
        yield from _identities()
        reachable = "1 while wake-ups arrive over Redis."
        yield GaugeMetricFamily("chatia_redis_reachable", reachable, value=live.reachable())

    def describe(self) -> Iterator[Family]:
        return iter(())  # without it, the registry would collect before anything is connected


async def metrics(_: Request) -> Response:
    return Response(generate_latest(REGISTRY), media_type=CONTENT_TYPE_LATEST)


def _pools() -> Iterator[Family]:
    figures = pools()
    for name, text in (
        ("size", "Connections of a pool."),
        ("idle", "Connections of a pool that nobody uses."),
        ("waiting", "Units of work that wait for a connection."),
    ):
        family = GaugeMetricFamily(f"chatia_pool_{name}", text, labels=["pool"])
        for pool, figure in figures.items():
            family.add_metric([pool], getattr(figure, name))
        yield family
    waits = CounterMetricFamily(
        "chatia_pool_waits", "Units of work that had to wait for a connection.", labels=["pool"]
    )
    for pool, figure in figures.items():
        waits.add_metric([pool], figure.waits)
    yield waits


def _hubs() -> Iterator[Family]:
    figures = hubs.figures()
    yield GaugeMetricFamily("chatia_hubs", "Companies whose log is followed.", value=figures.hubs)
    text = "Subscriptions and watches that follow a hub."
    yield GaugeMetricFamily("chatia_hub_followers", text, value=figures.followers)
    text = "Events kept in memory for clients that come back."
    yield GaugeMetricFamily("chatia_hub_events", text, value=figures.events)
    text = "Reads of the log for news."
    yield CounterMetricFamily("chatia_hub_reads", text, value=figures.reads)
    text = "Reads of the log for clients that came back."
    yield CounterMetricFamily("chatia_hub_replays", text, value=figures.replays)


def _presence() -> Iterator[Family]:
    figures = presence.figures()
    text = "Members who are present through this process."
    yield GaugeMetricFamily("chatia_present_members", text, value=figures.members)
    text = "Conversations that members have open, through this process."
    yield GaugeMetricFamily("chatia_viewings", text, value=figures.viewings)


def _identities() -> Iterator[Family]:
    text = "Tokens whose identity is remembered."
    yield GaugeMetricFamily("chatia_identities", text, value=len(identities))
    text = "Statements that proved tokens by the tables."
    yield CounterMetricFamily("chatia_identity_proofs", text, value=identities.proofs)
    text = "Looks at where the companies' marks stand."
    yield CounterMetricFamily("chatia_identity_looks", text, value=identities.standings.taken)


REGISTRY.register(Figures())
