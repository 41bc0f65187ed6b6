"""Work that is done for certain: a row written in the transaction that wants it."""

from models.job.batch import enqueue_batch
from models.job.bell import BELL, CANCEL_BELL
from models.job.endings import on_cancelled
from models.job.failures import PermanentFailure, RetryAfter
from models.job.job import Job, JobPriority, JobState
from models.job.lane import JobLane, PausedKind
from models.job.running import current_job
from models.job.ticks import Tick
from models.job.unique import DROP, REPLACE, Unique, debounce, throttle

__all__ = [
    "BELL",
    "CANCEL_BELL",
    "DROP",
    "REPLACE",
    "Job",
    "JobLane",
    "JobPriority",
    "JobState",
    "PausedKind",
    "PermanentFailure",
    "RetryAfter",
    "Tick",
    "Unique",
    "current_job",
    "debounce",
    "enqueue_batch",
    "on_cancelled",
    "throttle",
]
