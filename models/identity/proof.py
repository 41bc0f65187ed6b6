"""What an access token proves, now."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from models.database import fetch
from models.errors import Unauthenticated
from models.identity import access_token
from models.identity.access_token import Claims
from models.identity.company import CompanyStatus
from models.identity.member import Member
from models.identity.refusals import CompanySuspended, SessionEnded
from models.sight import Sight
from models.tenancy import acting_for


@dataclass(frozen=True, slots=True)
class Proof:
    """A member, signed in by a session, until the token expires, and how far they see.

    It holds on until `session_expires_at`, and while the company's `mark` (models.events.endings)
    stands where it stood.
    """

    member: Member
    session_id: UUID
    expires_at: datetime
    session_expires_at: datetime
    mark: int
    sight: Sight | None


async def prove(token: str) -> Proof:
    """Raises TokenInvalid, TokenExpired, SessionEnded or CompanySuspended."""
    claims = access_token.read(token)
    outcome = (await prove_each(claims.company_id, [claims]))[claims]
    if isinstance(outcome, Proof):
        return outcome
    raise outcome


async def prove_each(
    company_id: UUID, claims: Collection[Claims]
) -> dict[Claims, Proof | type[Unauthenticated]]:
    """Of tokens of one company, in one query behind the wall; of a bad one, what to raise."""
    with acting_for(company_id):
        rows = await fetch(
            """
            SELECT m.*, s.id AS session_id, s.expires_at AS session_expires_at, s.revoked_at,
                   c.status AS company_status, coalesce(h.ended_seq, 0) AS mark,
                   EXISTS (SELECT FROM queues q WHERE q.company_id = s.company_id) AS queued,
                   ARRAY(SELECT q.queue_id FROM queue_members q
                         WHERE q.company_id = s.company_id AND q.member_id = m.id) AS queue_ids
            FROM sessions s
            JOIN members m ON m.company_id = s.company_id AND m.id = s.member_id
            JOIN companies c ON c.id = s.company_id
            LEFT JOIN event_heads h ON h.company_id = s.company_id
            WHERE s.company_id = $1 AND s.id = ANY($2)
            """,
            company_id,
            [each.session_id for each in claims],
        )
        known = {row["session_id"]: row for row in rows}
        return {each: _outcome(each, known.get(each.session_id)) for each in claims}


def _outcome(claims: Claims, row: Any) -> Proof | type[Unauthenticated]:
    if (
        row is None
        or row["id"] != claims.member_id
        or row["revoked_at"]
        or row["session_expires_at"] <= datetime.now(UTC)
    ):
        return SessionEnded
    member = Member._init_from_db(**row)
    if not member.is_active:
        return SessionEnded
    if row["company_status"] != CompanyStatus.ACTIVE:
        return CompanySuspended
    return Proof(
        member,
        claims.session_id,
        claims.expires_at,
        row["session_expires_at"],
        row["mark"],
        Sight.of(member.id, member.role, row["queue_ids"], queued=row["queued"], mark=row["mark"]),
    )
