"""A span per attempt, as a part of what wanted the job."""

from collections.abc import Iterator
from contextlib import contextmanager

from jobs.attempt import Attempt
from models.tracing import end_as, span


@contextmanager
def traced(attempt: Attempt) -> Iterator[None]:
    """Named by the kind of the job; what it is about are its attributes."""
    lease = attempt.lease
    told = {"company": str(lease.company_id), "job": str(lease.job_id)}
    with span(f"job {lease.kind}", parent=lease.trace, attempt=lease.attempt, **told):
        try:
            yield
        finally:
            end_as(attempt.outcome, failed=attempt.outcome in ("retrying", "dead", "unsettled"))
