"""What is taken from a bucket is taken for all processes, a little later; and never for nothing."""

from time import monotonic
from uuid import UUID, uuid4

import pytest

from models import live
from models.embedded.valkey import Valkey
from models.live.buckets import MINUTE, Bucket, Buckets
from tests.valkey import frozen

SIZE = 6_000  # a hundred a second


def taken(buckets: Buckets, who: UUID, amount: float) -> Bucket:
    bucket = buckets.of(who, "test", SIZE)
    buckets.take(bucket, amount, monotonic())
    return bucket


def left(buckets: Buckets, who: UUID) -> float:
    return buckets.of(who, "test", SIZE).left(monotonic())


def test_it_is_filled_at_its_rate_and_to_its_size() -> None:
    bucket = Bucket("test", "key", SIZE)
    bucket.full_at = 100.0

    levels = [bucket.left(now) for now in (30.0, 40.0, 70.0, 100.0, 1000.0)]

    assert levels == [0, 0, SIZE / 2, SIZE, SIZE]


def test_the_wait_is_for_as_much_as_it_can_hold() -> None:
    bucket = Bucket("test", "key", SIZE)
    bucket.full_at = 100.0

    assert bucket.wait(SIZE / 2, 70.0) == 0
    assert bucket.wait(SIZE / 2, 40.0) == MINUTE / 2
    assert bucket.wait(10 * SIZE, 70.0) == MINUTE / 2  # else it would be waited for for ever
    assert bucket.wait(10 * SIZE, 100.0) == 0


async def test_processes_take_from_one_and_learn_of_it_when_they_tell(house: None) -> None:
    one, other, who, stranger = Buckets(every=60), Buckets(every=60), uuid4(), uuid4()
    taken(one, who, 4_000)
    taken(other, who, 1_000)
    taken(other, stranger, 10)

    await one.settle()
    await other.settle()

    assert left(other, who) == pytest.approx(1_000, abs=100)
    assert left(other, stranger) == pytest.approx(SIZE, abs=100)
    taken(one, who, 10)
    await one.settle()
    assert left(one, who) == pytest.approx(1_000, abs=100)


async def test_what_all_took_at_once_is_owed(house: None) -> None:
    processes, who = [Buckets(every=60) for _ in range(3)], uuid4()
    for each in processes:
        taken(each, who, SIZE)

    for each in processes:
        await each.settle()

    last = processes[-1].of(who, "test", SIZE)
    assert last.left(monotonic()) == 0
    assert last.wait(1, monotonic()) == pytest.approx(2 * MINUTE, abs=1)


async def test_what_is_taken_while_it_is_told_is_told_next(house: None) -> None:
    one, other, who = Buckets(every=60), Buckets(every=60), uuid4()
    taken(one, who, 1_000)
    telling = one.settle()
    taken(one, who, 2_000)
    await telling
    taken(one, who, -500)
    await one.settle()

    taken(other, who, 0.001)
    await other.settle()

    assert left(other, who) == pytest.approx(3_500, abs=100)


async def test_it_tells_by_itself_and_then_rests(house: None) -> None:
    one, other, who = Buckets(every=0.01), Buckets(every=60), uuid4()
    bucket = taken(one, who, 5_000)
    assert one._task is not None
    await one._task

    taken(other, who, 0.001)
    await other.settle()

    assert not bucket.tells
    assert left(other, who) == pytest.approx(1_000, abs=100)


async def test_without_redis_each_counts_for_itself_and_owes_only_what_is_missing(
    valkey: Valkey,
) -> None:
    async with live.connected(valkey.url):
        buckets, who = Buckets(every=60), uuid4()
        bucket = taken(buckets, who, 1_000)
        with frozen(valkey):
            await buckets.settle()
            assert left(buckets, who) == pytest.approx(5_000, abs=300)
            taken(buckets, who, 5_000)
            await buckets.settle()
            assert bucket.wait(1_000, monotonic()) > 5
            bucket.full_at -= 50  # time goes by
            await buckets.settle()
            assert bucket.owed < 10
        buckets._rest_until = 0.0
        await buckets.settle()

        assert not bucket.tells
        assert left(buckets, who) == pytest.approx(5_000, abs=700)


def test_those_that_are_full_are_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    buckets = Buckets()
    monkeypatch.setattr("models.live.buckets.KEPT", 10)
    buckets._kept = 10
    busy = buckets.of("busy", "test", SIZE)
    busy.full_at = monotonic() + 30

    for number in range(100):
        buckets.of(number, "test", SIZE)

    assert len(buckets) <= 10
    assert buckets.of("busy", "test", SIZE) is busy
