"""When mail and push go out: by the clock of the member, whatever it does."""

from datetime import datetime

import pytest

from models.notifications import DigestMode
from models.notifications.hours import Hours

BERLIN = "Europe/Berlin"
NIGHT = Hours(BERLIN, 22 * 60, 7 * 60)


def at(text: str) -> datetime:
    return datetime.fromisoformat(f"{text}+00:00")


@pytest.mark.parametrize(
    ("happens", "told"),
    [
        ("2026-11-21T20:59:00", "2026-11-21T20:59:00"),  # 21:59 there
        ("2026-11-21T21:00:00", "2026-11-22T06:00:00"),
        ("2026-11-22T03:00:00", "2026-11-22T06:00:00"),
        ("2026-11-22T06:00:00", "2026-11-22T06:00:00"),
        ("2026-03-28T23:00:00", "2026-03-29T05:00:00"),  # the night that is an hour shorter
    ],
)
def test_what_happens_in_quiet_hours_waits_for_their_end(happens: str, told: str) -> None:
    assert NIGHT.awake(at(happens)) == at(told)


def test_quiet_hours_may_lie_in_one_day_and_need_not_be() -> None:
    lunch = Hours("UTC", 12 * 60, 13 * 60)

    assert lunch.awake(at("2026-11-21T12:30:00")) == at("2026-11-21T13:00:00")
    assert lunch.awake(at("2026-11-21T11:59:00")) == at("2026-11-21T11:59:00")
    assert Hours("UTC").awake(at("2026-11-21T03:00:00")) == at("2026-11-21T03:00:00")


@pytest.mark.parametrize(
    ("mode", "happens", "told"),
    [
        (DigestMode.IMMEDIATE, "2026-11-21T10:00:00", "2026-11-21T10:01:00"),
        (DigestMode.IMMEDIATE, "2026-11-21T21:30:00", "2026-11-22T06:00:00"),
        (DigestMode.HOURLY, "2026-11-21T10:10:00", "2026-11-21T11:00:00"),
        (DigestMode.HOURLY, "2026-11-21T20:10:00", "2026-11-22T06:00:00"),
        (DigestMode.DAILY, "2026-11-21T06:00:00", "2026-11-21T08:00:00"),
        (DigestMode.DAILY, "2026-11-21T08:00:00", "2026-11-22T08:00:00"),
        (DigestMode.DAILY, "2026-03-28T12:00:00", "2026-03-29T07:00:00"),  # clocks went on
    ],
)
def test_mail_is_due_at_once_or_at_its_hour(mode: DigestMode, happens: str, told: str) -> None:
    assert Hours(BERLIN, 22 * 60, 7 * 60, mode, 9).mail(at(happens)) == at(told)
