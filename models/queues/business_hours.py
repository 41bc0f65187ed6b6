"""When a company, or a part of it, is there to answer."""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final, Self
from zoneinfo import ZoneInfo

import orjson
from tortoise import fields
from tortoise.exceptions import IntegrityError

from models.checks import Checks, line
from models.database import flush, transaction
from models.errors import Conflict, Field, Invalid, Refusal
from models.events import Event
from models.idempotency import ClientIdReused, checked_client_id, fingerprint, insert
from models.queues.calendar import Calendar, Holiday, Opening
from models.tenancy import CompanyModel

if TYPE_CHECKING:
    from models.viewer import Viewer

MAX_NAME: Final = 100
MAX_OPENINGS: Final = 50
MAX_HOLIDAYS: Final = 200
WEEK: Final = 7 * 1440
DAYS: Final = ("MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY", "SATURDAY", "SUNDAY")
CLOCK: Final = re.compile(r"([01]\d|2[0-3]):[0-5]\d|24:00")

Json = list[dict[str, Any]]


class HoursInUse(Refusal):
    """A queue or an SLA policy counts by these business hours. Give it others first."""

    code = "BUSINESS_HOURS_IN_USE"


class BusinessHours(CompanyModel):
    """Hours of the week on the clocks of a time zone, and the dates on which they do not hold.

    `weekly`: {day, opens, closes}, where a `closes` that is not later is of the next day;
    `holidays`: {date, yearly, name, from, to}. The company's reports count by those that are
    `is_default`, where a queue has none.
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
        cleaned = _cleaned(checks, details)
        client_id = checks.run(checked_client_id, client_id)
        checks.refuse()
        asked = fingerprint(cleaned)
        hours = cls(**cleaned, client_id=client_id, client_hash=client_id and asked)
        async with transaction():
            if await insert(hours):
                await Event.record("business_hours.created", hours, actor=by)
                return hours
            earlier = await cls.get_or_none(client_id=client_id) if client_id else None
            if earlier is None:
                raise _taken()
            if earlier.client_hash != asked:
                raise ClientIdReused
        return earlier

    async def edit(self, *, by: "Viewer", version: int | None = None, **details: Any) -> Self:
        """Change what is given. What has begun to count goes on as it began."""
        checks = Checks()
        cleaned = _cleaned(checks, details)
        checks.refuse()
        try:
            async with transaction():
                await self.lock()
                changed = [name for name in cleaned if cleaned[name] != getattr(self, name)]
                if changed:
                    self._expect(version)
                    await self._change(**{name: cleaned[name] for name in changed})
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
                self._expect(version)
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
        return _calendar(self.timezone, orjson.dumps(self.weekly), orjson.dumps(self.holidays))

    def _expect(self, version: int | None) -> None:
        if version is not None and version != self.version:
            raise Conflict(currentVersion=self.version)

    async def _change(self, **changes: Any) -> None:
        changes["version"] = self.version + 1
        self.update_from_dict(changes)
        await self.save(update_fields=changes)


@lru_cache(maxsize=1024)
def _calendar(timezone: str, weekly: bytes, holidays: bytes) -> Calendar:
    return Calendar(
        timezone,
        [_opening(each) for each in orjson.loads(weekly)],
        [_holiday(each) for each in orjson.loads(holidays)],
    )


def _opening(stored: Mapping[str, Any]) -> Opening:
    opens, closes = minute(stored["opens"]), minute(stored["closes"])
    return Opening(DAYS.index(stored["day"]), opens, closes + 1440 * (closes <= opens))


def _holiday(stored: Mapping[str, Any]) -> Holiday:
    on = date.fromisoformat(stored["date"])
    return Holiday(on, stored["yearly"], minute(stored["from"]), minute(stored["to"]))


def minute(clock: str) -> int:
    """Of the day, at 00:00 to 24:00."""
    return int(clock[:2]) * 60 + int(clock[3:])


def _cleaned(checks: Checks, details: Mapping[str, Any]) -> dict[str, Any]:
    return {name: checks.run(CLEAN[name], value) for name, value in details.items()}


def _taken() -> Invalid:
    return Invalid.because("name", "TAKEN", "Other business hours have this name.")


def _timezone(value: str) -> str:
    try:
        return ZoneInfo(value).key
    except (OSError, ValueError, KeyError):
        message = "`timezone` must be an IANA time zone such as `America/Sao_Paulo`."
        raise Invalid.because("timezone", "TIMEZONE_UNKNOWN", message) from None


def _weekly(value: Json) -> Json:
    wrong = _counted("weekly", value, fewest=1, most=MAX_OPENINGS)
    for place, each in enumerate(value):
        wrong += _clocks(f"weekly.{place}", each, "opens", "closes")
        if each["opens"] == "24:00":
            wrong.append(Field(f"weekly.{place}.opens", "NOT_A_TIME", "A day begins at 00:00."))
    _refuse(wrong)
    spans = sorted((*_minutes(each), place) for place, each in enumerate(value))
    around = [*spans, (spans[0][0] + WEEK, 0, spans[0][2])]
    _refuse(
        [
            Field(f"weekly.{place}", "OVERLAP", "It begins before another has ended.")
            for (_, ends, _), (begins, _, place) in zip(spans, around[1:], strict=True)
            if begins < ends
        ]
    )
    return sorted(value, key=lambda each: _minutes(each))


def _holidays(value: Json) -> Json:
    wrong = _counted("holidays", value, fewest=0, most=MAX_HOLIDAYS)
    cleaned = []
    for place, each in enumerate(value):
        path = f"holidays.{place}"
        faults = _clocks(path, each, "from", "to")
        if not faults and each["from"] >= each["to"]:
            faults.append(Field(f"{path}.to", "NOT_LATER", "A holiday ends after it begins."))
        checks = Checks()
        named = checks.run(line, f"{path}.name", each["name"], longest=MAX_NAME)
        try:
            checks.refuse()
        except Invalid as invalid:
            faults += invalid.fields
        wrong += faults
        cleaned.append({**each, "name": named})
    _refuse(wrong)
    return sorted(cleaned, key=lambda each: (each["date"], each["from"], each["to"]))


def _counted(path: str, value: Sequence[Any], *, fewest: int, most: int) -> list[Field]:
    if fewest <= len(value) <= most:
        return []
    return [Field(path, "OUT_OF_RANGE", f"`{path}` must have {fewest} to {most} entries.")]


def _clocks(path: str, each: Mapping[str, Any], *names: str) -> list[Field]:
    message = "A time of the day is written as `09:30`; its end is `24:00`."
    return [
        Field(f"{path}.{name}", "NOT_A_TIME", message)
        for name in names
        if not CLOCK.fullmatch(each[name])
    ]


def _minutes(stored: Mapping[str, Any]) -> tuple[int, int]:
    """Of the week."""
    opening = _opening(stored)
    return opening.day * 1440 + opening.opens, opening.day * 1440 + opening.closes


def _refuse(wrong: list[Field]) -> None:
    if wrong:
        raise Invalid(wrong)


CLEAN: Final[dict[str, Callable[[Any], Any]]] = {
    "name": lambda value: line("name", value, longest=MAX_NAME),
    "timezone": _timezone,
    "weekly": _weekly,
    "holidays": _holidays,
}
