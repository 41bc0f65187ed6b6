"""`chatia audit verify`, as an operator runs it."""

import os
from pathlib import Path
from subprocess import CompletedProcess
from uuid import UUID

import pytest

from models.audit import Broken
from models.audit.anchors import Anchors, AnchorsUnreadable
from models.identifiers import uuid7
from tests.api.test_cli import chatia
from tests.models.audit.trails import broken, busy, owner
from tests.people import Cast


async def test_a_whole_trail_is_told_from_one_that_was_tampered_with(
    acme: Cast, rival: Cast
) -> None:
    await busy(acme)
    whole = chatia("audit", "verify", "--company", str(acme.id), **os.environ)
    async with owner() as connection:
        await connection.execute(
            "UPDATE audit_entries SET address = '192.0.2.66' WHERE company_id = $1 AND seq = 3",
            acme.id,
        )

    changed = chatia("audit", "verify", "--company", str(acme.id), **os.environ)

    assert whole.returncode == 0, whole.stderr
    assert "7 entries, hash " in whole.stdout
    assert changed.returncode == 1
    assert f"{acme.id}" in changed.stdout
    assert "BROKEN at entry 3: it is not what was written." in changed.stdout
    assert str(rival.id) not in whole.stdout + changed.stdout


async def test_every_company_is_looked_at_and_none_is_invented(rival: Cast) -> None:
    everybody = chatia("audit", "verify", **os.environ)
    nobody = chatia("audit", "verify", "--company", str(uuid7()), **os.environ)

    assert str(rival.id) in everybody.stdout
    assert nobody.returncode == 1
    assert "There is no such company." in nobody.stderr


async def test_an_end_that_was_cut_off_is_missed_by_who_keeps_an_anchor(
    acme: Cast, rival: Cast, tmp_path: Path
) -> None:
    anchor, nobody = tmp_path / "anchors", uuid7()
    await busy(acme)
    first = verify("--anchor", str(anchor))
    with anchor.open("a") as file:
        file.write(f'{{"company":"{nobody}","seq":3,"hash":"0"}}\n')
    kept = Anchors(anchor).of(acme.id)

    await cut(acme.id, 4)
    hidden = await broken(acme)
    found = verify("--anchor", str(anchor)).stdout

    assert hidden is None
    assert f"{acme.id} (Name 4): 7 entries" in first.stdout
    assert f"{acme.id} (Name 4): BROKEN at entry 4: it is missing: the anchor has 7 e" in found
    assert f"{nobody}: BROKEN at entry 1: the company and its whole chain are missing." in found
    assert f"{rival.id} (Rival): 2 entries" in found
    assert Anchors(anchor).of(acme.id) == kept
    assert kept is not None

    await busy(acme, 6)  # and what is written behind it does not hide it
    assert await broken(acme) is None
    assert await broken(acme, kept) == Broken(kept.seq, "it is not what the anchor says")


def test_a_file_that_is_no_anchor_is_left_as_it_is(tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.write_text("somebody's letter")

    for path in (other, tmp_path, tmp_path / "nowhere" / "anchors"):
        with pytest.raises(AnchorsUnreadable, match="nothing was done"):
            Anchors(path)

    assert other.read_text() == "somebody's letter"


def verify(*options: str) -> CompletedProcess[str]:
    return chatia("audit", "verify", *options, **os.environ)


async def cut(company_id: UUID, entries: int) -> None:
    """The last so many, by who owns the database and knows how to hide it."""
    async with owner() as connection, connection.transaction():
        await connection.execute(
            "UPDATE event_heads SET chain_seq = chain_seq - $2 WHERE company_id = $1",
            company_id,
            entries,
        )
        await connection.execute(
            "DELETE FROM audit_entries e USING event_heads h WHERE e.company_id = $1 "
            "AND h.company_id = $1 AND e.seq > h.chain_seq",
            company_id,
        )
        await connection.execute(
            "UPDATE event_heads h SET chain_hash = e.hash FROM audit_entries e "
            "WHERE h.company_id = $1 AND e.company_id = $1 AND e.seq = h.chain_seq",
            company_id,
        )
