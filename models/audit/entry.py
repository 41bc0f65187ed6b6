"""The entries of a company's chain. Rows are written by `append_event` and `append_audit` alone."""

from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from tortoise import fields
from tortoise.queryset import QuerySet

from models.tenancy import CompanyModel


class AuditEntry(CompanyModel):
    """One change and who is answerable for it; `hash` is over the row and the hash before it.

    Its id is the event's, `created_at` the database's time of the commit.
    """

    seq = fields.BigIntField()
    action = fields.CharField(max_length=50)
    object_type = fields.CharField(max_length=50)
    object_id = fields.UUIDField()
    actor_kind = fields.CharField(max_length=20)
    actor_id = fields.UUIDField(null=True)
    on_behalf_of_id = fields.UUIDField(null=True)  # the member who made the API key
    before: Any = fields.JSONField(null=True)
    after: Any = fields.JSONField(null=True)
    details: Any = fields.JSONField(default=dict)
    address = fields.CharField(max_length=64, null=True)
    user_agent = fields.CharField(max_length=300, null=True)
    request_id = fields.CharField(max_length=64, null=True)
    hash = fields.CharField(max_length=64)

    class Meta:
        table = "audit_entries"

    @staticmethod
    def between(
        rows: QuerySet["AuditEntry"], start: datetime | None, end: datetime | None
    ) -> QuerySet["AuditEntry"]:
        """Of these, what was committed from `start` on and before `end`, where they are given."""
        if start is not None:
            rows = rows.filter(created_at__gte=start, id__gte=_first_id(start - SLACK))
        if end is not None:
            rows = rows.filter(created_at__lt=end, id__lt=_first_id(end + SLACK))
        return rows


# Between an id's making and its commit, and between the clocks of two servers.
SLACK: Final = timedelta(hours=1)


def _first_id(at: datetime) -> UUID:
    """No UUIDv7 of then or later is smaller: what was written then is found by its index."""
    return UUID(int=max(int(at.timestamp() * 1000), 0) << 80)
