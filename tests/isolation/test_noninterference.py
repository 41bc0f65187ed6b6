"""What one company is told and what is in its log is the same, whatever another one does."""

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from itertools import count
from pathlib import Path
from typing import Any, Final

import httpx
import orjson

from models.events import Event
from models.identifiers import local_id
from models.tenancy import acting_for
from tests.clients import SignedIn, sign_in
from tests.isolation.documents import document
from tests.isolation.rival import unlimited
from tests.people import Cast, found
from tests.serving import serving

# What is made of chance or of the clock: told apart by when it first came, and by nothing else.
IDS: Final = re.compile(
    r"whsec_[\w+/=-]+|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
    r"|\b[0-9a-f]{32}\b|\b[A-Za-z0-9_-]{27,400}"
)
TIMES: Final = re.compile(r"\d{4}-\d\d-\d\dT[\d:.]+(?:\+00:00|Z)")
THREADS: Final = 4


async def test_a_company_alone_and_beside_a_busy_one_is_told_the_same(
    house: None, prove: bool, tmp_path: Path
) -> None:
    busy_tasks, rounds = (24, 12) if prove else (6, 2)
    async with serving(tmp_path) as served:
        alone = await story(served.http, await found("Acme"), rounds)
        async with busy(served.http, busy_tasks) as done:
            beside = await story(served.http, await found("Acme"), rounds)
        assert next(done) > busy_tasks, "there was no load to speak of"

    assert len(alone) > 8 * rounds
    for one, other in zip(alone, beside, strict=True):
        assert one == other


async def story(http: httpx.AsyncClient, company: Cast, rounds: int) -> list[str]:
    """A company's day: every answer and, in the end, every event, without chance and clock."""
    owner = await sign_in(company.owner)
    told: list[str] = []

    async def read(name: str, /, **given: Any) -> None:
        told.append(await ask(http, owner, "query", name, given))

    async def change(name: str, /, **given: Any) -> Any:
        told.append(await ask(http, owner, "mutation", name, {"input": given}))
        return orjson.loads(told[-1])["data"][name]

    shop = {"kind": "API", "name": "Shop", "callbackUrl": "http://127.0.0.1:9/"}
    inbox = (await change("createInbox", **shop))["inbox"]["id"]
    for number in range(rounds):
        email = f"k{number}@x.example"
        kim = (await change("createContact", name=f"Kim {number}", email=email))["contact"]["id"]
        await change("updateContact", contactId=kim, name=f"Kim the {number}.")
        await read("contacts", first=5)
        await read("contact", id=kim)
        await change("blockContact", contactId=kim)
        await change("inviteMember", email=f"i{number}@x.example", role="MEMBER")
        await change("updateInbox", inboxId=inbox, name=f"Shop {number}")
        await read("conversations", first=5)
        await read("members", first=5)
        await read("invitations", first=5)
        await read("cursor")
    with acting_for(company.id):
        events = await Event.all().order_by("seq")
    told += [
        str((event.seq, event.name, event.subject_type, event.actor_kind, event.changes))
        for event in events
    ]
    return plain(told)


@asynccontextmanager
async def busy(http: httpx.AsyncClient, tasks: int) -> AsyncIterator[Any]:
    """Another company that does as much as it can."""
    company, done = await found("Rival"), count()
    owner = await sign_in(company.owner)

    async def work(number: int) -> None:
        for turn in count():
            given = {"input": {"name": f"Noise {number}.{turn}"}}
            await ask(http, owner, "mutation", "createContact", given)
            await ask(http, owner, "query", "contacts", {"first": 20})
            next(done)

    at_work = [asyncio.create_task(work(number)) for number in range(tasks)]
    try:
        while next(done) < tasks:
            await asyncio.sleep(0.01)
        yield done
    finally:
        for task in at_work:
            task.cancel()
        await asyncio.gather(*at_work, return_exceptions=True)
        await unlimited()


async def ask(
    http: httpx.AsyncClient, who: SignedIn, kind: str, name: str, given: dict[str, Any]
) -> str:
    asked = {"query": document(kind, name), "variables": given}
    return (await http.post("/graphql", json=asked, headers=who.headers)).text


def plain(told: list[str]) -> list[str]:
    """Each id by the order in which it came, no times."""
    names: dict[str, str] = {}
    turns = count(1)

    def named(match: re.Match[str]) -> str:
        decoded = local_id(match[0])
        key = str(decoded[1]) if decoded else match[0]
        return names.setdefault(key, f"<{next(turns)}>")

    return [IDS.sub(named, TIMES.sub("<time>", text)) for text in told]
