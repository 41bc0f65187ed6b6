"""Who may: a rival finds nothing, a role does what it may, a key what its scopes allow."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from models.identifiers import global_id
from models.identity import ApiKey, Invitation, Member, Role, invite
from models.tenancy import acting_for
from models.viewer import Viewer
from tests.answers import codes
from tests.conftest import Ask
from tests.models.identity.arrivals import (
    an_email,
    arrive,
    join,
    viewer_of,
)
from tests.people import Cast, hire
from tests.schema.identity.documents import (
    CHANGE_ROLE,
    COMPANY,
    CREATE_KEY,
    DISABLE,
    ENABLE,
    INVITATIONS,
    INVITE,
    KEYS,
    MEMBER,
    MEMBERS,
    NODE,
    REMOVE,
    RESEND_INVITATION,
    REVOKE_INVITATION,
    REVOKE_KEY,
    UPDATE_COMPANY,
)


async def offer_of(company: Cast, role: Role = Role.MEMBER) -> Invitation:
    with acting_for(company.id):
        return await invite(an_email(), role, by=company.viewer)


async def key_of(company: Cast, name: str = "Website") -> ApiKey:
    with acting_for(company.id):
        key, _ = await ApiKey.make(
            name, scopes=["messages:read"], expires_at=None, by=company.viewer
        )
    return key


async def member_id(company: Cast, role: Role = Role.MEMBER) -> str:
    viewer = await hire(company, role)
    assert viewer.member_id is not None
    return global_id("Member", viewer.member_id)


async def member_of(company: Cast) -> Member:
    viewer = await hire(company, Role.MEMBER)
    with acting_for(company.id):
        return await Member.get(id=viewer.member_id)


RIVALS_HANDS: list[tuple[str, Callable[[Cast], Awaitable[Any]], dict[str, Any]]] = [
    (MEMBER, member_of, {}),
    (CHANGE_ROLE, member_of, {"role": "OWNER"}),
    (DISABLE, member_of, {}),
    (ENABLE, member_of, {}),
    (REMOVE, member_of, {}),
    (RESEND_INVITATION, offer_of, {}),
    (REVOKE_INVITATION, offer_of, {}),
    (REVOKE_KEY, key_of, {}),
    (NODE, member_of, {}),
    (NODE, offer_of, {}),
    (NODE, key_of, {}),
]


@pytest.mark.parametrize(("document", "ours", "more"), RIVALS_HANDS)
async def test_a_rival_with_our_ids_finds_nothing(
    document: str,
    ours: Callable[[Cast], Awaitable[Any]],
    more: dict[str, Any],
    ask: Ask,
    acme: Cast,
    rival: Cast,
) -> None:
    target = await ours(acme)
    id = global_id(type(target).__name__, target.id)

    answer = await ask(rival.viewer, document, id=id, **more)

    assert codes(answer) == ["NOT_FOUND"]
    with acting_for(acme.id):
        after = await type(target).get(id=target.id)
    assert after.updated_at == target.updated_at
    mine = await ask(acme.viewer, document, id=id, **more)
    assert codes(mine) == []


@pytest.mark.parametrize("role", [Role.SUPERVISOR, Role.MEMBER, Role.READ_ONLY])
async def test_below_admin_management_is_forbidden(
    role: Role, ask: Ask, acme: Cast, rival: Cast
) -> None:
    viewer = await hire(acme, role)
    target, offer, key = await member_id(acme), await offer_of(acme), await key_of(acme)
    asked: list[tuple[str, dict[str, Any]]] = [
        (CHANGE_ROLE, {"id": target, "role": "ADMIN"}),
        (DISABLE, {"id": target}),
        (ENABLE, {"id": target}),
        (REMOVE, {"id": target}),
        (INVITE, {"email": an_email()}),
        (INVITATIONS, {}),
        (RESEND_INVITATION, {"id": global_id("Invitation", offer.id)}),
        (REVOKE_INVITATION, {"id": global_id("Invitation", offer.id)}),
        (CREATE_KEY, {"name": "x", "scopes": ["messages:read"]}),
        (REVOKE_KEY, {"id": global_id("ApiKey", key.id)}),
        (KEYS, {}),
        (UPDATE_COMPANY, {"name": "Mine"}),
        (NODE, {"id": global_id("Invitation", offer.id)}),
        (NODE, {"id": global_id("ApiKey", key.id)}),
    ]

    answers = [codes(await ask(viewer, document, **variables)) for document, variables in asked]

    assert answers == [["FORBIDDEN"]] * len(asked)


async def test_an_admin_invites_and_promotes_no_owner(ask: Ask, acme: Cast, rival: Cast) -> None:
    admin = await hire(acme, Role.ADMIN)
    owners_offer = global_id("Invitation", (await offer_of(acme, Role.OWNER)).id)

    asked: list[tuple[str, dict[str, Any]]] = [
        (INVITE, {"email": an_email(), "role": "OWNER"}),
        (CHANGE_ROLE, {"id": await member_id(acme), "role": "OWNER"}),
        (REMOVE, {"id": global_id("Member", acme.owner.id)}),
        (REVOKE_INVITATION, {"id": owners_offer}),
        (CREATE_KEY, {"name": "x", "scopes": ["owners:manage"]}),
    ]

    for document, variables in asked:
        answer = await ask(admin, document, **variables)
        assert codes(answer) == ["FORBIDDEN"]
        assert answer["errors"][0]["extensions"]["permission"] == "owners:manage"


async def test_a_key_sees_what_its_scopes_allow(ask: Ask, acme: Cast, rival: Cast) -> None:
    machine = Viewer.machine(await key_of(acme))

    assert codes(await ask(machine, MEMBERS)) == ["FORBIDDEN"]
    assert codes(await ask(machine, COMPANY)) == ["FORBIDDEN"]


async def test_nodes_of_identity_are_found(ask: Ask, acme: Cast, rival: Cast) -> None:
    ana = await arrive()
    await join(ana)
    ids = {
        "Company": ana.seat.company.id,
        "Member": ana.seat.member.id,
        "Session": ana.tokens.session.id,
    }

    for kind, id in ids.items():
        found = await ask(viewer_of(ana), NODE, id=global_id(kind, id))
        assert found["data"]["node"] == {"id": global_id(kind, id), "__typename": kind}
        assert codes(await ask(rival.viewer, NODE, id=global_id(kind, id))) == ["NOT_FOUND"]
