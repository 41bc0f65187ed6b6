"""Open hours against an oracle that looks at the clock of the place, minute by minute."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from models.queues.calendar import Calendar, Holiday, Opening

# Their clocks change at midnight, by half an hour, twice a year the other way round, or never.
ZONES = (
    "UTC",
    "Europe/Berlin",
    "America/New_York",
    "America/Santiago",
    "Australia/Lord_Howe",
    "Asia/Kathmandu",
    "Africa/Casablanca",
    "Pacific/Apia",
)
MINUTE = timedelta(minutes=1)
OFFICE = [Opening(day, 540, 1020) for day in range(5)]


@st.composite
def openings(draw: st.DrawFn) -> Opening:
    opens = draw(st.integers(0, 1439))
    return Opening(draw(st.integers(0, 6)), opens, opens + draw(st.integers(1, 1440)))


@st.composite
def holidays(draw: st.DrawFn) -> Holiday:
    begins, ends = sorted(draw(st.sets(st.integers(0, 1440), min_size=2, max_size=2)))
    on = date(2026, 1, 1) + timedelta(days=draw(st.integers(0, 364)))
    return Holiday(on, draw(st.booleans()), begins, ends)


WEEKS = st.lists(openings(), min_size=1, max_size=8)
CLOSED = st.lists(holidays(), max_size=4)
# Most of them around the days on which clocks change.
CHANGES = [(3, 8), (3, 29), (4, 5), (9, 6), (10, 4), (10, 25), (11, 1)]
AROUND = st.timedeltas(timedelta(days=-2), timedelta(days=2))
MOMENTS = st.one_of(
    *(st.builds(datetime(2026, *day, tzinfo=UTC).__add__, AROUND) for day in CHANGES),
    st.builds(
        datetime(2026, 7, 1, tzinfo=UTC).__add__,
        st.timedeltas(timedelta(days=-210), timedelta(days=210)),
    ),
)


def is_open(zone: str, week: list[Opening], closed: list[Holiday], at: datetime) -> bool:
    """What a doorman would say who has a clock on the wall and the list beside it."""
    local = at.astimezone(ZoneInfo(zone))
    minute = local.hour * 60 + local.minute
    for holiday in closed:
        on = holiday.on
        today = (on.month, on.day) == (local.month, local.day)
        this = today and (holiday.yearly or on.year == local.year)
        if this and holiday.begins <= minute < holiday.ends:
            return False
    return any(
        each.opens <= minute + 1440 * passed < each.closes
        for each in week
        for passed in (0, 1)
        if each.day == (local.weekday() - passed) % 7
    )


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(ZONES), WEEKS, CLOSED, MOMENTS, st.integers(0, 3 * 1440))
def test_every_minute_is_as_the_clock_on_the_wall_says(
    zone: str, week: list[Opening], closed: list[Holiday], begin: datetime, minutes: int
) -> None:
    calendar, begin = Calendar(zone, week, closed), begin.replace(second=0, microsecond=0)
    times = [begin + MINUTE * each for each in range(minutes)]
    opened = [is_open(zone, week, closed, each) for each in times]

    assert calendar.between(begin, begin + MINUTE * minutes) == 60 * sum(opened)
    for each in times[:: max(1, minutes // 50)]:
        assert calendar.open_at(each) == is_open(zone, week, closed, each)
    expected = next((time for time, is_ in zip(times, opened, strict=True) if is_), None)
    if expected is not None:
        assert calendar.next_opening(begin) == expected


@settings(max_examples=100, deadline=None)
@given(st.sampled_from(ZONES), WEEKS, CLOSED, MOMENTS, st.integers(0, 10 * 86_400))
@example("Europe/Berlin", OFFICE, [], datetime(2026, 10, 23, 14, tzinfo=UTC), 8 * 3600)
def test_after_so_many_open_seconds_so_many_have_passed(
    zone: str, week: list[Opening], closed: list[Holiday], begin: datetime, seconds: int
) -> None:
    calendar = Calendar(zone, week, closed)

    end = calendar.after(begin, seconds)

    assert end is None or calendar.between(begin, end) == seconds
    if end is not None and end > begin:  # it is the first such time
        assert calendar.between(begin, end - timedelta(microseconds=1)) < seconds


@settings(max_examples=100, deadline=None)
@given(st.sampled_from(ZONES), WEEKS, CLOSED, st.lists(MOMENTS, min_size=3, max_size=3))
def test_the_parts_are_as_long_as_the_whole(
    zone: str, week: list[Opening], closed: list[Holiday], moments: list[datetime]
) -> None:
    calendar, (first, middle, last) = Calendar(zone, week, closed), sorted(moments)

    parts = calendar.between(first, middle) + calendar.between(middle, last)

    assert parts == pytest.approx(calendar.between(first, last), abs=1e-5)
    assert calendar.between(last, first) == 0


def test_a_night_shift_is_an_hour_shorter_when_clocks_go_forward_and_longer_back() -> None:
    nights = Calendar("Europe/Berlin", [Opening(day, 1320, 1440 + 360) for day in range(7)])

    def night(day: datetime) -> float:
        return nights.between(day, day + timedelta(days=1)) / 3600

    assert night(datetime(2026, 3, 27, 12, tzinfo=UTC)) == 8
    assert night(datetime(2026, 3, 28, 12, tzinfo=UTC)) == 7
    assert night(datetime(2026, 10, 24, 12, tzinfo=UTC)) == 9


def test_a_yearly_holiday_comes_again_and_one_of_a_leap_day_only_then() -> None:
    leap = Holiday(date(2024, 2, 29), yearly=True)
    office = Calendar("UTC", [Opening(day, 0, 1440) for day in range(7)], [leap])

    assert office.between(datetime(2027, 2, 28, tzinfo=UTC), datetime(2027, 3, 2, tzinfo=UTC)) == (
        2 * 86_400
    )
    assert not office.open_at(datetime(2028, 2, 29, 12, tzinfo=UTC))


def test_what_never_opens_is_never_due() -> None:
    leap_days = [Opening(day, 0, 1440) for day in range(7)]
    closed = [Holiday(date(2024, 1, 1) + timedelta(days=n), yearly=True) for n in range(366)]
    never = Calendar("UTC", leap_days, closed)

    assert never.next_opening(datetime(2026, 1, 1, tzinfo=UTC)) is None
    assert never.after(datetime(2026, 1, 1, tzinfo=UTC), 1) is None
