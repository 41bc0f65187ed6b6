"""Groups in figures: of this process, and none that names a company."""

import time
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from itertools import accumulate
from typing import Final

from prometheus_client import REGISTRY, Counter
from prometheus_client.core import GaugeMetricFamily, HistogramMetricFamily
from prometheus_client.registry import Collector

from api.fanout.memo import Entry

EXECUTIONS: Final = Counter("chatia_fanout_executions", "Events executed, once for a whole group.")
FROM_MEMO: Final = Counter(
    "chatia_fanout_memo", "Deliveries from memory to sockets that caught up."
)
REPLAYS: Final = Counter("chatia_fanout_replays", "Catch-ups that were executed for one socket.")
BACKFILLS: Final = Counter("chatia_fanout_backfills", "Catch-ups that were executed for all.")
OVERFLOWS: Final = Counter("chatia_mailbox_overflows", "Full mailboxes; the socket reads again.")
LAGGARDS: Final = Counter("chatia_laggards", "Sockets closed because they were too far behind.")
PERSONAL: Final = Counter("chatia_personal_shapes", "Subscriptions found to differ by viewer.")
DIFFERENCES: Final = Counter("chatia_fanout_differences", "Grouped results that alone are others.")

BOUNDS: Final = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)


class Lags:
    """From the event to the sockets: noted by the slice, for all its sockets at once."""

    def __init__(self) -> None:
        self.sum = 0.0
        self.counts = [0] * (len(BOUNDS) + 1)

    def note(self, entries: Sequence[Entry], sockets: int) -> None:
        now = time.time()
        for entry in entries:
            lag = max(now - entry.at, 0.0)
            self.counts[bisect_left(BOUNDS, lag)] += sockets
            self.sum += lag * sockets


lags: Final = Lags()


class Groups(Collector):
    """What is counted only when asked for."""

    def __init__(self) -> None:
        self.state: Callable[[], dict[str, tuple[str, float]]] = dict

    def collect(self) -> Iterator[GaugeMetricFamily | HistogramMetricFamily]:
        for name, (text, value) in self.state().items():
            yield GaugeMetricFamily(f"chatia_{name}", text, value=value)
        bounds = [*map(str, BOUNDS), "+Inf"]
        buckets = list(zip(bounds, map(float, accumulate(lags.counts)), strict=True))
        text = "From an event to each socket of a group."
        yield HistogramMetricFamily(
            "chatia_delivery_lag_seconds", text, buckets=buckets, sum_value=lags.sum
        )

    def describe(self) -> Iterator[GaugeMetricFamily]:
        return iter(())


collector: Final = Groups()
REGISTRY.register(collector)
