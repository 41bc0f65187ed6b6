"""How a member wants to be told."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Self
from uuid import UUID

from tortoise import fields

from models.checks import Checks, checked_timezone
from models.database import execute, fetch, transaction
from models.errors import Invalid
from models.events import Event
from models.identifiers import uuid7
from models.identity.member import Member
from models.notifications.hours import DAY
from models.notifications.kinds import DEFAULTS, DigestMode, NotificationChannel, NotificationType
from models.tenancy import CompanyModel, current_company

if TYPE_CHECKING:
    from models.viewer import Viewer


class NotificationPreference(CompanyModel):
    """The ways of one type that a member has chosen; without it, those of DEFAULTS."""

    member: fields.ForeignKeyRelation[Member] = fields.ForeignKeyField(
        "models.Member", related_name=False, db_constraint=False
    )
    member_id: UUID
    type = fields.CharEnumField(NotificationType, max_length=40)
    in_app = fields.BooleanField()
    email = fields.BooleanField()
    push = fields.BooleanField()

    class Meta:
        table = "notification_preferences"

    @classmethod
    async def choose(
        cls, type: NotificationType, channel: NotificationChannel, *, on: bool, by: "Viewer"
    ) -> None:
        """Be told of this on this way, or not."""
        member = await Member.of(by)
        async with transaction():
            await member.lock()
            row = await cls.get_or_none(member_id=member.id, type=type)
            if row is None:
                ways = {name: way in DEFAULTS[type] for way, name in COLUMNS.items()}
                row = cls(member_id=member.id, type=type, **ways)
            if getattr(row, COLUMNS[channel]) != on:
                row.update_from_dict({COLUMNS[channel]: on})
                await row.save()
                await tell(member, by=by)


class NotificationSettings(CompanyModel):
    """When a member is told by e-mail and push.

    Quiet hours are minutes of their day, which is the company's where they name no time zone;
    without `email` they are sent none, whatever they prefer.
    """

    member: fields.ForeignKeyRelation[Member] = fields.ForeignKeyField(
        "models.Member", related_name=False, db_constraint=False
    )
    member_id: UUID
    timezone = fields.CharField(max_length=64, null=True)
    email = fields.BooleanField(default=True)
    quiet_from = fields.IntField(null=True)
    quiet_until = fields.IntField(null=True)
    digest = fields.CharEnumField(DigestMode, max_length=20, default=DigestMode.IMMEDIATE)
    digest_hour = fields.IntField(default=9)

    class Meta:
        table = "notification_settings"

    @classmethod
    async def change(cls, *, by: "Viewer", **wanted: Any) -> None:
        """Only what is named; quiet hours are both a time as HH:MM or both None."""
        columns = _cleaned(wanted)
        member = await Member.of(by)
        async with transaction():
            await member.lock()
            row = await cls.get_or_none(member_id=member.id) or cls(member_id=member.id)
            changed = {name: to for name, to in columns.items() if getattr(row, name) != to}
            if changed:
                row.update_from_dict(changed)
                await row.save()
                await tell(member, by=by)

    @classmethod
    async def unsubscribe(cls, member_id: UUID) -> bool:
        """No more mail of notifications; somebody who has the link wants it so."""
        async with transaction():
            member = await Member.get_or_none(id=member_id)
            if member is None:
                return False
            await execute(NO_MAIL, uuid7(), current_company(), member.id)
            await tell(member, by=member)
        return True


@dataclass(frozen=True, slots=True)
class Choices:
    """What one member has chosen, and what holds where they have not."""

    settings: NotificationSettings
    timezone: str
    ways: dict[NotificationType, frozenset[NotificationChannel]]

    @classmethod
    async def of(cls, viewer: "Viewer") -> Self:
        """Raises NotAMember for an API key."""
        member = await Member.of(viewer)
        settings = await NotificationSettings.get_or_none(member_id=member.id)
        [company] = await fetch("SELECT timezone FROM companies WHERE id = $1", current_company())
        chosen = {
            row.type: frozenset(way for way, name in COLUMNS.items() if getattr(row, name))
            for row in await NotificationPreference.filter(member_id=member.id)
        }
        settings = settings or NotificationSettings(member_id=member.id)
        return cls(settings, settings.timezone or company["timezone"], DEFAULTS | chosen)


async def tell(member: Member, *, by: Any) -> None:
    """Something that they have chosen is another."""
    changes = {"member_id": member.id}
    await Event.record("notification.settings_changed", member, actor=by, changes=changes)


def clock(minute: int | None) -> str | None:
    """As people read it."""
    return None if minute is None else f"{minute // 60:02}:{minute % 60:02}"


def _cleaned(wanted: dict[str, Any]) -> dict[str, Any]:
    checks = Checks()
    columns = dict(wanted)
    for name in ("quiet_from", "quiet_until"):
        if name in columns:
            columns[name] = checks.run(_minute, name, columns[name])
    if columns.get("timezone") is not None:
        checks.run(checked_timezone, columns["timezone"])
    if "digest_hour" in columns and not 0 <= columns["digest_hour"] < 24:
        checks.run(_refuse, "digestHour", "OUT_OF_RANGE", "`digestHour` is an hour from 0 to 23.")
    checks.refuse()
    ends = [columns.get("quiet_from"), columns.get("quiet_until")]
    if ends.count(None) == 1 or (ends[0] is not None and ends[0] == ends[1]):
        message = "Quiet hours have a beginning and another end, or neither."
        raise Invalid.because("quietUntil", "QUIET_HOURS_INCOMPLETE", message)
    return columns


def _minute(name: str, text: str | None) -> int | None:
    if text is None:
        return None
    hours, colon, minutes = text.partition(":")
    path = "quietFrom" if name == "quiet_from" else "quietUntil"
    if colon and len(minutes) == 2 and hours.isdecimal() and minutes.isdecimal():
        minute = int(hours) * 60 + int(minutes)
        if minute < DAY and int(minutes) < 60:
            return minute
    raise Invalid.because(path, "NOT_A_TIME", f"`{path}` is a time of the day, such as 22:00.")


def _refuse(path: str, code: str, message: str) -> None:
    raise Invalid.because(path, code, message)


COLUMNS: Final = {
    NotificationChannel.IN_APP: "in_app",
    NotificationChannel.EMAIL: "email",
    NotificationChannel.PUSH: "push",
}
NO_MAIL: Final = """
    INSERT INTO notification_settings
        (id, company_id, member_id, email, digest, digest_hour, created_at, updated_at)
    VALUES ($1, $2, $3, false, 'IMMEDIATE', 9, now(), now())
    ON CONFLICT (company_id, member_id) DO UPDATE SET email = false, updated_at = now()
"""
