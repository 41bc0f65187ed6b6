"""Who asked for what a job does: with the rights they have when it is done."""

from datetime import UTC, datetime
from uuid import UUID

from models.errors import Forbidden
from models.identity import ApiKey, Member
from models.sight import sights
from models.viewer import Viewer


async def asker(*, member_id: UUID | None, api_key_id: UUID | None) -> Viewer:
    """As a viewer. Raises Forbidden when they are disabled, gone or revoked."""
    if member_id is not None:
        member = await Member.get(id=member_id)
        if not member.is_active:
            raise Forbidden("Whoever asked for this is no member any more.")
        return Viewer.member(member, sight=(await sights([member.id])).get(member.id))
    key = await ApiKey.get(id=api_key_id)
    if key.revoked_at is not None or (key.expires_at and key.expires_at <= datetime.now(UTC)):
        raise Forbidden("The API key that asked for this is not valid any more.")
    return Viewer.machine(key)
