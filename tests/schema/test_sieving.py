"""What is found can be narrowed to where, when and by whom it was said."""

from datetime import UTC, datetime
from typing import Any

import pytest

from models.conversations import Conversation, Label
from models.identifiers import global_id
from models.identity import Role
from models.search import sifting
from models.tenancy import acting_for
from tests.answers import codes
from tests.conftest import Ask
from tests.people import Cast, hire
from tests.sights import a_queue, placed, seeing
from tests.threads import hear, open_conversation, open_inbox

SEARCH = """query ($words: String!, $kinds: [SearchKind!], $filter: SearchFilter, $after: String,
        $first: Int! = 20) {
    search(query: $words, kinds: $kinds, filter: $filter, first: $first, after: $after) {
        edges { node { kind excerpt { text found } } } pageInfo { endCursor hasNextPage } } }"""
SAID = """query ($filter: SearchFilter, $after: String, $first: Int! = 20) {
    searchMessages(query: "zeppelin", filter: $filter, first: $first, after: $after) {
        edges { node { body conversation { number } } } pageInfo { endCursor hasNextPage } } }"""


def gid(row: Any) -> str:
    return global_id(type(row).__name__, row.id)


async def said(ask: Ask, company: Cast, **filter: Any) -> list[str]:
    answer = await ask(company.viewer, SAID, filter=filter)
    assert codes(answer) == []
    return [edge["node"]["body"] for edge in answer["data"]["searchMessages"]["edges"]]


async def test_what_was_said_is_narrowed_by_where_when_and_by_whom(
    ask: Ask, acme: Cast, rival: Cast
) -> None:
    first, second = [await open_conversation(acme, f"zeppelin {n}") for n in (1, 2)]
    await open_conversation(rival, "zeppelin of another")
    robin = await hire(acme, Role.MEMBER)
    with acting_for(acme.id):
        label = await Label.add("Vip", colour="#ff0000", by=acme.viewer)
        await first.add_labels([label], by=acme.viewer)
        await first.post("zeppelin from us", author=robin)
        await second.take(by=robin)
        await second.post("zeppelin note", author=acme.viewer, note=True)
        contact = await first.contact
        inbox = await second.inbox

    async def found(**filter: Any) -> list[str]:
        return await said(ask, acme, **filter)

    assert len(await found()) == 4
    assert await found(conversations={"labels": [gid(label)]}) == ["zeppelin from us", "zeppelin 1"]
    assert await found(conversations={"inbox": gid(inbox)}) == ["zeppelin note", "zeppelin 2"]
    mine = {"assignee": global_id("Member", robin.member_id or robin.company_id)}
    assert await found(conversations=mine) == ["zeppelin note", "zeppelin 2"]
    assert await found(sender=mine["assignee"]) == ["zeppelin from us"]
    assert await found(sender=gid(contact)) == ["zeppelin 1"]
    assert await found(saidBefore="2026-01-01T00:00:00Z") == []
    assert len(await found(saidAfter="2026-01-01T00:00:00Z")) == 4
    beyond = await ask(acme.viewer, SAID, filter={"saidBefore": "9999-12-31T23:59:59-12:00"})
    assert codes(beyond) == ["INVALID"]
    assert await found(conversations={"status": ["RESOLVED"]}) == []


async def test_everything_that_is_found_is_narrowed_and_shows_why(
    ask: Ask, acme: Cast, rival: Cast
) -> None:
    inbox = await open_inbox(acme)
    heard = await hear(acme, inbox, "The zeppelin is late", handle="zeppelin")
    await open_conversation(rival, "zeppelin")
    with acting_for(acme.id):
        await (await Conversation.get(id=heard.conversation_id)).rename("Zeppelin", by=acme.viewer)

    async def kinds(**filter: Any) -> list[str]:
        answer = await ask(acme.viewer, SEARCH, words="zeppelin", filter=filter)
        assert codes(answer) == []
        for edge in answer["data"]["search"]["edges"]:
            assert any(part["found"] for part in edge["node"]["excerpt"])
        return [edge["node"]["kind"] for edge in answer["data"]["search"]["edges"]]

    assert await kinds() == ["CONVERSATION", "MESSAGE"]
    assert await kinds(conversations={"unassigned": True}) == ["CONVERSATION", "MESSAGE"]
    assert await kinds(saidAfter=datetime.now(UTC).replace(year=2020).isoformat()) == ["MESSAGE"]
    assert await kinds(conversations={"priority": ["URGENT"]}) == []


async def test_pages_of_what_passes_leave_nothing_out(
    ask: Ask, acme: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sifting, "BATCH", 4)
    monkeypatch.setattr(sifting, "MOST", 8)
    inbox = await open_inbox(acme)
    for n in range(20):
        heard = await hear(acme, inbox, f"zeppelin {n}", handle="kim" if n % 5 else "lou")
    with acting_for(acme.id):
        kim = await (await Conversation.get(id=heard.conversation_id)).contact
        lou = (await Conversation.all().exclude(contact_id=kim.id).get()).contact_id
    walked, after, pages = [], None, 0
    while True:
        filter = {"sender": global_id("Contact", lou)}
        answer = await ask(acme.viewer, SAID, filter=filter, after=after, first=1)
        assert codes(answer) == []
        page = answer["data"]["searchMessages"]
        walked += [edge["node"]["body"] for edge in page["edges"]]
        pages += 1
        if not page["pageInfo"]["hasNextPage"]:
            break
        after = page["pageInfo"]["endCursor"]

    assert walked == ["zeppelin 15", "zeppelin 10", "zeppelin 5", "zeppelin 0"]
    assert pages < 12


async def test_a_filter_opens_nothing_that_is_not_seen(ask: Ask, acme: Cast, rival: Cast) -> None:
    hidden = await open_conversation(acme, "zeppelin of the others")
    await placed(acme, hidden, await a_queue(acme))
    robin = await seeing(await hire(acme, Role.MEMBER))
    theirs = await open_conversation(rival, "zeppelin")

    with acting_for(rival.id):
        inbox = await theirs.inbox
    mine = await ask(robin, SAID, filter={"conversations": {"status": ["OPEN"]}})
    foreign = await ask(acme.viewer, SAID, filter={"conversations": {"inbox": gid(inbox)}})
    nonsense = await ask(acme.viewer, SAID, filter={"sender": gid(inbox)})

    assert mine["data"]["searchMessages"]["edges"] == []
    assert foreign["data"]["searchMessages"]["edges"] == []
    assert codes(nonsense) == ["NOT_FOUND"]
