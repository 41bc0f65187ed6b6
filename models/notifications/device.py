"""Where a member is told by Web Push: a browser that subscribed (RFC 8030)."""

from uuid import UUID

from tortoise import fields

from models.identity.member import Member
from models.tenancy import CompanyModel


class PushDevice(CompanyModel):
    """The keys are the browser's: what we send only it can read (RFC 8291)."""

    member: fields.ForeignKeyRelation[Member] = fields.ForeignKeyField(
        "models.Member", related_name=False, db_constraint=False
    )
    member_id: UUID
    name = fields.CharField(max_length=200)
    endpoint = fields.CharField(max_length=2000)
    endpoint_hash = fields.CharField(max_length=64)
    p256dh = fields.CharField(max_length=120)
    auth = fields.CharField(max_length=40)
    last_pushed_at = fields.DatetimeField(null=True)

    class Meta:
        table = "push_devices"
