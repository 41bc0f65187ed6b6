"""What is asked of contacts by the thousand is asked of one index."""

import re
from typing import Any

import pytest

from models.contacts.merging import THREADS
from models.contacts.writing import HOLD, MET
from models.database import execute, fetch, pinned, transaction
from models.identifiers import uuid7
from models.tenancy import acting_for
from tests.architecture.crowd import Place

ID = uuid7()
CASES: dict[str, tuple[str, list[Any], set[str]]] = {
    "notes of a contact": (
        "SELECT * FROM contact_notes WHERE company_id = $1 AND contact_id = $2 "
        "ORDER BY id DESC LIMIT 21",
        [ID],
        {"contact_notes_contact_idx"},
    ),
    "segments by name": (
        "SELECT * FROM segments WHERE company_id = $1 ORDER BY name LIMIT 21",
        [],
        {"segments_name_key"},
    ),
    "a page of an export": (
        "SELECT * FROM contacts WHERE company_id = $1 AND deleted_at IS NULL AND id > $2 "
        "ORDER BY id LIMIT 1000",
        [ID],
        {"contacts_pkey"},
    ),
    "rows that failed": (
        "SELECT * FROM contact_import_rows WHERE company_id = $1 AND contact_import_id = $2 "
        "AND line > $3 ORDER BY line LIMIT 1000",
        [ID, 7],
        {"contact_import_rows_line_key"},
    ),
    "who is known": (
        MET,
        [["a@example.org"], ["+5551999990000"]],
        {"contacts_email_key", "contacts_phone_key"},
    ),
    "who is held": (HOLD, [[ID]], {"contacts_pkey"}),
    "threads that move": (THREADS, [ID], {"conversations_contact_idx"}),
}


@pytest.mark.parametrize("case", CASES)
async def test_it_is_read_from_an_index_of_its_company(place: Place, case: str) -> None:
    sql, values, indexes = CASES[case]
    company_id = place.viewer.company_id
    with acting_for(company_id):
        async with pinned(), transaction():
            await execute("SET LOCAL enable_seqscan = off")
            await execute("SET LOCAL enable_bitmapscan = off")
            plan = "\n".join(
                row[0] for row in await fetch(f"EXPLAIN (COSTS OFF) {sql}", company_id, *values)
            )

    assert set(re.findall(r"Index (?:Only )?Scan (?:Backward )?using (\w+)", plan)) == indexes, plan
    assert plan.count("company_id = ") >= len(indexes), plan
