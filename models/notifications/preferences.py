"""How a member wants to be told."""

from uuid import UUID

from tortoise import fields

from models.identity.member import Member
from models.notifications.kinds import DigestMode, NotificationType
from models.tenancy import CompanyModel


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
