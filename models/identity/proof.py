"""What an access token proves, now."""

from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from models.database import fetch
from models.identity import access_token
from models.identity.company import CompanyStatus
from models.identity.member import Member
from models.identity.refusals import CompanySuspended, SessionEnded
from models.tenancy import acting_for


@dataclass(frozen=True, slots=True)
class Proof:
    """A member, signed in by a session, until the token expires."""

    member: Member
    session_id: UUID
    expires_at: datetime


async def prove(token: str) -> Proof:
    """One query, behind the wall.

    Raises TokenInvalid, TokenExpired, SessionEnded or CompanySuspended.
    """
    claims = access_token.read(token)
    with acting_for(claims.company_id):
        rows = await fetch(
            """
            SELECT m.*, s.expires_at AS session_expires_at, s.revoked_at, c.status AS company_status
            FROM sessions s
            JOIN members m ON m.company_id = s.company_id AND m.id = s.member_id
            JOIN companies c ON c.id = s.company_id
            WHERE s.company_id = $1 AND s.id = $2 AND m.id = $3
            """,
            claims.company_id,
            claims.session_id,
            claims.member_id,
        )
        if not rows or rows[0]["revoked_at"] or rows[0]["session_expires_at"] <= datetime.now(UTC):
            raise SessionEnded
        member = Member._init_from_db(**rows[0])
        if not member.is_active:
            raise SessionEnded
        if rows[0]["company_status"] != CompanyStatus.ACTIVE:
            raise CompanySuspended
    return Proof(member, claims.session_id, claims.expires_at)
