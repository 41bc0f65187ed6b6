"""Work in progress and work gone wrong, as the company that it is done for sees it."""

from schema.jobs.live import JobSubscription
from schema.jobs.managing import JobMutation
from schema.jobs.reading import JobQuery

__all__ = ["JobMutation", "JobQuery", "JobSubscription"]
