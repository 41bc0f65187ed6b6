"""How much of its room a company has taken."""

from tortoise import fields

from models.tenancy import CompanyModel


class FileUsage(CompanyModel):
    """What a company's files take, those that are announced included; kept as they come and go."""

    files = fields.IntField(default=0)
    bytes = fields.BigIntField(default=0)

    class Meta:
        table = "file_usage"
