"""Inboxes as the API has them."""

import asyncio
from typing import Any

import pytest

from models.events import Event
from models.identity import Role
from models.inboxes import Inbox
from models.seal import unseal
from models.tenancy import acting_for
from tests.answers import codes
from tests.conftest import Ask
from tests.people import Cast, hire
from tests.schema.inboxes.documents import (
    CREATE,
    DISABLE,
    ENABLE,
    EVENTS,
    INBOX,
    INBOXES,
    NODE,
    ONE,
    ROTATE,
    UPDATE,
)


def wanted(**given: Any) -> dict[str, Any]:
    return {"kind": "API", "name": "Shop", "callbackUrl": "http://127.0.0.1:9/hook"} | given


async def create(ask: Ask, company: Cast, **given: Any) -> dict[str, Any]:
    answer = await ask(company.viewer, CREATE, input=wanted(**given))
    assert "errors" not in answer
    return answer["data"]["createInbox"]  # type: ignore[no-any-return]


async def events_of(company: Cast, *names: str) -> list[tuple[str, dict[str, Any]]]:
    with acting_for(company.id):
        return [
            (event.name, event.changes)
            for event in await Event.filter(name__in=names).order_by("seq")
        ]


async def test_an_inbox_is_opened_with_an_address_and_a_secret_shown_once(
    ask: Ask, acme: Cast, rival: Cast
) -> None:
    created = await create(ask, acme, afterResolve="START_NEW")

    inbox = created["inbox"]
    assert (inbox["name"], inbox["kind"], inbox["afterResolve"]) == ("Shop", "API", "START_NEW")
    with acting_for(acme.id):
        row = await Inbox.get()
    assert inbox["inboundUrl"].endswith(f"/inbound/{row.id}")
    assert created["secret"].startswith("whsec_")
    assert unseal(row.sealed_secret) == created["secret"]
    assert await events_of(acme, "inbox.created") == [("inbox.created", {})]
    again = await ask(acme.viewer, ONE, id=inbox["id"])
    assert again["data"]["inbox"] == inbox
    assert "secret" not in INBOX
    assert (await ask(rival.viewer, INBOXES))["data"]["inboxes"]["edges"] == []
    assert codes(await ask(rival.viewer, ONE, id=inbox["id"])) == ["NOT_FOUND"]
    assert codes(await ask(rival.viewer, NODE, id=inbox["id"])) == ["NOT_FOUND"]


async def test_asked_again_with_the_same_client_id_it_is_the_same_inbox(
    ask: Ask, acme: Cast, rival: Cast
) -> None:
    first = await create(ask, acme, clientId="c-1")

    again = await create(ask, acme, clientId="c-1")
    other = await ask(acme.viewer, CREATE, input=wanted(clientId="c-1", name="Other"))
    theirs = await create(ask, rival, clientId="c-1")

    assert again["inbox"] == first["inbox"]
    assert again["secret"] is None
    assert codes(other) == ["CLIENT_ID_REUSED"]
    assert theirs["inbox"]["id"] != first["inbox"]["id"]
    with acting_for(acme.id):
        assert await Inbox.all().count() == 1


async def test_asked_twice_at_once_it_is_one_inbox(ask: Ask, acme: Cast) -> None:
    both = await asyncio.gather(*(create(ask, acme, clientId="c-1") for _ in range(4)))

    assert len({each["inbox"]["id"] for each in both}) == 1
    assert len([each for each in both if each["secret"]]) == 1


async def test_all_that_is_wrong_with_an_inbox_is_told_at_once(
    ask: Ask, acme: Cast, public_only: None
) -> None:
    given = wanted(name=" ", callbackUrl="https://127.0.0.1/", clientId="x" * 101)

    answer = await ask(acme.viewer, CREATE, input=given)

    assert codes(answer) == ["INVALID"]
    fields = answer["errors"][0]["extensions"]["fields"]
    assert {field["path"]: field["code"] for field in fields} == {
        "name": "BLANK",
        "clientId": "TOO_LONG",
        "callbackUrl": "ADDRESS_PRIVATE",
    }
    with acting_for(acme.id):
        assert await Inbox.all().count() == 0


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("http://shop.example/", "URL_NOT_HTTPS"),
        ("https://localhost/", "ADDRESS_PRIVATE"),
        ("https://[::ffff:169.254.169.254]/", "ADDRESS_PRIVATE"),
        ("https://no-such-name.invalid/", "HOST_UNKNOWN"),
        ("https://a:b@shop.example/", "URL_INVALID"),
    ],
)
async def test_a_callback_into_our_network_is_refused_when_it_is_given(
    ask: Ask, acme: Cast, public_only: None, url: str, code: str
) -> None:
    refused = await ask(acme.viewer, CREATE, input=wanted(callbackUrl=url))

    assert [field["code"] for field in refused["errors"][0]["extensions"]["fields"]] == [code]


async def test_an_inbox_is_changed_in_what_is_given(ask: Ask, acme: Cast, rival: Cast) -> None:
    inbox = (await create(ask, acme))["inbox"]

    given = {"inboxId": inbox["id"], "name": "Store", "callbackUrl": "http://127.0.0.1:8/"}
    refused = await ask(rival.viewer, UPDATE, input=given)
    answer = await ask(acme.viewer, UPDATE, input=given)
    await ask(acme.viewer, UPDATE, input=given)

    assert codes(refused) == ["NOT_FOUND"]
    changed = {"name": "Store", "callbackUrl": "http://127.0.0.1:8/"}
    assert answer["data"]["updateInbox"]["inbox"] == inbox | changed
    events = await events_of(acme, "inbox.updated")
    assert events == [("inbox.updated", {"fields": ["name", "callback_url"]})]


async def test_a_change_for_the_worse_is_refused(ask: Ask, acme: Cast) -> None:
    inbox = (await create(ask, acme))["inbox"]

    answer = await ask(
        acme.viewer, UPDATE, input={"inboxId": inbox["id"], "name": "", "callbackUrl": "ftp://x"}
    )

    fields = answer["errors"][0]["extensions"]["fields"]
    assert [field["path"] for field in fields] == ["name", "callbackUrl"]
    assert (await ask(acme.viewer, ONE, id=inbox["id"]))["data"]["inbox"] == inbox


async def test_a_secret_is_rotated(ask: Ask, acme: Cast, rival: Cast) -> None:
    created = await create(ask, acme)
    given = {"inboxId": created["inbox"]["id"]}

    refused = await ask(rival.viewer, ROTATE, input=given)
    rotated = (await ask(acme.viewer, ROTATE, input=given))["data"]["rotateInboxSecret"]
    revoked = await ask(acme.viewer, ROTATE, input=given | {"revokePrevious": True})

    assert codes(refused) == ["NOT_FOUND"]
    assert rotated["secret"] != created["secret"]
    assert rotated["inbox"]["previousSecretUntil"] is not None
    assert revoked["data"]["rotateInboxSecret"]["inbox"]["previousSecretUntil"] is None
    events = await events_of(acme, "inbox.secret_rotated")
    assert len(events) == 2
    assert "whsec_" not in str(events)


async def test_an_inbox_is_disabled_and_enabled(ask: Ask, acme: Cast, rival: Cast) -> None:
    given = {"inboxId": (await create(ask, acme))["inbox"]["id"]}

    refused = [await ask(rival.viewer, each, input=given) for each in (DISABLE, ENABLE)]
    disabled = [await ask(acme.viewer, DISABLE, input=given) for _ in range(2)]
    enabled = [await ask(acme.viewer, ENABLE, input=given) for _ in range(2)]

    assert [codes(each) for each in refused] == [["NOT_FOUND"]] * 2
    assert disabled[0]["data"]["disableInbox"]["inbox"]["disabledAt"] is not None
    assert disabled[1]["data"] == disabled[0]["data"]
    assert enabled[1]["data"]["enableInbox"]["inbox"]["disabledAt"] is None
    events = await events_of(acme, "inbox.disabled", "inbox.enabled")
    assert [name for name, _ in events] == ["inbox.disabled", "inbox.enabled"]


async def test_inboxes_come_in_pages_oldest_first(ask: Ask, acme: Cast) -> None:
    for name in ("A", "B", "C"):
        await create(ask, acme, name=name)

    first = (await ask(acme.viewer, INBOXES, first=2))["data"]["inboxes"]
    rest = await ask(acme.viewer, INBOXES, first=2, after=first["pageInfo"]["endCursor"])

    names = [edge["node"]["name"] for edge in first["edges"] + rest["data"]["inboxes"]["edges"]]
    assert names == ["A", "B", "C"]
    assert first["pageInfo"]["hasNextPage"]
    assert not rest["data"]["inboxes"]["pageInfo"]["hasNextPage"]


@pytest.mark.parametrize("role", [Role.READ_ONLY, Role.MEMBER, Role.SUPERVISOR])
async def test_who_does_not_manage_inboxes_may_look_at_them_only(
    ask: Ask, acme: Cast, role: Role
) -> None:
    inbox = (await create(ask, acme))["inbox"]
    viewer = await hire(acme, role)
    given = {"inboxId": inbox["id"]}

    seen = await ask(viewer, ONE, id=inbox["id"])
    refused = [
        await ask(viewer, CREATE, input=wanted()),
        await ask(viewer, EVENTS),
        *[await ask(viewer, each, input=given) for each in (UPDATE, ROTATE, DISABLE, ENABLE)],
    ]

    assert seen["data"]["inbox"] == inbox
    assert [codes(each) for each in refused] == [["FORBIDDEN"]] * 6
    assert codes(await ask(None, INBOXES)) == ["UNAUTHENTICATED"]
