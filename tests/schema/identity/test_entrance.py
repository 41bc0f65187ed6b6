"""Coming in and going out, as a front end does it."""

from typing import Any

import pytest

from api.auth import identity_from
from models.identifiers import global_id, uuid7
from models.viewer import Viewer
from tests.answers import codes
from tests.conftest import Ask
from tests.models.identity.arrivals import (
    NEW_PASSWORD,
    PASSWORD,
    an_email,
    arrive,
    code_in,
    home_of,
    is_live,
    join,
    last_mail,
    sign_in_again,
    viewer_of,
)
from tests.people import Cast
from tests.schema.identity.documents import (
    CHANGE_PASSWORD,
    CONFIRM,
    FOUND,
    ME,
    REFRESH,
    REQUEST_RESET,
    RESET,
    REVOKE_OTHERS,
    REVOKE_SESSION,
    SESSIONS,
    SIGN_IN,
    SIGN_OUT,
    SIGN_OUT_EVERYWHERE,
    SIGN_UP,
)


async def viewer_by(session: dict[str, Any]) -> Viewer:
    identity = await identity_from(f"Bearer {session['accessToken']}")
    assert identity is not None
    return identity.viewer


async def test_the_story_of_a_new_customer(ask: Ask, rival: Cast) -> None:
    email = an_email()

    asked = await ask(None, SIGN_UP, email=email, password=PASSWORD, company="Acme")
    code = code_in(await last_mail(await home_of(email)))
    answer = await ask(None, CONFIRM, token=code, password=PASSWORD)
    signed_up = answer["data"]["confirmSignUp"]
    viewer = await viewer_by(signed_up["session"])
    me = (await ask(viewer, ME))["data"]["me"]

    assert asked["data"]["signUp"] == {"email": email}
    assert signed_up["company"]["name"] == me["company"]["name"] == "Acme"
    assert signed_up["member"]["role"] == me["role"] == "OWNER"
    assert me["id"] == me["member"]["id"] == signed_up["member"]["id"]
    assert (me["name"], me["email"]) == ("Ana Souza", email)
    assert me["emailVerifiedAt"] is not None
    assert "owners:manage" in me["permissions"]
    assert signed_up["cursor"]
    assert viewer.company_id != rival.id


async def test_a_known_email_signs_up_like_a_new_one(ask: Ask, rival: Cast) -> None:
    known, new = (await arrive()).seat.member.email, an_email()

    answers = [
        await ask(None, SIGN_UP, email=email, password=NEW_PASSWORD, company="Evil")
        for email in (known, new)
    ]

    assert answers == [{"data": {"signUp": {"email": email}}} for email in (known, new)]


async def test_one_more_company_is_founded_from_within(ask: Ask, rival: Cast) -> None:
    ana = await arrive("First")

    founded = (await ask(viewer_of(ana), FOUND, name="Second"))["data"]["foundCompany"]
    again = (await ask(viewer_of(ana), FOUND, name="Second"))["data"]["foundCompany"]

    assert founded["company"] == again["company"]
    assert founded["company"]["name"] == "Second"
    assert (await viewer_by(founded["session"])).company_id not in (ana.seat.company.id, rival.id)


async def test_signing_in_refreshing_and_signing_out(ask: Ask, rival: Cast) -> None:
    ana = await arrive()
    entered = (await ask(None, SIGN_IN, email=ana.seat.member.email, password=PASSWORD))["data"][
        "signIn"
    ]
    assert [company["name"] for company in entered["companies"]] == ["Acme"]

    session = (await ask(None, REFRESH, token=entered["session"]["refreshToken"]))["data"][
        "refreshSession"
    ]["session"]
    viewer = await viewer_by(session)
    ended = (await ask(viewer, SIGN_OUT))["data"]["signOut"]

    assert ended["session"]["revokedAt"] is not None
    assert ended["session"]["current"] is True
    assert codes(await ask(None, REFRESH, token=session["refreshToken"])) == ["SESSION_ENDED"]
    assert await is_live(ana.tokens)


async def test_choosing_a_company(ask: Ask, rival: Cast) -> None:
    email = an_email()
    await arrive("Acorn", email=email)
    bee = await arrive("Bee", email=email)

    choice = (await ask(None, SIGN_IN, email=email, password=PASSWORD))["data"]["signIn"]
    assert choice["session"] is choice["company"] is choice["member"] is None
    assert [company["name"] for company in choice["companies"]] == ["Acorn", "Bee"]
    chosen = choice["companies"][1]["id"]
    entered = await ask(None, SIGN_IN, email=email, password=PASSWORD, company=chosen)

    assert entered["data"]["signIn"]["company"] == {
        "id": global_id("Company", bee.seat.company.id),
        "name": "Bee",
    }
    for wrong in (
        global_id("Company", rival.id),
        global_id("Company", uuid7()),
        global_id("Member", bee.seat.company.id),
        "nonsense",
    ):
        answer = await ask(None, SIGN_IN, email=email, password=PASSWORD, company=wrong)
        assert codes(answer) == ["NOT_FOUND"]


async def test_a_refusal_says_nothing_but_its_code(ask: Ask) -> None:
    ana = await arrive()

    answers = [
        await ask(None, SIGN_IN, email=email, password="not the password")
        for email in (ana.seat.member.email, an_email())
    ]

    assert answers[0] == answers[1]
    assert codes(answers[0]) == ["INVALID_CREDENTIALS"]


async def test_many_guesses_in_one_request_are_one(ask: Ask) -> None:
    ana = await arrive()
    guesses = "".join(
        f'g{n}: signIn(input: {{email: "{ana.seat.member.email}", password: "guess {n}"}}) '
        "{ session { expiresAt } } "
        for n in range(8)
    )

    answers = [await ask(None, f"mutation {{ {guesses} }}") for _ in range(11)]

    assert [codes(answer) for answer in answers] == [["INVALID_CREDENTIALS"]] * 10 + [
        ["RATE_LIMITED"]
    ]
    limited = await ask(None, SIGN_IN, email=ana.seat.member.email, password=PASSWORD)
    assert codes(limited) == ["RATE_LIMITED"]
    assert 0 < limited["errors"][0]["extensions"]["retryAfter"] <= 900


async def test_every_wrong_field_of_a_sign_up_is_named(ask: Ask) -> None:
    answer = await ask(None, SIGN_UP, email="nope", password="short", company=" ")

    assert codes(answer) == ["INVALID"]
    fields = answer["errors"][0]["extensions"]["fields"]
    assert {field["path"] for field in fields} == {"companyName", "email", "password"}


async def test_sign_ups_from_one_address_are_limited(ask: Ask) -> None:
    answers = [
        await ask(None, SIGN_UP, email=an_email(), password="short but counted", company="Spam")
        for _ in range(21)
    ]

    assert [codes(answer) for answer in answers] == [[]] * 20 + [["RATE_LIMITED"]]


async def test_one_sees_and_ends_ones_own_devices_only(ask: Ask) -> None:
    ana, rival = await arrive(), await arrive("Rival")
    robin = await join(ana)
    phone = await sign_in_again(ana)

    answer = await ask(viewer_of(ana), SESSIONS)
    seen = {edge["node"]["id"]: edge["node"] for edge in answer["data"]["mySessions"]["edges"]}
    for others in (robin.tokens, rival.tokens):
        answer = await ask(
            viewer_of(ana), REVOKE_SESSION, id=global_id("Session", others.session.id)
        )
        assert codes(answer) == ["NOT_FOUND"]
        assert await is_live(others)
    ended = await ask(viewer_of(ana), REVOKE_SESSION, id=global_id("Session", phone.session.id))

    assert set(seen) == {
        global_id("Session", ana.tokens.session.id),
        global_id("Session", phone.session.id),
    }
    assert [node["current"] for node in seen.values()] == [False, True]
    assert ended["data"]["revokeSession"]["session"]["revokedAt"] is not None
    assert not await is_live(phone)
    assert await is_live(ana.tokens)


async def test_signing_out_everywhere(ask: Ask) -> None:
    ana, rival = await arrive(), await arrive("Rival")
    await sign_in_again(ana)

    answer = await ask(viewer_of(ana), SIGN_OUT_EVERYWHERE)

    assert answer["data"]["signOutEverywhere"]["endedSessions"] == 2
    assert not await is_live(ana.tokens)
    assert await is_live(rival.tokens)


async def test_changing_and_resetting_the_password(ask: Ask) -> None:
    ana = await arrive()
    company, email = ana.seat.company.id, ana.seat.member.email
    phone = await sign_in_again(ana)

    changed = await ask(viewer_of(ana), CHANGE_PASSWORD, old=PASSWORD, new=NEW_PASSWORD)
    asked = await ask(None, REQUEST_RESET, email=email)
    code = code_in(await last_mail(company))
    reset = await ask(None, RESET, token=code, password=PASSWORD)

    assert changed["data"]["changePassword"]["endedSessions"] == 1
    assert not await is_live(phone)
    assert asked["data"] == {"requestPasswordReset": {"email": email}}
    assert reset["data"] == {"resetPassword": {"email": email}}
    assert not await is_live(ana.tokens)
    assert codes(await ask(None, RESET, token=code, password=NEW_PASSWORD)) == ["LINK_INVALID"]


async def test_all_other_devices_are_signed_out_at_once(ask: Ask) -> None:
    ana, rival = await arrive(), await arrive("Rival")
    phones = [await sign_in_again(ana), await sign_in_again(ana)]

    answer = await ask(viewer_of(ana), REVOKE_OTHERS)

    assert answer["data"]["revokeOtherSessions"]["endedSessions"] == 2
    assert [await is_live(phone) for phone in phones] == [False, False]
    assert await is_live(ana.tokens)
    assert await is_live(rival.tokens)


@pytest.mark.parametrize("document", [ME, SIGN_OUT, SIGN_OUT_EVERYWHERE, REVOKE_OTHERS, SESSIONS])
async def test_nobody_is_asked_to_sign_in(ask: Ask, document: str) -> None:
    assert codes(await ask(None, document)) == ["UNAUTHENTICATED"]


@pytest.mark.parametrize("document", [ME, SIGN_OUT, SIGN_OUT_EVERYWHERE, REVOKE_OTHERS])
async def test_a_machine_is_told_that_this_is_for_people(
    ask: Ask, acme: Cast, document: str
) -> None:
    assert codes(await ask(Viewer.system(acme.id), document)) == ["NOT_A_MEMBER"]
