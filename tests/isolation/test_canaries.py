"""Two companies full of canaries, and one of them at the doors with all that the other has.

Every argument path of every query, mutation and subscription is taken from the schema, every text
column from the catalogue: what is added is tried unasked. `--prove` tries every value by every way.
"""

from base64 import b64encode
from collections.abc import AsyncIterator
from statistics import median
from typing import Final

import orjson
import pytest

from models.events import cursor
from models.identifiers import local_id, uuid7
from tests.doors import sign
from tests.isolation import catalogue
from tests.isolation.battle import (
    ATTEMPTS,
    FIELDS,
    SECRET,
    UNHURRIED,
    Battle,
    assail,
    overhear,
    undisturbed,
)
from tests.isolation.booty import booty_of
from tests.isolation.documents import document, roots, variables
from tests.isolation.furnishing import furnish
from tests.isolation.rival import STREAM, rival_at, unlimited
from tests.people import found
from tests.serving import serving

OURS: Final = "Papageno"


@pytest.fixture(scope="module")
async def battle(
    house: None, prove: bool, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Battle]:
    victim, company = await found("Victim"), await found(OURS)
    await furnish(victim, "Victim")
    await catalogue.fill(victim.id)
    unfit = await catalogue.mark(victim.id, SECRET)
    own = await furnish(company, OURS) | {
        "scopes": ["contacts:read"],
        "callbackUrl": "http://127.0.0.1:9/",
        "names": ["contact.created"],
    }
    booty, before = await booty_of(victim, SECRET), await catalogue.checksums(victim.id)
    await unlimited()
    async with (
        serving(tmp_path_factory.mktemp("served")) as served,
        rival_at(served.door, company) as rival,
    ):
        yield Battle(victim, rival, booty, own, unfit, before, served, prove)


async def test_every_text_column_there_is_carries_the_secret(battle: Battle) -> None:
    holding = set(await catalogue.holding(battle.victim.id, SECRET))
    with_text = {column.table for column in await catalogue.columns() if column.holds_text}
    sealed_only: set[str] = set()

    assert battle.unfit == []
    assert with_text - holding == sealed_only
    assert len(battle.booty.ids) > 15
    assert len(battle.booty.exact) > 40


async def test_no_argument_leads_to_another_company(battle: Battle) -> None:
    for attempt in [each for each in ATTEMPTS if each[0] != "subscription"]:
        await assail(battle, attempt, battle.booty.of(attempt[3]))


async def test_no_field_tells_of_another_company(battle: Battle) -> None:
    for operation, name in FIELDS:
        for way in battle.ways(name):
            given = variables(operation, name, values=battle.own)
            answer = await battle.rival.ask(way, document(operation, name), given)
            assert SECRET.encode() not in answer, f"{operation} {name} over {way}"
    await battle.rival.return_()


async def test_what_a_rival_kept_said_and_was_told_holds_nothing(battle: Battle) -> None:
    """Their rows, jobs and events; our log; our figures: so far they have not sent the secret."""
    await undisturbed(battle)

    assert await catalogue.holding(battle.rival.company.id, SECRET) == []


async def test_no_text_of_another_company_finds_its_rows(battle: Battle) -> None:
    """Now they know it, each to the letter: e-mails, client ids, hashes of tokens."""
    texts = battle.booty.exact
    for number, attempt in enumerate(each for each in ATTEMPTS if each[3] == "String"):
        if attempt[0] != "subscription":
            few = not battle.all or attempt[1] in UNHURRIED
            some = [texts[(number * 5 + n * 17) % len(texts)] for n in range(2)]
            await assail(battle, attempt, some if few else texts)
    await undisturbed(battle)


async def test_no_subscription_tells_of_another_company(battle: Battle) -> None:
    asked = [
        (attempt, value)
        for attempt in ATTEMPTS
        if attempt[0] == "subscription"
        for value in battle.some(battle.booty.of(attempt[3]), attempt[2])
    ]
    battle.covered |= {attempt for attempt, _ in asked}
    heard: list[bytes] = []
    for at in range(0, len(asked), 30):
        heard += await overhear(battle, asked[at : at + 30])

    assert len(heard) >= len(asked)
    assert [frame for frame in heard if SECRET.encode() in frame] == []
    # They were not deaf: what happened at their own company, they heard.
    assert sum(b"Marker" in frame for frame in heard) > 0


async def test_a_stream_resumes_at_no_position_of_another_company(battle: Battle) -> None:
    theirs = cursor(battle.victim.id, 1)
    text = "subscription { events { cursor event { changes } } }"
    headers = battle.rival.who.headers | STREAM | {"last-event-id": theirs}

    answer = await battle.rival.http.post("/graphql", json={"query": text}, headers=headers)

    assert b"CURSOR_INVALID" in answer.content
    assert SECRET.encode() not in answer.content


async def test_an_inbox_of_another_company_is_none(battle: Battle) -> None:
    """Signed with a secret of one's own, at their address or at nobody's."""
    secret = "whsec_" + b64encode(b"of nobody's inbox, by no means").decode()
    theirs = next(
        found[1] for id in battle.booty.ids if (found := local_id(id)) and found[0] == "Inbox"
    )
    body = orjson.dumps({"type": "message.created", "data": {}})
    answers = [
        await battle.rival.http.post(f"/inbound/{id}", content=body, headers=sign(secret, body))
        for id in (theirs, uuid7())
    ]

    assert answers[0].status_code == answers[1].status_code == 401
    assert answers[0].content == answers[1].content


async def test_every_path_of_the_schema_was_tried(battle: Battle) -> None:
    assert set(ATTEMPTS) - battle.covered == set()
    assert len(ATTEMPTS) > 180
    print(
        f"\n{battle.rival.attempts} attempts, {len(battle.covered)} of {len(ATTEMPTS)} argument "
        f"paths, {len(FIELDS) + len(roots('subscription'))} fields, 0 leaks"
    )


async def test_not_mine_takes_as_long_as_not_there(battle: Battle) -> None:
    """Told in every run; asked for only where there is time to measure."""
    mine, never = (battle.rival.seconds.get(each, []) for each in ("theirs", "nobodys"))

    ratio = median(mine) / median(never)
    print(f"\nmedian time of theirs to nobody's: {ratio:.3f}, of {len(mine)} pairs")
    assert 0.5 < ratio < 2 or not battle.all


def test_the_documents_ask_for_all_that_the_schema_has() -> None:
    assert {name for _, name in FIELDS} == set(roots("query")) | set(roots("mutation"))
