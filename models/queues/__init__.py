"""Where conversations wait, for whom, and when somebody is there."""

from models.queues.business_hours import BusinessHours, HoursInUse
from models.queues.entry import QueueEntry, QueuePace
from models.queues.queue import Assignment, Level, Queue, QueueMember

__all__ = [
    "Assignment",
    "BusinessHours",
    "HoursInUse",
    "Level",
    "Queue",
    "QueueEntry",
    "QueueMember",
    "QueuePace",
]
