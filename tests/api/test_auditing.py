"""`chatia audit verify`, as an operator runs it."""

import os

from models.identifiers import uuid7
from tests.api.test_cli import chatia
from tests.models.audit.trails import busy, owner
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
