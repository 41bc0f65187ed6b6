"""Whoever can write to the tables as their owner cannot do it unseen."""

import pytest

from models.audit import AuditEntry, Broken, verifying
from tests.models.audit.trails import broken, busy, owner, trail
from tests.people import Cast

CHANGED = {
    "id": "gen_random_uuid()",
    "company_id": "$2::uuid",
    "created_at": "created_at + interval '1 microsecond'",
    "updated_at": "updated_at + interval '1 microsecond'",
    "seq": "seq + 1000",
    "action": "action || 'x'",
    "object_type": "object_type || 'x'",
    "object_id": "gen_random_uuid()",
    "actor_kind": "'CONTACT'",
    "actor_id": "gen_random_uuid()",
    "on_behalf_of_id": "gen_random_uuid()",
    "before": "jsonb_build_object('name', 'Other')",
    "after": "NULL",
    "details": "details || '{\"x\": 1}'",
    "address": "'192.0.2.99'",
    "user_agent": "coalesce(user_agent, '') || ' '",
    "request_id": "'other'",
    "hash": "repeat('0', 64)",
}


@pytest.fixture(autouse=True)
def pages_of_three(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(verifying, "PAGE", 3)


async def tamper(sql: str, *args: object) -> str:
    async with owner() as connection:
        done: str = await connection.execute(sql, *args)
    return done


@pytest.mark.parametrize("column", AuditEntry._meta.fields_db_projection)
async def test_no_column_can_be_changed(column: str, acme: Cast, rival: Cast) -> None:
    await busy(acme)
    assert await broken(acme) is None
    sql = f'UPDATE audit_entries SET "{column}" = {CHANGED[column]} WHERE company_id = $1'
    if column == "company_id":  # where it collides with none of theirs
        await tamper(f"{sql} AND seq = 5", acme.id, rival.id)
    else:
        await tamper(f"{sql} AND seq = 5", acme.id)

    found = await broken(acme)

    assert isinstance(found, Broken)
    assert found.seq == 5
    assert (await broken(rival) is None) is (column != "company_id")


@pytest.mark.parametrize("seq", [1, 4, 6])
async def test_no_entry_can_be_removed_from_the_middle(seq: int, acme: Cast, rival: Cast) -> None:
    await busy(acme)
    await busy(rival)

    await tamper("DELETE FROM audit_entries WHERE company_id = $1 AND seq = $2", acme.id, seq)

    assert await broken(acme) == Broken(seq, "it is missing")
    assert await broken(rival) is None


@pytest.mark.parametrize("removed", [1, 4])
async def test_nor_from_the_end(removed: int, acme: Cast) -> None:
    length = await busy(acme)

    await tamper(
        "DELETE FROM audit_entries WHERE company_id = $1 AND seq > $2", acme.id, length - removed
    )

    found = await broken(acme)
    assert found is not None
    assert found.seq == length - removed + 1


async def test_nor_can_the_end_be_moved_to_hide_it(acme: Cast) -> None:
    length = await busy(acme)
    gone = "DELETE FROM audit_entries WHERE company_id = $1 AND seq = $2"
    await tamper(gone, acme.id, length)

    await tamper("UPDATE event_heads SET chain_seq = chain_seq - 1 WHERE company_id = $1", acme.id)

    found = await broken(acme)
    assert found is not None
    assert found.seq == length - 1


@pytest.mark.parametrize(
    "hidden", ["UPDATE event_heads SET chain_seq = 0, chain_hash = ''", "DELETE FROM event_heads"]
)
async def test_nor_can_the_whole_chain(hidden: str, acme: Cast, rival: Cast) -> None:
    await tamper("DELETE FROM audit_entries WHERE company_id = $1", acme.id)
    assert (await broken(acme)) is not None

    await tamper(f"{hidden} WHERE company_id = $1", acme.id)

    assert await broken(acme) == Broken(1, "the whole chain is missing")
    assert await broken(rival) is None


async def test_two_cannot_change_places(acme: Cast) -> None:
    await busy(acme)

    for now, then in ((4, 1000), (6, 4), (1000, 6)):
        await tamper(
            "UPDATE audit_entries SET seq = $3 WHERE company_id = $1 AND seq = $2",
            acme.id,
            now,
            then,
        )

    assert [entry.seq for entry in await trail(acme)] == list(range(1, 8))
    found = await broken(acme)
    assert found is not None
    assert found.seq == 4


COPY = """
    INSERT INTO audit_entries
    SELECT (e).* FROM (
        SELECT jsonb_populate_record(e, jsonb_build_object(
            'id', gen_random_uuid(), 'seq', e.seq + $3::int, 'company_id', $2::uuid)) AS e
        FROM audit_entries e WHERE company_id = $1 AND seq >= $4::int
    ) AS copied
"""


async def test_none_can_be_added_at_the_end_or_between(acme: Cast) -> None:
    length = await busy(acme)

    await tamper(COPY, acme.id, acme.id, 1, length)

    assert await broken(acme) == Broken(
        length + 1, "it was not written here: the chain ends before it"
    )

    await tamper("UPDATE event_heads SET chain_seq = chain_seq + 1 WHERE company_id = $1", acme.id)
    found = await broken(acme)
    assert found is not None
    assert found.seq == length + 1

    await tamper("DELETE FROM audit_entries WHERE company_id = $1 AND seq > $2", acme.id, length)
    await tamper("UPDATE event_heads SET chain_seq = $2 WHERE company_id = $1", acme.id, length)
    assert await broken(acme) is None
    await tamper(
        "UPDATE audit_entries SET seq = seq + 1000 WHERE company_id = $1 AND seq > 3", acme.id
    )
    await tamper(
        "UPDATE audit_entries SET seq = seq - 999 WHERE company_id = $1 AND seq > 3", acme.id
    )
    await tamper(COPY + " WHERE (e).seq = 4", acme.id, acme.id, 1, 3)
    await tamper("UPDATE event_heads SET chain_seq = chain_seq + 1 WHERE company_id = $1", acme.id)

    assert [entry.seq for entry in await trail(acme)] == list(range(1, length + 2))
    found = await broken(acme)
    assert found is not None
    assert found.seq == 4


async def test_the_chain_of_another_company_is_not_ours(acme: Cast, rival: Cast) -> None:
    await busy(acme)
    await busy(rival)
    await tamper("DELETE FROM audit_entries WHERE company_id = $1", acme.id)

    await tamper(COPY, rival.id, acme.id, 0, 1)
    await tamper(
        "UPDATE event_heads h SET chain_seq = of.chain_seq, chain_hash = of.chain_hash "
        "FROM event_heads of WHERE of.company_id = $1 AND h.company_id = $2",
        rival.id,
        acme.id,
    )

    found = await broken(acme)
    assert found is not None
    assert found.seq == 1
    assert await broken(rival) is None
