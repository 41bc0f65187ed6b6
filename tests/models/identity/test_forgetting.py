"""What nobody can use any more is dropped, of every company, a few rows at a time."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from models.database import execute, fetch, transaction
from models.forgetting import days_ago
from models.identity import RefreshToken, Session, User
from models.identity.session import Origin
from models.identity.user import Purpose, UserToken
from models.tenancy import acting_for, every_company
from tests.people import Cast


async def start(company: Cast) -> UUID:
    with acting_for(company.id):
        async with transaction():
            tokens = await Session.start(company.owner, origin=Origin())
        token = await RefreshToken.get(session_id=tokens.session.id)
        await token.rotate(tokens.session)
        return tokens.session.id


def aged(id: UUID) -> UUID:
    """The id that it had, were it 100 days older."""
    return UUID(int=days_ago(100)[0].int | id.int & (1 << 80) - 1)


async def links(session_id: UUID) -> list[Any]:
    return await fetch(
        "SELECT id, rotated_at FROM refresh_tokens WHERE session_id = $1", session_id
    )


async def test_sessions_that_ended_long_ago_go_with_their_tokens(acme: Cast, rival: Cast) -> None:
    ours, theirs, kept = await start(acme), await start(rival), await start(acme)
    long_ago, soon = datetime.now(UTC) - timedelta(days=31), datetime.now(UTC) + timedelta(days=1)
    with every_company():
        await _move(ours, expires_at=long_ago)
        await _move(theirs, expires_at=soon, revoked_at=long_ago)

        gone = await Session.forget_ended(days=30)

        assert gone == 2
        assert await Session.filter(member_id=acme.owner.id).values_list("id", flat=True) == [kept]
        assert await Session.filter(member_id=rival.owner.id).count() == 0
        assert len(await links(kept)) == 2
        [[left]] = await fetch(
            "SELECT count(*) FROM refresh_tokens t WHERE NOT EXISTS "
            "(SELECT FROM sessions s WHERE s.id = t.session_id)"
        )
        assert left == 0


async def _move(id: UUID, **columns: datetime) -> None:
    """A session cannot take another id under its tokens, so a copy with an old one is made."""
    old = aged(id)
    await execute(
        "INSERT INTO sessions (id, company_id, member_id, expires_at, created_at, updated_at) "
        "SELECT $2, company_id, member_id, expires_at, created_at, updated_at FROM sessions "
        "WHERE id = $1",
        id,
        old,
    )
    await execute("UPDATE refresh_tokens SET session_id = $2 WHERE session_id = $1", id, old)
    await execute("DELETE FROM sessions WHERE id = $1", id)
    changes = ", ".join(f"{name} = ${n}" for n, name in enumerate(columns, start=2))
    await execute(f"UPDATE sessions SET {changes} WHERE id = $1", old, *columns.values())


async def test_links_that_were_used_long_ago_go_and_the_living_one_stays(
    acme: Cast, rival: Cast
) -> None:
    ours, theirs = await start(acme), await start(rival)
    long_ago = datetime.now(UTC) - timedelta(days=8)
    with every_company():
        [used] = [row["id"] for row in await links(ours) if row["rotated_at"]]
        await execute(
            "UPDATE refresh_tokens SET id = $2, rotated_at = $3 WHERE id = $1",
            used,
            aged(used),
            long_ago,
        )

        gone = await RefreshToken.forget_rotated(days=7)

        assert gone == 1
        assert [row["rotated_at"] for row in await links(ours)] == [None]
        assert len(await links(theirs)) == 2


async def test_tokens_sent_by_mail_go_when_they_expire(acme: Cast, rival: Cast) -> None:
    with every_company():
        ours, theirs = [await User.get(id=cast.owner.user_id) for cast in (acme, rival)]
        await UserToken.issue(ours, Purpose.RESET_PASSWORD)
        await UserToken.issue(theirs, Purpose.RESET_PASSWORD)
        await UserToken.filter(user_id=ours.id).update(expires_at=datetime.now(UTC))

        assert await UserToken.forget_expired() >= 1

        assert await UserToken.filter(user_id=ours.id).count() == 0
        assert await UserToken.filter(user_id=theirs.id).count() == 1
