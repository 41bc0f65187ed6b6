"""Two companies full of canaries, and one of them at the doors with all that the other has.

Every argument path of every query, mutation and subscription is taken from the schema, every text
column from the catalogue: what is added is tried unasked. `--prove` tries every value by every way.
"""

import asyncio
import re
from base64 import b64encode
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from itertools import count
from statistics import median
from typing import Any, Final

import httpx
import orjson
import pytest

from models.contacts import Contact
from models.database import transaction
from models.events import Event, cursor
from models.identifiers import local_id, uuid7
from models.tenancy import acting_for
from tests.clients import SocketClient, socket_of
from tests.doors import sign
from tests.isolation import catalogue
from tests.isolation.booty import Booty, booty_of
from tests.isolation.documents import document, paths, roots, variables
from tests.isolation.furnishing import furnish
from tests.isolation.rival import STREAM, WAYS, Rival, Way, rival_at, unlimited
from tests.people import Cast, found
from tests.serving import Served, serving

SECRET: Final = "kanarie7f3a"
OURS: Final = "Papageno"
AT_ONCE: Final = 2  # values for a path, where not all are tried
QUESTIONABLE: Final = ("GRAPHQL_VALIDATION_FAILED", "GRAPHQL_PARSE_FAILED", "DOCUMENT_TOO_COSTLY")
# Made anew for each question, and of a form that ours are kept in.
FRESH: Final = re.compile(rb"[0-9a-f]{32}")
SAID: Final = re.compile(rb'"(?:code|message)":"((?:[^"\\]|\\.)*)"')
VOLATILE: Final = re.compile(
    rb'"extensions":\{"requestId".*$|"(?:timestamp|requestId|docs|cursor|endCursor|startCursor|'
    rb'accessToken|refreshToken|expiresAt)":"[^"]*",?|"id":"run"|"retryAfter":\d+'
)
FIELDS: Final = [(kind, name) for kind in ("query", "mutation") for name in roots(kind)]
Attempt = tuple[str, str, tuple[str, ...], str]
ATTEMPTS: Final[list[Attempt]] = [
    (kind, name, path, of)
    for kind, name in (*FIELDS, *(("subscription", name) for name in roots("subscription")))
    for path, of in paths(kind, name)
]


@dataclass
class Battle:
    """Who attacks whom, and what was tried so far."""

    victim: Cast
    rival: Rival
    booty: Booty
    own: dict[str, Any]
    unfit: list[str]
    before: dict[str, str]
    served: Served
    all: bool
    covered: set[Attempt] = field(default_factory=set)
    turns: Iterator[int] = field(default_factory=count)

    def ways(self) -> list[Way]:
        return list(WAYS) if self.all else [WAYS[next(self.turns) % len(WAYS)]]

    def some(self, values: list[Any], path: tuple[str, ...]) -> list[Any]:
        """All, or those that fit the path best and a few of the others by turns."""
        if self.all or len(values) <= AT_ONCE:
            return values
        fitting = [value for value in values if self._fits(value, path)]
        turn = next(self.turns)
        return [*fitting, *(values[(turn + n * 7) % len(values)] for n in range(AT_ONCE))][:AT_ONCE]

    @staticmethod
    def _fits(value: Any, path: tuple[str, ...]) -> bool:
        decoded = local_id(value) if isinstance(value, str) else None
        return decoded is not None and path[-1].lower() in (
            decoded[0].lower(),
            f"{decoded[0].lower()}id",
        )


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
        for way in battle.ways():
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
            some = (
                texts if battle.all else [texts[(number * 5 + n * 17) % len(texts)] for n in (0, 1)]
            )
            await assail(battle, attempt, some)
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


async def assail(battle: Battle, attempt: Attempt, values: list[Any]) -> None:
    """Ask with each value, and with its twin that never was: no word of theirs, no difference."""
    operation, name, path, of = attempt
    text = document(operation, name)
    for value in battle.some(values, path):
        for way in battle.ways():
            twin = battle.booty.twin(value)
            answers = []
            for sent, timed in ((value, "theirs"), (twin, "nobodys")):
                own = battle.own | {"email": f"{uuid7().hex}@example.org", "String": uuid7().hex}
                own.pop(path[-1], None)
                given = variables(operation, name, values=own, at=path, id=sent)
                label = timed if of == "ID" and operation == "query" else ""
                answers.append(await battle.rival.ask(way, text, given, timed=label))
            what = f"{operation} {name}({'.'.join(path)}: {str(value)[:60]}) over {way}"
            theirs = without(answers[0], value)
            assert SECRET.encode() not in theirs, what
            assert not any(code.encode() in theirs for code in QUESTIONABLE), what
            if of == "ID" and operation == "query" and twin != value:
                assert comparable(theirs) == comparable(without(answers[1], twin)), what
            elif twin != value:
                assert said(theirs) == said(without(answers[1], twin)), what
    battle.covered.add(attempt)


def without(answer: bytes, sent: Any) -> bytes:
    """What was only said back."""
    if not isinstance(sent, str):
        return answer
    return answer.replace(orjson.dumps(sent)[1:-1], b"<sent>")


def said(answer: bytes) -> list[bytes]:
    return SAID.findall(FRESH.sub(b"<fresh>", answer))


def comparable(answer: bytes) -> bytes:
    return VOLATILE.sub(b"", answer)


async def overhear(battle: Battle, asked: list[tuple[Attempt, Any]]) -> list[bytes]:
    """What comes to each of these subscriptions while both companies are busy."""
    heard: list[bytes] = []
    async with socket_of(battle.served.door, battle.rival.who) as client:
        streams = [
            asyncio.create_task(listen(battle, attempt, value, heard))
            for attempt, value in asked[:8]
        ]
        await client.subscribe("marker", "subscription { events { event { changes } } }")
        for number, (attempt, value) in enumerate(asked):
            name = attempt[1]
            given = variables("subscription", name, values={}, at=attempt[2], id=value)
            await client.subscribe(f"s{number}", document("subscription", name), **given)
        await client.subscribe("ready", "{ cursor }")
        await until(client, heard, b'"ready"', b'"complete"')
        await busy(battle)
        await until(client, heard, b'"marker"', b"Marker")
        for stream in streams:
            stream.cancel()
        await asyncio.gather(*streams, return_exceptions=True)
    return [*heard, *[b""] * len(asked)]


async def until(client: SocketClient, heard: list[bytes], *signs: bytes) -> None:
    """Take what comes, to the frame with all these signs."""
    while not heard or not all(sign in heard[-1] for sign in signs):
        heard.append(orjson.dumps(await client.receive()))


async def listen(battle: Battle, attempt: Attempt, value: Any, heard: list[bytes]) -> None:
    given = variables("subscription", attempt[1], values={}, at=attempt[2], id=value)
    asked = {"query": document("subscription", attempt[1]), "variables": given}
    headers = battle.rival.who.headers | STREAM
    async with (
        httpx.AsyncClient(base_url=battle.served.door.url, timeout=30) as http,
        http.stream("POST", "/graphql", json=asked, headers=headers) as response,
    ):
        async for chunk in response.aiter_bytes():
            heard += [chunk]


async def busy(battle: Battle) -> None:
    """One of everything happens at the victim's, full of the secret; then a mark at the rival's."""
    await furnish(battle.victim, f"{SECRET} again {uuid7().hex}")
    with acting_for(battle.rival.company.id):
        contact = await Contact.add(name="Marker", by=battle.rival.company.viewer)
        async with transaction():
            await Event.record("contact.updated", contact, changes={"fields": ["Marker"]})
    battle.before = await catalogue.checksums(battle.victim.id)


async def undisturbed(battle: Battle) -> None:
    """No row of theirs is another, and neither log nor figures have a word of them."""
    after = await catalogue.checksums(battle.victim.id)
    assert [table for table, sum in after.items() if battle.before[table] != sum] == []
    assert SECRET not in battle.served.log.read_text()
    for page in ("/metrics", "/readyz", "/livez"):
        assert SECRET not in (await battle.served.http.get(page)).text


def test_the_documents_ask_for_all_that_the_schema_has() -> None:
    assert {name for _, name in FIELDS} == set(roots("query")) | set(roots("mutation"))
