"""What is counted at every request is told when somebody asks, as Prometheus' own is."""

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest

from models.figures import Count, Durations

BUCKETS = (0.1, 0.5, 1)


def test_what_is_counted_is_told_and_told_once() -> None:
    ours, theirs = CollectorRegistry(), CollectorRegistry()
    count = Count("things", "Things.", ["of"], registry=ours)
    counter = Counter("things", "Things.", ["of"], registry=theirs)

    for _ in range(2):
        count.labels("one").more += 2
        count.labels("one").inc()
        count.labels("two").more += 0.5
        counter.labels("one").inc(3)
        counter.labels("two").inc(0.5)
        assert told(ours) == told(theirs)


def test_what_took_its_time_is_told_by_its_bucket() -> None:
    ours, theirs = CollectorRegistry(), CollectorRegistry()
    durations = Durations("times", "Times.", ["of"], buckets=BUCKETS, registry=ours)
    histogram = Histogram("times", "Times.", ["of"], buckets=BUCKETS, registry=theirs)

    for _ in range(2):
        for seconds in (0, 0.1, 0.2, 0.5, 1, 30):
            durations.labels("one").took(seconds)
            histogram.labels("one").observe(seconds)
        durations.labels("one").observe(0.3)
        histogram.labels("one").observe(0.3)
        assert told(ours) == told(theirs)


def told(registry: CollectorRegistry) -> list[str]:
    """All but since when it is counted."""
    lines = generate_latest(registry).decode().splitlines()
    return [line for line in lines if "_created{" not in line]
