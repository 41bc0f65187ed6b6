"""A contact answers from the link that came with the question."""

from typing import Any

import httpx
import pytest

from models.conversations import Conversation, SatisfactionRequest
from models.conversations.rating_link import PATH, rating_url
from models.settings import settings
from models.tenancy import acting_for
from tests.people import Cast
from tests.threads import hear, open_inbox


async def asked(company: Cast) -> SatisfactionRequest:
    inbox = await open_inbox(company)
    message = await hear(company, inbox)
    with acting_for(company.id):
        await inbox.update(csat_enabled=True, by=company.viewer)
        conversation = await Conversation.get(id=message.conversation_id)
        await conversation.resolve(by=company.viewer)
        return await SatisfactionRequest.get()


async def said(company: Cast, request: SatisfactionRequest) -> tuple[int | None, str | None]:
    with acting_for(company.id):
        now = await SatisfactionRequest.get(id=request.id)
    return now.rating, now.comment


def path_of(request: SatisfactionRequest) -> str:
    return rating_url(request).removeprefix(settings().public_url)


async def test_a_link_shows_the_question_and_takes_the_answer(
    http: httpx.AsyncClient, acme: Cast, rival: Cast
) -> None:
    request, theirs = await asked(acme), await asked(rival)

    shown = await http.get(path_of(request))
    assert shown.status_code == 200
    assert shown.text.count('type="radio"') == 5
    assert "no-store" in shown.headers["cache-control"]
    assert await said(acme, request) == (None, None)
    done = await http.post(path_of(request), data={"rating": "4", "comment": "Quick & kind"})

    assert done.status_code == 200
    assert await said(acme, request) == (4, "Quick & kind")
    assert await said(rival, theirs) == (None, None)
    again = await http.post(path_of(request), data={"rating": "1"})
    assert again.status_code == 409
    assert await said(acme, request) == (4, "Quick & kind")


async def test_a_page_of_the_customers_answers_in_json(http: httpx.AsyncClient, acme: Cast) -> None:
    request = await asked(acme)
    path = path_of(request)

    wrong: list[Any] = [{}, [], *({"rating": rating} for rating in ("5", 9, True, 5.0))]
    for given in wrong:
        answer = await http.post(path, json=given)
        assert (answer.status_code, answer.json()["error"]["code"]) == (400, "INVALID")
    long = await http.post(path, json={"rating": 5, "comment": "x" * 20_000})
    assert long.status_code == 400
    done = await http.post(path, json={"rating": 5})

    assert (done.status_code, done.json()) == (200, {})
    assert await said(acme, request) == (5, None)
    late = await http.post(path, json={"rating": 1})
    assert (late.status_code, late.json()["error"]["code"]) == (409, "SATISFACTION_RATED")


@pytest.mark.parametrize("body", [b"", b"rating=x", b"rating", b"\xff=1", b"comment=only"])
async def test_what_says_nothing_is_refused(
    http: httpx.AsyncClient, acme: Cast, body: bytes
) -> None:
    request = await asked(acme)
    headers = {"content-type": "application/x-www-form-urlencoded"}

    answer = await http.post(path_of(request), content=body, headers=headers)

    assert answer.status_code == 400
    assert await said(acme, request) == (None, None)


async def test_what_was_not_given_out_by_us_opens_nothing(
    http: httpx.AsyncClient, acme: Cast, rival: Cast
) -> None:
    ours, theirs = await asked(acme), await asked(rival)
    token = path_of(ours).removeprefix(PATH)
    what, _, signed = token.partition(".")
    crossed = f"{rival.id.hex}{ours.id.hex}.{signed}"
    forged = [crossed, f"{what}.", what, f"{what}.{signed[:-1]}x", "x", f"{'0' * 64}.{signed}"]

    for each in forged:
        for answer in (
            await http.get(PATH + each),
            await http.post(PATH + each, json={"rating": 1}),
        ):
            assert answer.status_code == 404

    assert await said(acme, ours) == await said(rival, theirs) == (None, None)
