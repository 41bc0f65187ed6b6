"""Pauses between attempts really grow exponentially: by the table's own timestamps."""

from collections import defaultdict
from datetime import datetime
from itertools import pairwise
from statistics import mean

from structlog.testing import capture_logs

from jobs.task import task
from models.job import JobState
from tests.jobs.conftest import Working
from tests.people import Cast
from tests.work import finished, look, want

BASE = 0.1


async def test_pauses_double_on_average_and_no_attempt_comes_early(
    acme: Cast, rival: Cast, working: Working
) -> None:
    @task("test.work", attempts=5, base=BASE, announced=False)
    async def work() -> None:
        raise OSError

    jobs = [(company, id) for company in (acme, rival) for id in await want(company, times=40)]
    with capture_logs():  # else each traceback is drawn
        async with working(capacity=20):
            for company, id in jobs:
                await finished(company, id, JobState.DEAD, within=30)

    pauses = defaultdict(list)
    for company, id in jobs:
        errors = (await look(company, id)).errors
        assert len(errors) == 5
        for n, (failed, following) in enumerate(pairwise(errors)):
            due = time(failed["retry_at"])
            pauses[n].append((due - time(failed["at"])).total_seconds())
            assert time(following["started_at"]) >= due
    for n, drawn in pauses.items():
        longest = BASE * 2**n
        assert all(0 <= pause <= longest for pause in drawn)
        assert 0.3 < mean(drawn) / longest < 0.7  # full jitter: half of it on average


def time(at: str) -> datetime:
    return datetime.fromisoformat(at)
