"""Where conversations wait, for whom, and when somebody is there."""

from models.queues.business_hours import BusinessHours, HoursInUse
from models.queues.entry import QueueEntry, QueuePace
from models.queues.membership import Level, QueueMember
from models.queues.queue import Assignment, Queue, QueueArchived, QueueInUse

__all__ = [
    "Assignment",
    "BusinessHours",
    "HoursInUse",
    "Level",
    "Queue",
    "QueueArchived",
    "QueueEntry",
    "QueueInUse",
    "QueueMember",
    "QueuePace",
]
