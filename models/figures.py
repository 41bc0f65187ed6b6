"""Figures that move at every request: plain numbers, of which Prometheus hears when it asks.

Its own are moved under a lock and by half a dozen calls, for threads; these by the loop alone.
"""

from bisect import bisect_left
from collections.abc import Iterable
from typing import Any

from prometheus_client import Counter, Histogram
from prometheus_client.samples import Sample


class Count(Counter):
    """`more += 1` counts; in all else it is the Counter that it was."""

    more = 0.0  # what has been counted since somebody last asked

    def _child_samples(self) -> Iterable[Sample]:
        self.inc(self.more)
        self.more = 0.0
        return super()._child_samples()


class Durations(Histogram):
    """`took(seconds)` observes; in all else it is the Histogram that it was."""

    def _metric_init(self) -> None:
        super()._metric_init()
        self._bounds = tuple(self._upper_bounds)
        self._forget()

    def took(self, seconds: float) -> None:
        self._fresh[bisect_left(self._bounds, seconds)] += 1
        self._seconds += seconds

    def _child_samples(self) -> Iterable[Sample]:
        buckets: list[Any] = self._buckets
        for bucket, number in zip(buckets, self._fresh, strict=True):
            bucket.inc(number)
        self._sum.inc(self._seconds)
        self._forget()
        return super()._child_samples()

    def _forget(self) -> None:
        self._fresh = [0] * len(self._bounds)
        self._seconds = 0.0
