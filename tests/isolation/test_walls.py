"""A rival tries every probe; nothing is seen, nothing changes."""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from typing import Any

import pytest
from asyncpg import PostgresError
from tortoise.exceptions import BaseORMException
from tortoise.models import Model

from models.contacts import Contact
from models.conversations import Conversation
from models.database import fetch
from models.inboxes import Inbox, InboxKind
from models.tenancy import ForeignCompany, acting_for
from tests.isolation.probes import CANARY, MINE, PROBES, Target
from tests.people import Cast, found

REFUSED = (ForeignCompany, BaseORMException, PostgresError)


@pytest.fixture
async def target(house: None) -> Target:
    return await arranged()


async def arranged() -> Target:
    acme, rival = await found("Acme"), await found("Rival")
    theirs = await _thread(acme, CANARY)
    own = await _thread(rival, MINE)
    with acting_for(acme.id):
        contact = await Contact.get(name=CANARY)
    return Target(acme.id, contact, theirs, acme.owner, own)


async def _thread(company: Cast, name: str) -> Conversation:
    with acting_for(company.id):
        inbox = await Inbox.create(name=name, kind=InboxKind.API, sealed_secret=name)
        identity = await Contact.identified(inbox, name, name=name, email=f"{name}@example.org")
        conversation = await Conversation.create(
            number=1,
            inbox=inbox,
            contact_id=identity.contact_id,
            identity=identity,
            subject=name,
            last_message_at=identity.created_at,
        )
        return await Conversation.get(id=conversation.id)


async def _seen_by_owner(target: Target) -> list[Any]:
    with acting_for(target.company):
        return [
            await fetch(f"SELECT * FROM {table} ORDER BY id")
            for table in ("contacts", "conversations", "inboxes", "members")
        ]


@pytest.mark.parametrize("name", PROBES)
async def test_a_rival_reads_and_changes_nothing_of_ours(name: str, target: Target) -> None:
    before = await _seen_by_owner(target)
    assert CANARY in str(before), "the test means nothing without something to steal"

    seen: Any = None
    with acting_for(target.own.company_id), suppress(*REFUSED):
        seen = await PROBES[name](target)

    assert CANARY not in _everything(seen)
    assert await _seen_by_owner(target) == before


async def test_the_probes_find_a_leak_when_the_walls_are_entered_by_the_owner(
    target: Target,
) -> None:
    """The reading probes do see the canary from inside: they are able to fail."""
    with acting_for(target.company):
        for name in ("get", "bare_queryset", "select_related", "sql_select", "sql_join"):
            assert CANARY in _everything(await PROBES[name](target))


def _everything(seen: Any) -> str:
    """All values of whatever a probe came back with."""
    if isinstance(seen, Model):
        return str([getattr(seen, name, None) for name in seen._meta.db_fields])
    if isinstance(seen, Mapping):
        return " ".join(_everything(value) for value in seen.values())
    if isinstance(seen, Iterable) and not isinstance(seen, str | bytes):
        return " ".join(_everything(value) for value in seen)
    return str(seen)
