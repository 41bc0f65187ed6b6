"""How a rival attacks another company, and what is looked at afterwards."""

import asyncio
import re
from base64 import b64encode
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count
from typing import Any, Final

import httpx
import orjson

from models.contacts import Contact
from models.database import transaction
from models.events import Event
from models.identifiers import local_id, uuid7
from models.tenancy import acting_for
from schema import schema
from schema.roots import PUBLIC, Requires
from tests.clients import SocketClient, socket_of
from tests.isolation import catalogue
from tests.isolation.booty import Booty
from tests.isolation.documents import document, paths, roots, variables
from tests.isolation.furnishing import furnish
from tests.isolation.rival import STREAM, WAYS, Rival, Way
from tests.people import Cast
from tests.serving import Served

SECRET: Final = "kanarie7f3a"
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
# Open to strangers, and in steps of a quarter of a second.
UNHURRIED: Final = {
    field.python_name.split("_")[0] + "".join(map(str.capitalize, field.python_name.split("_")[1:]))
    for field in schema.get_type_by_name("Mutation").fields  # type: ignore[union-attr]
    if any(isinstance(each, Requires) and each.permission is PUBLIC for each in field.extensions)
}
# Of a file, which would be refused by chance, as a text is base64 or is not.
ENCODED: Final = "content"
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
    # Texts of the victim's that the rival has sent, and may keep by now.
    sent: list[str] = field(default_factory=list)

    async def without_kept(self, answer: bytes) -> bytes:
        """Without what the rival has sent before, where their own rows hold it by now."""
        for text in self.sent if SECRET.encode() in answer else ():
            bare = without(answer, text)
            if bare != answer and await catalogue.holding(self.rival.company.id, text):
                answer = bare
        return answer

    def ways(self, name: str) -> list[Way]:
        """All, or each in turn; also at the doors that take their time for everybody."""
        if self.all and name not in UNHURRIED:
            return list(WAYS)
        return [WAYS[next(self.turns) % len(WAYS)]]

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


async def assail(battle: Battle, attempt: Attempt, values: list[Any]) -> None:
    """Ask with each value, and with its twin that never was: no word of theirs, no difference."""
    operation, name, path, of = attempt
    text = document(operation, name)
    for value in battle.some(values, path):
        for way in battle.ways(name):
            pair = (value, battle.booty.twin(value))
            if path[-1] == ENCODED:
                pair = (encoded(pair[0]), encoded(pair[1]))
            answers = []
            for sent, timed in zip(pair, ("theirs", "nobodys"), strict=True):
                own = battle.own | {"email": f"{uuid7().hex}@example.org", "String": uuid7().hex}
                if any("attachmentIds" in each for each, _ in paths(operation, name)):
                    own["attachmentIds"] = [await battle.rival.upload()]  # good once
                own.pop(path[-1], None)
                given = variables(operation, name, values=own, at=path, id=sent)
                label = timed if of == "ID" and operation == "query" else ""
                answers.append(await battle.rival.ask(way, text, given, timed=label))
            what = f"{operation} {name}({'.'.join(path)}: {str(value)[:60]}) over {way}"
            theirs = without(answers[0], pair[0])
            theirs = await battle.without_kept(theirs)
            if isinstance(value, str) and SECRET in value:
                battle.sent.append(value)
            assert SECRET.encode() not in theirs, what
            assert not any(code.encode() in theirs for code in QUESTIONABLE), what
            if of == "ID" and operation == "query" and pair[0] != pair[1]:
                assert comparable(theirs) == comparable(without(answers[1], pair[1])), what
            elif pair[0] != pair[1]:
                assert said(theirs) == said(without(answers[1], pair[1])), what
    battle.covered.add(attempt)


def without(answer: bytes, sent: Any) -> bytes:
    """What was only said back."""
    if not isinstance(sent, str):
        return answer
    return answer.replace(orjson.dumps(sent)[1:-1], b"<sent>")


def encoded(value: str) -> str:
    return b64encode(value.encode()).decode()


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
        # Past what the rival may have had required of contacts meanwhile.
        contact = await Contact.create(name="Marker", search_name="marker")
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
