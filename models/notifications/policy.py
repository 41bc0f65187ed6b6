"""What a company says of all its members' notifications."""

from tortoise import fields

from models.tenancy import CompanyModel


class NotificationPolicy(CompanyModel):
    """One of a company; without it, the defaults."""

    waiting_seconds = fields.IntField(null=True, default=900)
    previews = fields.BooleanField(default=False)

    class Meta:
        table = "notification_policies"
