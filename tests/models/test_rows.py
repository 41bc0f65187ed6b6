"""Rows are made of records by ourselves: they must be what Tortoise would make of them."""

import pytest
from tortoise.models import Model

from models.contacts import Contact
from models.database import fetch
from models.events import Event
from models.identity import Member
from models.tenancy import CompanyModel, acting_for
from tests.people import Cast


@pytest.mark.parametrize("kind", [Member, Contact, Event])
async def test_a_row_is_what_tortoise_would_make_of_it(
    kind: type[CompanyModel], acme: Cast, rival: Cast
) -> None:
    with acting_for(rival.id):
        await Contact.create(name="Rita", search_name="rita", custom_attributes={"tier": 2})
    with acting_for(acme.id):
        await Contact.create(name="Ana", search_name="ana", custom_attributes={"tier": 1})
        [record] = await fetch(f"SELECT * FROM {kind._meta.db_table} LIMIT 1")
        theirs = Model._init_from_db.__func__(kind, **record)  # type: ignore[attr-defined]
        ours = kind._init_from_db(**record)

    assert ours.__dict__.pop("_known").items() <= vars(ours).items()  # for the audit trail
    assert vars(ours) == vars(theirs)
    assert ours.company_id == acme.id
    assert ours.created_at.isoformat() == theirs.created_at.isoformat()


async def test_of_a_part_of_a_row_the_rest_is_known_to_be_missing(acme: Cast, rival: Cast) -> None:
    with acting_for(acme.id):
        member = await Member.all().only("name").get()

    assert member._partial
    assert not hasattr(member, "email")
    assert member.name == acme.owner.name != rival.owner.name
