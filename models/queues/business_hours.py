"""When a company, or a part of it, is there to answer."""

from datetime import datetime
from typing import TYPE_CHECKING, Any, Self

import orjson
from tortoise import fields
from tortoise.exceptions import IntegrityError

from models.checks import Checks
from models.database import flush, transaction
from models.errors import Conflict, Invalid, Refusal, require_version
from models.events import Event
from models.idempotency import checked_client_id, fingerprint, insert, made_before
from models.queues.calendar import Calendar
from models.queues.hours_details import MAX_NAME, calendar_of, cleaned
from models.tenancy import CompanyModel

if TYPE_CHECKING:
    from models.viewer import Viewer


class HoursInUse(Refusal):
    """A queue or an SLA policy counts by these business hours. Give it others first."""

    code = "BUSINESS_HOURS_IN_USE"


class BusinessHours(CompanyModel):
    """Hours of the week on the clocks of a time zone, and the dates on which they do not hold.

    `weekly`: {day, opens, closes}, where a `closes` that is not later is of the next day;
    `holidays`: {date, yearly, name, closedFrom, closedUntil}. The company's reports count by those
    that are `is_default`, where a queue has none.
    """

    name = fields.CharField(max_length=MAX_NAME)
    timezone = fields.CharField(max_length=64)
    weekly: Any = fields.JSONField()
    holidays: Any = fields.JSONField()
    is_default = fields.BooleanField(default=False)
    version = fields.IntField(default=1)
    client_id = fields.CharField(max_length=100, null=True)
    client_hash = fields.CharField(max_length=64, null=True)

    class Meta:
        table = "business_hours"

    @classmethod
    async def add(cls, *, by: "Viewer", client_id: str | None = None, **details: Any) -> Self:
        """Asked again with its `client_id`, the same."""
        checks = Checks()
        wanted = cleaned(checks, details)
        client_id = checks.run(checked_client_id, client_id)
        checks.refuse()
        asked = fingerprint(wanted)
        hours = cls(**wanted, client_id=client_id, client_hash=client_id and asked)
        async with transaction():
            if await insert(hours):
                await Event.record("business_hours.created", hours, actor=by)
                return hours
            earlier = await made_before(cls, client_id, asked)
            if earlier is None:
                raise _taken()
        return earlier

    async def edit(self, *, by: "Viewer", version: int | None = None, **details: Any) -> Self:
        """Change what is given. What has begun to count goes on as it began."""
        checks = Checks()
        wanted = cleaned(checks, details)
        checks.refuse()
        try:
            async with transaction():
                await self.lock()
                changed = [name for name in wanted if wanted[name] != getattr(self, name)]
                if changed:
                    require_version(version, self.version)
                    await self._change(**{name: wanted[name] for name in changed})
                    told = {"fields": changed}
                    await Event.record("business_hours.updated", self, actor=by, changes=told)
                    await flush()
        except IntegrityError:
            raise _taken() from None
        return self

    async def make_default(self, *, by: "Viewer") -> Self:
        """Those that reports count by; others no longer are."""
        told = {"fields": ["is_default"]}
        try:
            async with transaction():
                for each in await BusinessHours.filter(is_default=True):
                    await each.lock()
                    if each.is_default and each.id != self.id:
                        await each._change(is_default=False)
                        await Event.record("business_hours.updated", each, actor=by, changes=told)
                await flush()
                await self.lock()
                if not self.is_default:
                    await self._change(is_default=True)
                    await Event.record("business_hours.updated", self, actor=by, changes=told)
                    await flush()
        except IntegrityError:  # others became it at the same time
            raise Conflict from None
        return self

    async def discard(self, *, by: "Viewer", version: int | None = None) -> Self:
        """Raises HoursInUse."""
        try:
            async with transaction():
                await self.lock()
                require_version(version, self.version)
                await self.delete()
                await Event.record("business_hours.deleted", self, actor=by)
        except IntegrityError:
            raise HoursInUse from None
        return self

    def open_at(self, at: datetime) -> bool:
        return self.calendar.open_at(at)

    def next_opening(self, at: datetime) -> datetime | None:
        """The first open moment from here on, which may be this; None within 20 years."""
        return self.calendar.next_opening(at)

    def after(self, at: datetime, seconds: float) -> datetime | None:
        """The first time when so many open seconds have passed; None if not within 20 years."""
        return self.calendar.after(at, seconds)

    def between(self, begin: datetime, end: datetime) -> float:
        """How many open seconds lie between the two."""
        return self.calendar.between(begin, end)

    @property
    def calendar(self) -> Calendar:
        return calendar_of(self.timezone, orjson.dumps(self.weekly), orjson.dumps(self.holidays))

    async def _change(self, **changes: Any) -> None:
        changes["version"] = self.version + 1
        self.update_from_dict(changes)
        await self.save(update_fields=changes)


def _taken() -> Invalid:
    return Invalid.because("name", "TAKEN", "Other business hours have this name.")
