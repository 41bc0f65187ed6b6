"""How much of its room a company has taken."""

from typing import Final

from tortoise import fields

from models.database import execute, fetch
from models.errors import Refusal
from models.identifiers import uuid7
from models.settings import settings
from models.tenancy import CompanyModel, current_company


class FilesFull(Refusal):
    """The company's files have taken all the room that they have."""

    code = "FILES_FULL"
    cure = "Delete messages with large files; their room is free again when the files are gone."


class FileUsage(CompanyModel):
    """What a company's files take, those that are announced included; kept as they come and go."""

    files = fields.IntField(default=0)
    bytes = fields.BigIntField(default=0)

    class Meta:
        table = "file_usage"

    @classmethod
    async def take(cls, size: int, *, files: int = 1) -> None:
        """Room for so many more; others wait until this transaction ends. Raises FilesFull."""
        room = settings().file_bytes_per_company
        if size > room or not await fetch(TAKE, uuid7(), current_company(), size, room, files):
            raise FilesFull(room=room)

    @classmethod
    async def give_back(cls, size: int) -> None:
        await execute(GIVE_BACK, current_company(), size)


TAKE: Final = """
    INSERT INTO file_usage AS usage (id, company_id, files, bytes, created_at, updated_at)
    VALUES ($1, $2, $5, $3, now(), now())
    ON CONFLICT (company_id) DO UPDATE
    SET files = usage.files + $5, bytes = usage.bytes + $3, updated_at = now()
    WHERE usage.bytes + $3 <= $4
    RETURNING bytes
"""
GIVE_BACK: Final = """
    UPDATE file_usage SET files = files - 1, bytes = bytes - $2, updated_at = now()
    WHERE company_id = $1
"""
