"""Members, invitations, keys and the company, as a front end sees and changes them."""

from datetime import UTC, datetime, timedelta
from typing import Any

from models.identifiers import global_id
from models.identity import Role
from tests.answers import codes
from tests.conftest import Ask
from tests.models.identity.arrivals import (
    PASSWORD,
    an_email,
    arrive,
    code_in,
    last_mail,
    latest,
    viewer_of,
)
from tests.people import Cast, hire
from tests.schema.identity.documents import (
    ACCEPT,
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
    OFFER,
    REMOVE,
    RESEND_INVITATION,
    REVOKE_INVITATION,
    REVOKE_KEY,
    UPDATE_COMPANY,
    UPDATE_ME,
)


def nodes(answer: dict[str, Any], field: str) -> list[dict[str, Any]]:
    return [edge["node"] for edge in answer["data"][field]["edges"]]


async def member_id(company: Cast, role: Role = Role.MEMBER) -> str:
    viewer = await hire(company, role)
    assert viewer.member_id is not None
    return global_id("Member", viewer.member_id)


async def test_members_are_listed_in_pages(ask: Ask, acme: Cast, rival: Cast) -> None:
    for name in ("Bo", "Cy"):
        await hire(acme, Role.MEMBER, name)
    await hire(rival, Role.MEMBER, "Spy")

    first = await ask(acme.viewer, MEMBERS, first=2)
    cursor = first["data"]["members"]["pageInfo"]["endCursor"]
    second = await ask(acme.viewer, MEMBERS, first=2, after=cursor)
    only = await ask(acme.viewer, MEMBERS, role="MEMBER")

    assert [node["name"] for node in nodes(first, "members")] == ["Acme owner", "Bo"]
    assert [node["name"] for node in nodes(second, "members")] == ["Cy"]
    assert [node["name"] for node in nodes(only, "members")] == ["Bo", "Cy"]


async def test_the_life_of_a_member(ask: Ask, acme: Cast, rival: Cast) -> None:
    id = await member_id(acme)

    role = await ask(acme.viewer, CHANGE_ROLE, id=id, role="ADMIN")
    disabled = await ask(acme.viewer, DISABLE, id=id)
    enabled = await ask(acme.viewer, ENABLE, id=id)
    removed = await ask(acme.viewer, REMOVE, id=id)

    assert role["data"]["changeMemberRole"]["member"] == {"id": id, "role": "ADMIN"}
    assert disabled["data"]["disableMember"]["member"]["disabledAt"] is not None
    assert enabled["data"]["enableMember"]["member"]["disabledAt"] is None
    assert removed["data"]["removeMember"]["member"]["removedAt"] is not None
    for document in (DISABLE, ENABLE, REMOVE, MEMBER, NODE):
        assert codes(await ask(acme.viewer, document, id=id)) == ["NOT_FOUND"]


async def test_the_last_owner_cannot_go(ask: Ask, acme: Cast, rival: Cast) -> None:
    id = global_id("Member", acme.owner.id)

    for document in (REMOVE, DISABLE):
        assert codes(await ask(acme.viewer, document, id=id)) == ["LAST_OWNER"]
    assert codes(await ask(acme.viewer, CHANGE_ROLE, id=id, role="ADMIN")) == ["LAST_OWNER"]

    assert (await latest(acme.owner)).is_active


async def test_one_says_whether_one_takes_work(ask: Ask, acme: Cast, rival: Cast) -> None:
    viewer = await hire(acme, Role.READ_ONLY)

    answer = await ask(viewer, UPDATE_ME, availability="BUSY", name="Robin B")

    assert answer["data"]["updateMe"]["member"]["availability"] == "BUSY"
    assert answer["data"]["updateMe"]["member"]["name"] == "Robin B"
    assert codes(await ask(viewer, UPDATE_ME, name=" ")) == ["INVALID"]


async def test_inviting_and_joining(ask: Ask, rival: Cast) -> None:
    ana, email = await arrive("Acme"), an_email()
    viewer = viewer_of(ana)

    invited = (await ask(viewer, INVITE, email=email, role="SUPERVISOR"))["data"]["inviteMember"]
    id = invited["invitation"]["id"]
    assert invited["invitation"]["invitedBy"] == {"name": "Ana Souza"}
    await ask(viewer, RESEND_INVITATION, id=id)
    code = code_in(await last_mail(ana.seat.company.id, to=email))
    offer = await ask(None, OFFER, token=code)
    opened = await ask(viewer, INVITATIONS, state="OPEN")
    joined = await ask(None, ACCEPT, token=code, password=PASSWORD, name="Robin")

    assert offer["data"]["invitationOffer"] == {
        "companyName": "Acme",
        "email": email,
        "role": "SUPERVISOR",
        "hasAccount": False,
    }
    assert [node["email"] for node in nodes(opened, "invitations")] == [email]
    assert joined["data"]["acceptInvitation"]["member"]["role"] == "SUPERVISOR"
    accepted = await ask(viewer, INVITATIONS, state="ACCEPTED")
    assert [node["id"] for node in nodes(accepted, "invitations")] == [id]
    assert codes(await ask(None, OFFER, token=code)) == ["INVITATION_CLOSED"]
    assert codes(await ask(viewer, REVOKE_INVITATION, id=id)) == ["INVITATION_CLOSED"]


async def test_the_life_of_a_key(ask: Ask, acme: Cast, rival: Cast) -> None:
    soon = (datetime.now(UTC) + timedelta(days=1)).isoformat()

    made = (
        await ask(acme.viewer, CREATE_KEY, name="Site", scopes=["messages:read"], expires=soon)
    )["data"]["createApiKey"]
    listed = nodes(await ask(acme.viewer, KEYS), "apiKeys")
    revoked = await ask(acme.viewer, REVOKE_KEY, id=made["apiKey"]["id"])

    assert made["secret"].startswith(made["apiKey"]["prefix"] + "_")
    assert made["apiKey"]["createdBy"] == {"id": global_id("Member", acme.owner.id)}
    assert [key["name"] for key in listed] == ["Site"]
    assert made["secret"] not in str(listed)
    assert revoked["data"]["revokeApiKey"]["apiKey"]["revokedAt"] is not None
    assert nodes(await ask(rival.viewer, KEYS), "apiKeys") == []


async def test_the_company_is_seen_by_all_and_changed_by_few(
    ask: Ask, acme: Cast, rival: Cast
) -> None:
    reader = await hire(acme, Role.READ_ONLY)

    changed = await ask(
        acme.viewer,
        UPDATE_COMPANY,
        name="Acme Brasil",
        timezone="America/Sao_Paulo",
        settings={"greeting": "Olá"},
    )

    assert changed["data"]["updateCompany"]["company"] == {
        "name": "Acme Brasil",
        "locale": "en",
        "timezone": "America/Sao_Paulo",
        "settings": {"greeting": "Olá"},
    }
    seen = (await ask(reader, COMPANY))["data"]["company"]
    assert seen["name"] == "Acme Brasil"
    assert seen["id"] == global_id("Company", acme.id)
    assert codes(await ask(acme.viewer, UPDATE_COMPANY, timezone="Mars", locale="?")) == ["INVALID"]
    assert (await ask(rival.viewer, COMPANY))["data"]["company"]["name"] == "Rival"
