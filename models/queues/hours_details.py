"""What hours of business are given as, checked and understood."""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import Any, Final

import orjson

from models.checks import Checks, checked_timezone, line
from models.errors import Field, Invalid
from models.queues.calendar import Calendar, Holiday, Opening

MAX_NAME: Final = 100
MAX_OPENINGS: Final = 50
MAX_HOLIDAYS: Final = 200
WEEK: Final = 7 * 1440
DAYS: Final = ("MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY", "SATURDAY", "SUNDAY")
CLOCK: Final = re.compile(r"([01]\d|2[0-3]):[0-5]\d|24:00")

Json = list[dict[str, Any]]


def cleaned(checks: Checks, details: Mapping[str, Any]) -> dict[str, Any]:
    """As they are stored; what is wrong is noted in `checks`."""
    return {name: checks.run(CLEAN[name], value) for name, value in details.items()}


@lru_cache(maxsize=1024)
def calendar_of(timezone: str, weekly: bytes, holidays: bytes) -> Calendar:
    return Calendar(
        timezone,
        [_opening(each) for each in orjson.loads(weekly)],
        [_holiday(each) for each in orjson.loads(holidays)],
    )


def _opening(stored: Mapping[str, Any]) -> Opening:
    opens, closes = _minute(stored["opens"]), _minute(stored["closes"])
    return Opening(DAYS.index(stored["day"]), opens, closes + 1440 * (closes <= opens))


def _holiday(stored: Mapping[str, Any]) -> Holiday:
    on = date.fromisoformat(stored["date"])
    begins, ends = _minute(stored["closedFrom"]), _minute(stored["closedUntil"])
    return Holiday(on, stored["yearly"], begins, ends)


def _minute(clock: str) -> int:
    """Of the day, at 00:00 to 24:00."""
    return int(clock[:2]) * 60 + int(clock[3:])


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
        faults = _clocks(path, each, "closedFrom", "closedUntil")
        if not faults and each["closedFrom"] >= each["closedUntil"]:
            faults.append(Field(f"{path}.closedUntil", "NOT_LATER", "It ends after it begins."))
        checks = Checks()
        named = checks.run(line, f"{path}.name", each["name"], longest=MAX_NAME)
        on = checks.run(_date, f"{path}.date", each["date"])
        try:
            checks.refuse()
        except Invalid as invalid:
            faults += invalid.fields
        wrong += faults
        cleaned.append({**each, "name": named, "date": on})
    _refuse(wrong)
    return sorted(cleaned, key=lambda each: (each["date"], each["closedFrom"]))


def _date(path: str, value: str) -> str:
    try:
        return date.fromisoformat(value).isoformat()
    except ValueError:
        message = "A date is written as `2026-12-25`."
        raise Invalid.because(path, "NOT_A_DATE", message) from None


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
    "timezone": checked_timezone,
    "weekly": _weekly,
    "holidays": _holidays,
}
