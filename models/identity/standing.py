"""What the asking viewer may do at this very moment."""

from typing import TYPE_CHECKING

from models.database import fetch
from models.errors import Forbidden
from models.identity.permissions import PERMISSIONS, Role
from models.identity.refusals import SessionEnded, TokenInvalid

if TYPE_CHECKING:
    from models.viewer import Viewer


async def require_still(by: "Viewer", *permissions: str) -> None:
    """Refuse unless the viewer has these permissions, now and until the transaction ends.

    Their token was read a while ago. Whoever is taking a right away from them is waited for, so
    that nothing which lasts is made with it. Raises Forbidden, SessionEnded or TokenInvalid.
    """
    for permission in permissions:
        by.require(permission)
    if by.member_id is not None:
        rows = await fetch(
            "SELECT role FROM members WHERE company_id = $1 AND id = $2 "
            "AND disabled_at IS NULL AND removed_at IS NULL FOR SHARE",
            by.company_id,
            by.member_id,
        )
        if not rows:
            raise SessionEnded
        lost = [each for each in permissions if each not in PERMISSIONS[Role(rows[0]["role"])]]
        if lost:
            raise Forbidden(permission=lost[0])
    elif by.api_key_id is not None and not await fetch(
        "SELECT 1 FROM api_keys WHERE company_id = $1 AND id = $2 AND revoked_at IS NULL FOR SHARE",
        by.company_id,
        by.api_key_id,
    ):
        raise TokenInvalid
