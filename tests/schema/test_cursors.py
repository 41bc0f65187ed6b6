"""Cursors: what goes in comes out, one by one as together; and nothing else is taken for one."""

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest

from models.contacts import Contact
from models.conversations import Message
from models.errors import CursorInvalid
from models.identifiers import uuid7
from models.tenancy import acting_for
from schema.compiler.wire import wire
from schema.cursors import Cursors
from tests.people import Cast

TIMES = [
    datetime(2026, 1, 5, 8, tzinfo=UTC),
    datetime(1969, 7, 20, 20, 17, 40, 1, tzinfo=timezone(timedelta(hours=-4))),
    datetime(9999, 12, 31, 23, 59, 59, 999_999, tzinfo=UTC),
]
COLUMNS: list[tuple[Any, str, list[Any]]] = [
    (Contact, "created_at", TIMES),
    (Message, "seq", [1, 2**31 - 1, -1]),
    (Contact, "search_name", ["", "Zoë 漢", "a]b,c" * 40]),
    (Contact, "id", [None, None, None]),
]


@pytest.mark.parametrize(("model", "column", "values"), COLUMNS)
async def test_a_place_is_found_again(
    acme: Cast, model: Any, column: str, values: list[Any]
) -> None:
    field = model._meta.fields_map[column]
    ids = [uuid7() for _ in values]
    with acting_for(acme.id):
        cursors = Cursors(field)
        one_by_one = [cursors.of(*place) for place in zip(values, ids, strict=True)]
        together = cursors.all(map(wire(field).sent, values), [id.bytes for id in ids])
        opened = [cursors.opened(each) for each in together]

    assert together == one_by_one
    assert opened == list(zip(values, ids, strict=True))
    assert all(each.replace("_", "").replace("-", "").isalnum() for each in together)


@pytest.mark.parametrize(("model", "column", "values"), COLUMNS)
async def test_what_is_no_whole_cursor_of_the_list_is_refused(
    acme: Cast, rival: Cast, model: Any, column: str, values: list[Any]
) -> None:
    field = model._meta.fields_map[column]
    with acting_for(rival.id):
        theirs = Cursors(field).of(values[0], uuid7())
    with acting_for(acme.id):
        cursors = Cursors(field)
        ours = cursors.of(values[0], uuid7())
        others = Cursors(Contact._meta.fields_map["updated_at"]).of(TIMES[0], uuid7())

        for cursor in (theirs, others, ours[:-30], ours[:12], "", "é", "A", ours[1:]):
            with pytest.raises(CursorInvalid):
                cursors.opened(cursor)


async def test_a_time_that_there_is_not_is_refused(acme: Cast) -> None:
    with acting_for(acme.id):
        cursors = Cursors(Contact._meta.fields_map["created_at"])

        with pytest.raises(CursorInvalid):
            cursors.opened(cursors((2**63 - 1).to_bytes(8), uuid7().bytes))
