"""Pages: every row once, in order, both ways, whatever ties; and cursors that fit no other list."""

from typing import Any

import pytest

from models.contacts import Contact
from models.database import fetch
from models.errors import CursorInvalid, Invalid
from models.tenancy import acting_for
from schema.pages import MAX_PAGE, Connection, Order, Window, page
from tests.people import Cast

BY_TIME = Order("created_at")
BY_ID = Order("id", descending=False)


@pytest.fixture
async def seven(acme: Cast, rival: Cast) -> Cast:
    """Seven contacts, three of them made in the same microsecond; the rival has some too."""
    for company in (acme, rival):
        with acting_for(company.id):
            for number in range(7):
                await Contact.create(name=f"n{number}", search_name=f"n{number}")
            await fetch(
                "UPDATE contacts SET created_at = date_trunc('day', created_at) "
                "WHERE name IN ('n2', 'n3', 'n4')"
            )
    return acme


def names(connection: Connection[Any]) -> list[str]:
    return [edge.node.name for edge in connection.edges]


@pytest.mark.parametrize("order", [BY_TIME, BY_ID, Order("created_at", descending=False)])
async def test_walking_forwards_and_backwards_meets_every_row_once(
    seven: Cast, order: Order
) -> None:
    with acting_for(seven.id):
        whole = names(await page(Contact.all(), order, Window(first=MAX_PAGE)))

        forwards: list[str] = []
        after = None
        while len(forwards) < 10:
            part = await page(Contact.all(), order, Window(first=2, after=after))
            forwards += names(part)
            after = part.page_info.end_cursor
            if not part.page_info.has_next_page:
                break

        backwards: list[str] = []
        before = None
        while len(backwards) < 10:
            part = await page(Contact.all(), order, Window(last=3, before=before))
            backwards = names(part) + backwards
            before = part.page_info.start_cursor
            if not part.page_info.has_previous_page:
                break

    assert sorted(whole) == [f"n{number}" for number in range(7)]
    assert forwards == backwards == whole


async def test_a_page_between_two_cursors_is_the_rows_between(seven: Cast) -> None:
    with acting_for(seven.id):
        whole = await page(Contact.all(), BY_ID, Window(first=7))
        middle = await page(
            Contact.all(), BY_ID, Window(after=whole.edges[1].cursor, before=whole.edges[5].cursor)
        )

    assert names(middle) == ["n2", "n3", "n4"]


@pytest.mark.parametrize(
    "window", [Window(first=0), Window(first=101), Window(last=-1), Window(first=1, last=1)]
)
async def test_sizes_out_of_range_are_refused(seven: Cast, window: Window) -> None:
    with acting_for(seven.id), pytest.raises(Invalid):
        await page(Contact.all(), BY_ID, window)


async def test_a_cursor_of_another_list_or_company_is_refused(seven: Cast, rival: Cast) -> None:
    with acting_for(rival.id):
        theirs = (await page(Contact.all(), BY_ID, Window(first=1))).page_info.end_cursor
    with acting_for(seven.id):
        other = (await page(Contact.all(), BY_TIME, Window(first=1))).page_info.end_cursor

        for cursor in (theirs, other, "", "x", "bm9uc2Vuc2U"):
            with pytest.raises(CursorInvalid):
                await page(Contact.all(), BY_ID, Window(first=1, after=cursor))
