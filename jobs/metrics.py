"""What this worker has done, for Prometheus: by kind, and by company for those with the most."""

from collections.abc import Iterable, Iterator
from functools import cache
from typing import Final
from uuid import UUID

from prometheus_client import REGISTRY, Counter, Gauge, Histogram
from prometheus_client.core import CounterMetricFamily
from prometheus_client.registry import Collector

from jobs.attempt import Attempt

TOP: Final = 20  # companies: a label of every company would outgrow Prometheus
SECONDS: Final = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300)
ATTEMPTS: Final = Counter("chatia_job_attempts", "Attempts by outcome.", ["kind", "outcome"])
DWELL: Final = Histogram(
    "chatia_job_dwell_seconds", "From due to started.", ["kind"], buckets=SECONDS
)
RUN: Final = Histogram(
    "chatia_job_run_seconds", "From started to settled.", ["kind"], buckets=SECONDS
)
CONSUMED: Final = Counter(
    "chatia_consumer_events", "Events of the log by what became of them.", ["consumer", "outcome"]
)
BEHIND: Final = Gauge(
    "chatia_consumer_lag_events", "Events that a consumer has not read yet.", ["consumer"]
)
LAG: Final = Gauge(
    "chatia_consumer_lag_seconds", "Age of the oldest event that it has not read.", ["consumer"]
)


class Heaviest(Collector):
    """The companies with the most attempts, by Space-Saving: a bound on memory and on labels."""

    def __init__(self, size: int = TOP) -> None:
        self._size = size
        self.seconds: dict[UUID, float] = {}
        self.attempts: dict[UUID, int] = {}

    def add(self, company: UUID, seconds: float) -> None:
        if company not in self.attempts and len(self.attempts) >= self._size * 10:
            # Its successor inherits its count, so that the heavy are never passed over.
            least = min(self.attempts, key=self.attempts.__getitem__)
            self.attempts[company] = self.attempts.pop(least)
            self.seconds[company] = self.seconds.pop(least)
        self.attempts[company] = self.attempts.get(company, 0) + 1
        self.seconds[company] = self.seconds.get(company, 0.0) + seconds

    def collect(self) -> Iterator[CounterMetricFamily]:
        top = sorted(self.attempts, key=self.attempts.__getitem__, reverse=True)[: self._size]
        for name, text, figures in (
            ("chatia_company_job_attempts", "Attempts of the busiest companies.", self.attempts),
            ("chatia_company_job_seconds", "Running time of the busiest companies.", self.seconds),
        ):
            family = CounterMetricFamily(name, text, labels=["company"])
            for company in top:
                family.add_metric([str(company)], figures[company])
            yield family

    def describe(self) -> Iterator[CounterMetricFamily]:
        return iter(())


HEAVIEST: Final = Heaviest()
REGISTRY.register(HEAVIEST)


def count(attempt: Attempt) -> None:
    """It has come to its end."""
    kind = attempt.lease.kind
    _attempts(kind, attempt.outcome).inc()
    dwell, run = _times(kind)
    dwell.observe(attempt.lease.waited)
    run.observe(attempt.duration)
    HEAVIEST.add(attempt.lease.company_id, attempt.duration)


def consumed(consumer: str, outcome: str, events: int) -> None:
    """Done, failed (and to be tried again) or handed over to a job."""
    CONSUMED.labels(consumer, outcome).inc(events)


def lagging(consumers: Iterable[str], behind: Iterable[tuple[UUID, str, int, float]]) -> None:
    """How far they are behind, of all companies together: as `lags` says."""
    events, seconds = dict.fromkeys(consumers, 0), dict.fromkeys(consumers, 0.0)
    for _, name, number, age in behind:
        events[name] += number
        seconds[name] = max(seconds[name], age)
    for name in events:
        BEHIND.labels(name).set(events[name])
        LAG.labels(name).set(seconds[name])


@cache
def _attempts(kind: str, outcome: str) -> Counter:
    return ATTEMPTS.labels(kind, outcome)


@cache
def _times(kind: str) -> tuple[Histogram, Histogram]:
    return DWELL.labels(kind), RUN.labels(kind)
