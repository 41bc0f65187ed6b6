"""Pushes beyond a measure are put off: an inbox's own, and those of an address that forges."""

import pytest

from api import inbound
from tests.customer import environment
from tests.doors import Sender, sender, written
from tests.exchange import kept
from tests.people import Cast


async def test_an_inbox_takes_so_many_in_a_minute(acme: Cast, rival: Cast, ours: Sender) -> None:
    theirs = await sender(rival)
    with environment(PUSHES_PER_INBOX="3"):
        answers = [await ours.push(written()) for _ in range(4)]
        other = await theirs.push(written())

    assert [answer.status_code for answer in answers] == [202, 202, 202, 429]
    assert answers[-1].json()["error"]["code"] == "RATE_LIMITED"
    assert 1 <= int(answers[-1].headers["retry-after"]) <= 20
    assert len(await kept(acme)) == 3
    assert other.status_code == 202


async def test_who_forges_is_put_off_before_anything_is_read(
    acme: Cast, rival: Cast, ours: Sender, monkeypatch: pytest.MonkeyPatch
) -> None:
    theirs = await sender(rival)
    monkeypatch.setattr(inbound, "FORGERIES", 2)

    answers = [await ours.push(written(), secret=theirs.secret) for _ in range(3)]

    assert [answer.status_code for answer in answers] == [401, 401, 429]
    assert await kept(acme) == []
