"""Words of a company's own by which conversations are sorted."""

import re
from typing import TYPE_CHECKING, Final

from tortoise import fields

from models.errors import Refusal
from models.tenancy import CompanyModel

if TYPE_CHECKING:
    pass

MAX_NAME: Final = 50
MAX_DESCRIPTION: Final = 200
COLOUR: Final = re.compile(r"#[0-9a-fA-F]{6}")


class LabelExists(Refusal):
    """There is a label of this name already."""

    code = "LABEL_EXISTS"
    cure = "Use that one, whose id is in `extensions.labelId`, or choose another name."


class LabelArchived(Refusal):
    """This label is archived, and cannot be changed or given any more."""

    code = "LABEL_ARCHIVED"
    cure = "Choose another one, or make it anew."


class Label(CompanyModel):
    """One of the words; its name is unique, in any case, among those that are not archived."""

    name = fields.CharField(max_length=MAX_NAME)
    name_key = fields.CharField(max_length=200)
    colour = fields.CharField(max_length=7)
    description = fields.CharField(max_length=MAX_DESCRIPTION, null=True)
    archived_at = fields.DatetimeField(null=True)
    version = fields.IntField(default=1)
    client_id = fields.CharField(max_length=100, null=True)
    client_hash = fields.CharField(max_length=64, null=True)

    class Meta:
        table = "labels"
