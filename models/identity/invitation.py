"""An offer to join a company, sent by mail."""

from tortoise import fields

from models.identity.member import Member
from models.identity.permissions import Role
from models.tenancy import CompanyModel


class Invitation(CompanyModel):
    """Open until accepted, revoked or expired; only the token's SHA-256 is kept."""

    email = fields.CharField(max_length=254)
    role = fields.CharEnumField(Role, max_length=20)
    token_hash = fields.CharField(max_length=64)
    invited_by: fields.ForeignKeyNullableRelation[Member] = fields.ForeignKeyField(
        "models.Member", related_name=False, db_constraint=False, null=True
    )
    expires_at = fields.DatetimeField()
    accepted_at = fields.DatetimeField(null=True)
    revoked_at = fields.DatetimeField(null=True)

    class Meta:
        table = "invitations"
