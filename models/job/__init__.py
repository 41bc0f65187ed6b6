"""Work that is done for certain: a row written in the transaction that wants it."""

from models.job.failures import PermanentFailure, RetryAfter
from models.job.job import BELL, Job, JobPriority, JobState

__all__ = ["BELL", "Job", "JobPriority", "JobState", "PermanentFailure", "RetryAfter"]
