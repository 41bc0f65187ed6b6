"""Rows are made of records by ourselves: they must be what Tortoise would make of them."""

from collections.abc import Callable, Hashable
from datetime import UTC, datetime, timedelta, timezone
from typing import Any, Final
from uuid import UUID

import pytest
from tortoise import Tortoise
from tortoise.exceptions import ValidationError
from tortoise.models import Model

from models.contacts import Contact
from models.conversations import Direction, Message, MessageStatus, SenderKind
from models.database import fetch
from models.events import Event
from models.identifiers import uuid7
from models.identity import Member
from models.rows import shape, stamp, written
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


VALUES: Final[tuple[Any, ...]] = (
    *(None, "", "x" * 300, "OUTBOUND", "{}", 1, True, Direction.INTERNAL, [], {"tier": 1}),
    *(UUID(int=1), uuid7(), str(UUID(int=1)), datetime(2026, 1, 1, tzinfo=UTC)),
    datetime(2026, 1, 1, tzinfo=timezone(timedelta(hours=-3))),
)


def test_every_column_is_written_taken_and_read_as_tortoise_does_it() -> None:
    columns = 0
    for model in Tortoise.apps["models"].values():
        for name, write in shape(model).write.items():
            field, of, columns = model._meta.fields_map[name], shape(model), columns + 1
            read = dict(of.read).get(name, field.to_python_value)
            for value in VALUES:
                assert _made(write, value, model) == _made(field.to_db_value, value, model)
                if type(value) not in of.held[name]:
                    assert _made(of.take[name], value) == _made(field.to_python_value, value)
                if isinstance(value, Hashable):
                    assert _made(read, value) == _made(field.to_python_value, value)
    assert columns > 500


def test_a_whole_row_is_written_as_its_columns_are() -> None:
    made = {"id": uuid7(), "company_id": UUID(int=1), "seq": 1, "body": "Hi", "inbound_count": 0}
    with acting_for(UUID(int=1)):
        row = Message(
            conversation_id=UUID(int=2),
            inbox_id=UUID(int=3),
            direction=Direction.INBOUND,
            sender_kind=SenderKind.CONTACT,
            status=MessageStatus.RECEIVED,
            occurred_at=datetime.now(UTC),
            activity={"name": "x"},
            **made,
        )
    stamp(row)
    of = shape(Message)

    whole = written(of, row, of.columns)

    assert whole == written(of, row, list(of.columns))
    assert list(whole) == list(of.columns)
    row.client_id = "x" * 101
    with pytest.raises(ValidationError):
        written(of, row, of.columns)


def _made(convert: Callable[..., Any], *given: Any) -> Any:
    """What comes of it, with its type: a UUID is as good as its text."""
    try:
        made = convert(*given)
    except Exception as error:  # noqa: BLE001 - of whatever kind: it must be the same
        return type(error)
    return (str, str(made)) if isinstance(made, UUID) else (type(made), made)
