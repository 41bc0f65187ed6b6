"""Every change is told with who, from where, before and after; and without any secret."""

import asyncio

import pytest
from asyncpg import InsufficientPrivilegeError
from tortoise.exceptions import OperationalError

from models.audit import AuditEntry, came_from
from models.contacts import Contact
from models.conversations import Priority
from models.database import execute, fetch, transaction
from models.events import Event
from models.identifiers import uuid7
from models.identity import ApiKey, Company, Role
from models.inboxes import Inbox, InboxKind
from models.tenancy import acting_for, every_company, find
from models.viewer import Viewer
from tests.models.audit.trails import broken, busy, last, owner, trail
from tests.people import Cast, hire
from tests.threads import open_conversation
from tests.work import look, take, want


async def test_a_change_is_told_with_who_where_before_and_after(acme: Cast, rival: Cast) -> None:
    viewer = await hire(acme, Role.ADMIN)
    before = await trail(rival)

    with acting_for(acme.id):
        company = await Company.current()
        was = company.name
        came_from("192.0.2.7", "Fire\x00fox\n")
        await company.update(name="Acme & Sons", settings={"motto": "secret"}, by=viewer)

    entry = await last(acme)
    assert (entry.action, entry.object_type, entry.object_id) == (
        "company.updated",
        "Company",
        acme.id,
    )
    assert (entry.actor_kind, entry.actor_id) == ("MEMBER", viewer.member_id)
    assert (entry.address, entry.user_agent) == ("192.0.2.7", "Firefox")
    assert entry.before == {"name": was, "settings": {}}
    assert entry.after == {"name": "Acme & Sons", "settings": "[withheld]"}
    assert entry.details == {"fields": ["name", "settings"]}
    assert await trail(rival) == before


async def test_of_what_is_new_there_is_no_before(acme: Cast, rival: Cast) -> None:
    with acting_for(acme.id):
        inbox, _ = await Inbox.open(
            kind=InboxKind.API, name="Shop", callback_url="https://shop.example/", by=acme.viewer
        )

    entry = await last(acme)
    assert entry.before is None
    assert entry.after == {
        "kind": "API",
        "name": "Shop",
        "after_resolve": "REOPEN",
        "csat_enabled": False,
    }
    assert entry.object_id == inbox.id
    assert "inbox.created" not in {each.action for each in await trail(rival)}


async def test_what_happens_to_a_row_twice_is_told_one_after_the_other(acme: Cast) -> None:
    conversation = await open_conversation(acme)

    with acting_for(acme.id):
        async with transaction():
            await conversation.prioritise(Priority.LOW, by=acme.viewer)
            await conversation.prioritise(Priority.HIGH, by=acme.viewer)

    told = [
        (entry.before, entry.after)
        for entry in await trail(acme)
        if entry.action == "conversation.priority_changed"
    ]
    assert told == [
        ({"priority": "NONE", "message_count": 1}, {"priority": "LOW", "message_count": 2}),
        ({"priority": "LOW", "message_count": 2}, {"priority": "HIGH", "message_count": 3}),
    ]


async def test_a_key_acts_on_behalf_of_who_made_it(acme: Cast, rival: Cast) -> None:
    with acting_for(acme.id):
        key, _ = await ApiKey.make(
            "Robot", scopes=["contacts:write"], expires_at=None, by=acme.viewer
        )
        await Contact.add(name="Kim", by=Viewer.machine(key))

    entry = await last(acme)
    assert (entry.actor_kind, entry.actor_id) == ("API_KEY", key.id)
    assert entry.on_behalf_of_id == acme.owner.id


async def test_what_is_rolled_back_leaves_nothing(acme: Cast) -> None:
    length = await busy(acme)

    with pytest.raises(RuntimeError), acting_for(acme.id):
        async with transaction():
            await (await Company.current()).update(name="Never", by=acme.viewer)
            raise RuntimeError

    assert len(await trail(acme)) == length
    assert await broken(acme) is None


async def test_writers_at_once_leave_one_chain_in_the_order_of_the_events(
    acme: Cast, rival: Cast
) -> None:
    conversations = [await open_conversation(each) for each in (acme, acme, rival)]

    async def write(place: int) -> None:
        company = (acme, acme, rival)[place % 3]
        with acting_for(company.id):
            conversation = conversations[place % 3]
            mine = await find(company.viewer.conversations, conversation.id)
            await mine.post("Hello", author=company.viewer)

    await asyncio.gather(*(write(place) for place in range(30)))

    for company in (acme, rival):
        entries = await trail(company)
        with acting_for(company.id):
            events = await Event.all().order_by("seq")
        assert [entry.seq for entry in entries] == list(range(1, len(entries) + 1))
        assert [entry.id for entry in entries] == [event.id for event in events]
        assert await broken(company) is None


async def test_neither_what_people_say_nor_secrets_are_ever_in_it(acme: Cast, rival: Cast) -> None:
    canary = f"canary{uuid7().hex}"
    conversation = await open_conversation(acme, canary)
    with acting_for(acme.id):
        viewer = acme.viewer
        conversation = await find(viewer.conversations, conversation.id)
        message = await conversation.post(canary, author=viewer)
        await message.edit(f"{canary} again", by=viewer)
        await message.erase(by=viewer)
        await conversation.rename(canary, by=viewer)
        contact = await Contact.add(name=canary, email=f"{canary}@example.org", by=viewer)
        await contact.edit(name=f"{canary} b", custom_attributes={canary: canary}, by=viewer)
        inbox, secret = await Inbox.open(
            kind=InboxKind.API, name="Shop", callback_url=f"https://x.example/{canary}", by=viewer
        )
        second = await inbox.rotate_secret(by=viewer)
        scopes = ["contacts:read"]
        key, key_secret = await ApiKey.make("Robot", scopes=scopes, expires_at=None, by=viewer)
        hidden = [canary, secret or "", second, key_secret, key.key_hash, inbox.sealed_secret]
    actions = {entry.action for entry in await trail(acme)}
    assert {"message.edited", "contact.updated", "inbox.secret_rotated"} <= actions

    async with owner() as connection:
        for text in hidden:
            assert len(text) > 10
            found = await connection.fetch(
                "SELECT action, t::text FROM audit_entries t WHERE position($1 IN t::text) > 0",
                text,
            )
            assert found == []


async def test_what_the_machine_does_on_its_own_is_the_jobs_to_tell(acme: Cast) -> None:
    length = len(await trail(acme))

    [job_id] = await want(acme)
    lease = await take(job_id)
    with acting_for(acme.id):
        async with transaction():
            await lease.bury(RuntimeError())

    assert (await look(acme, job_id)).state == "DEAD"
    assert len(await trail(acme)) == length
    with acting_for(acme.id):
        assert await Event.filter(name="job.dead").exists()


async def test_the_runtime_role_can_only_append(acme: Cast, rival: Cast) -> None:
    forbidden = [
        "UPDATE audit_entries SET action = 'x'",
        "DELETE FROM audit_entries",
        "UPDATE event_heads SET chain_seq = 0",
        "UPDATE event_heads SET seq = seq, chain_hash = ''",
        "INSERT INTO event_heads SELECT * FROM event_heads",
        "INSERT INTO event_heads (id, company_id, seq, floor, occurred_at, created_at, updated_at) "
        "SELECT id, company_id, seq, floor, occurred_at, created_at, updated_at FROM event_heads "
        "ON CONFLICT (company_id) DO UPDATE SET chain_seq = 0",
        "DELETE FROM event_heads",
        "INSERT INTO audit_entries SELECT * FROM audit_entries",
        "TRUNCATE audit_entries",
    ]
    for sql in forbidden:
        for scope in (acting_for(acme.id), every_company()):
            with scope, pytest.raises((InsufficientPrivilegeError, OperationalError)):
                await execute(sql)
    append = (
        "SELECT append_audit($1, now(), $2::uuid, 'x', 'X', $2::uuid, 'SYSTEM', NULL, NULL, "
        "NULL, NULL, '{}', NULL, NULL, NULL)"
    )
    both = (
        "SELECT append_event($1, $2::uuid, 'x', 'X', $2::uuid, NULL, 'SYSTEM', NULL, '{}', NULL, "
        "false, NULL, NULL, NULL, NULL, NULL)"
    )
    with acting_for(acme.id):
        for sql in (append, both):
            await execute(sql, acme.id, uuid7())
            with pytest.raises((InsufficientPrivilegeError, OperationalError)):
                await execute(sql, rival.id, uuid7())

    assert await broken(acme) is None
    assert "x" in {entry.action for entry in await trail(acme)}
    assert "x" not in {entry.action for entry in await trail(rival)}


async def test_a_rival_sees_none_of_it(acme: Cast, rival: Cast) -> None:
    await busy(acme)

    with acting_for(rival.id):
        assert await AuditEntry.filter(company_id=acme.id).count() == 0
        assert await fetch("SELECT FROM audit_entries WHERE company_id = $1", acme.id) == []
        assert await fetch("SELECT FROM event_heads WHERE company_id = $1", acme.id) == []
