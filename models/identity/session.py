"""A signed-in member on one device, and the refresh tokens that keep it so."""

from tortoise import fields

from models.identity.member import Member
from models.tenancy import CompanyModel


class Session(CompanyModel):
    """One sign-in; every access token names it, so ending it ends them all."""

    member: fields.ForeignKeyRelation[Member] = fields.ForeignKeyField(
        "models.Member", related_name=False, db_constraint=False
    )
    address = fields.CharField(max_length=64, null=True)
    user_agent = fields.CharField(max_length=300, null=True)
    expires_at = fields.DatetimeField()
    revoked_at = fields.DatetimeField(null=True)
    last_used_at = fields.DatetimeField(null=True)

    class Meta:
        table = "sessions"


class RefreshToken(CompanyModel):
    """One link of a session's chain; using a rotated one again revokes the session."""

    session: fields.ForeignKeyRelation[Session] = fields.ForeignKeyField(
        "models.Session", related_name=False, db_constraint=False
    )
    token_hash = fields.CharField(max_length=64)
    rotated_at = fields.DatetimeField(null=True)

    class Meta:
        table = "refresh_tokens"
