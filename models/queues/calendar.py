"""Open hours on the clocks of a place, as spans of real time: exact whenever its clocks change."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo

MINUTE: Final = 60_000_000  # in microseconds, the unit of all that follows
DAY: Final = 1440 * MINUTE
EPOCH: Final = datetime.min.replace(tzinfo=UTC)
HORIZON: Final = 20 * 366  # days, beyond which we do not look

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Opening:
    """From a minute of a day of the week (Monday is 0) to a later one, perhaps of the next day."""

    day: int
    opens: int
    closes: int


@dataclass(frozen=True, slots=True)
class Holiday:
    """Closed on a date, from one minute to another; `yearly` on that day of every year."""

    on: date
    yearly: bool = False
    begins: int = 0
    ends: int = 1440


class Calendar:
    """When it is open: whenever the clocks of the zone show a time at which it is."""

    def __init__(
        self, timezone: str, weekly: Iterable[Opening], holidays: Iterable[Holiday] = ()
    ) -> None:
        self.timezone = timezone
        week: list[list[Span]] = [[] for _ in range(7)]
        for each in weekly:
            opens, closes = each.opens * MINUTE, each.closes * MINUTE
            week[each.day].append((opens, min(closes, DAY)))
            if closes > DAY:
                week[(each.day + 1) % 7].append((0, closes - DAY))
        self._week = [_united(spans) for spans in week]
        self._once: dict[date, list[Span]] = {}
        self._yearly: dict[tuple[int, int], list[Span]] = {}
        for holiday in holidays:
            span = (holiday.begins * MINUTE, holiday.ends * MINUTE)
            if holiday.yearly:
                key = (holiday.on.month, holiday.on.day)
                self._yearly.setdefault(key, []).append(span)
            else:
                self._once.setdefault(holiday.on, []).append(span)

    def open_at(self, at: datetime) -> bool:
        moment = _moment(at)
        return any(start <= moment < end for start, end in self._spans(moment // DAY))

    def next_opening(self, at: datetime) -> datetime | None:
        """The first open moment from here on, which may be this; None within 20 years."""
        moment = _moment(at)
        return next((_time(max(start, moment)) for start, _ in self._from(moment)), None)

    def after(self, at: datetime, seconds: float) -> datetime | None:
        """The first time when so many open seconds have passed; None if not within 20 years."""
        moment, left = _moment(at), round(seconds * 1_000_000)
        if left <= 0:
            return at.astimezone(UTC)
        for start, end in self._from(moment):
            if left <= end - max(start, moment):
                return _time(max(start, moment) + left)
            left -= end - max(start, moment)
        return None

    def between(self, begin: datetime, end: datetime) -> float:
        """How many open seconds lie between the two; none if the second is not later."""
        first, last = _moment(begin), _moment(end)
        passed = 0
        for day in range(first // DAY, last // DAY + 1):
            for opens, closes in self._spans(day):
                passed += max(0, min(closes, last) - max(opens, first))
        return passed / 1_000_000

    def _from(self, moment: int) -> Iterator[Span]:
        today = moment // DAY
        last = min(today + HORIZON, date.max.toordinal() - 2)
        for day in range(today, last):
            for start, end in self._spans(day):
                if end > moment:
                    yield start, end

    def _spans(self, day: int) -> list[Span]:
        """The open spans of a day of UTC, in real time."""
        found: list[Span] = []
        for start, end, offset in _pieces(self.timezone, day):
            begin, until = start + offset, end + offset
            for local in range(begin // DAY, (until - 1) // DAY + 1):
                for opens, closes in self._walls(local):
                    low = max(opens + local * DAY, begin)
                    high = min(closes + local * DAY, until)
                    if low < high:
                        found.append((low - offset, high - offset))
        return found

    def _walls(self, day: int) -> list[Span]:
        """The open spans of a local day, as its clocks show them."""
        spans = self._week[day % 7]
        if not spans or not (self._once or self._yearly):
            return spans
        on = date.fromordinal(day + 1)
        closed = [*self._once.get(on, ()), *self._yearly.get((on.month, on.day), ())]
        for begins, ends in closed:
            spans = [
                (low, high)
                for start, end in spans
                for low, high in ((start, min(end, begins)), (max(start, ends), end))
                if low < high
            ]
        return spans


@lru_cache(maxsize=16_384)
def _pieces(timezone: str, day: int) -> Sequence[tuple[int, int, int]]:
    """A day of UTC, cut where the zone's clocks change: from, to, how far they are ahead."""
    zone, start, end = ZoneInfo(timezone), day * DAY, (day + 1) * DAY
    before, behind = _offset(zone, start), _offset(zone, end)
    if before == behind:
        return ((start, end, before),)
    seconds = range(start, end + 1, 1_000_000)
    change = seconds[bisect_left(seconds, 1, key=lambda at: int(_offset(zone, at) != before))]
    return ((start, change, before), (change, end, behind))


def _offset(zone: ZoneInfo, moment: int) -> int:
    ahead = _time(moment).astimezone(zone).utcoffset() or timedelta()
    return ahead // timedelta(microseconds=1)


def _united(spans: list[Span]) -> list[Span]:
    united: list[Span] = []
    for start, end in sorted(spans):
        if united and start <= united[-1][1]:
            united[-1] = (united[-1][0], max(end, united[-1][1]))
        else:
            united.append((start, end))
    return united


def _moment(at: datetime) -> int:
    return (at - EPOCH) // timedelta(microseconds=1)


def _time(moment: int) -> datetime:
    return EPOCH + timedelta(microseconds=moment)


ALWAYS: Final = Calendar("UTC", [Opening(day, 0, 1440) for day in range(7)])
