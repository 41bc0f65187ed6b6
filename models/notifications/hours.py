"""When a member wants mail and push: not in their quiet hours, and digests at their hour."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from models.notifications.kinds import DigestMode

DAY: Final = 24 * 60  # minutes
GRACE: Final = timedelta(seconds=60)  # for who reads it on their screen


@dataclass(frozen=True, slots=True)
class Hours:
    """Of one member. Quiet from a minute of the day until another, also over midnight."""

    timezone: str
    quiet_from: int | None = None
    quiet_until: int | None = None
    digest: DigestMode = DigestMode.IMMEDIATE
    digest_hour: int = 9

    def awake(self, at: datetime) -> datetime:
        """This moment, or the end of the quiet hours that it is in."""
        if self.quiet_from is None or self.quiet_until is None:
            return at
        local = at.astimezone(ZoneInfo(self.timezone))
        minute = local.hour * 60 + local.minute
        into = (minute - self.quiet_from) % DAY
        if into >= (self.quiet_until - self.quiet_from) % DAY:
            return at
        day = local.date()
        if self.quiet_until <= minute:
            day += timedelta(days=1)
        return _moment(day, self.quiet_until, self.timezone)

    def mail(self, at: datetime) -> datetime:
        """When mail of what happened then is due."""
        if self.digest is DigestMode.IMMEDIATE:
            return self.awake(at + GRACE)
        if self.digest is DigestMode.HOURLY:
            whole = at.replace(minute=0, second=0, microsecond=0)
            return self.awake(whole + timedelta(hours=1))
        day = at.astimezone(ZoneInfo(self.timezone)).date()
        due = _moment(day, self.digest_hour * 60, self.timezone)
        if due <= at:
            due = _moment(day + timedelta(days=1), self.digest_hour * 60, self.timezone)
        return self.awake(due)


def _moment(day: date, minute: int, timezone: str) -> datetime:
    local = datetime.combine(day, time(minute // 60, minute % 60), ZoneInfo(timezone))
    return local.astimezone(UTC)
