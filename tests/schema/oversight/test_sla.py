"""Promises over the API: set, begun by what customers do, and told of."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any, Final

import pytest

import jobs.oversight  # noqa: F401 - registers the consumer
from jobs.consumers import Reader
from models.conversations import Conversation
from models.events import Event
from models.events.consumers import CONSUMERS
from models.identifiers import global_id
from models.identity import Role
from models.oversight import SlaClock, SlaMetric, SlaPolicy, SlaState
from models.oversight.sla_clock import CONSUMER
from models.tenancy import acting_for
from tests import fleet
from tests.answers import codes
from tests.conftest import Ask
from tests.histories import MONDAY, History
from tests.people import Cast, hire
from tests.schema.conversations.test_live import heard
from tests.sights import a_queue, placed, seeing
from tests.threads import hear, open_inbox
from tests.work import until

CREATE: Final = """mutation ($input: CreateSlaPolicyInput!) {
  createSlaPolicy(input: $input) { slaPolicy { id } } }"""
SET_DEFAULT: Final = """mutation ($id: ID) {
  setDefaultSlaPolicy(input: { slaPolicyId: $id }) { slaPolicy { isDefault } } }"""
SET_INBOX: Final = """mutation ($inbox: ID!, $id: ID) {
  setInboxSlaPolicy(input: { inboxId: $inbox, slaPolicyId: $id }) {
    inbox { slaPolicy { name } } } }"""
SET_ONE: Final = """mutation ($conversation: ID!, $id: ID) {
  setConversationSlaPolicy(input: { conversationId: $conversation, slaPolicyId: $id }) {
    conversation { version slaPolicy { name } } } }"""
DUE: Final = """{ conversations(orderBy: SLA_DUE_AT) { edges { node {
  id nextSlaDueAt slaClocks { edges { node { metric state policy { name } } } } } } } }"""
DUE_BEFORE: Final = """query ($until: DateTime) { conversations(slaDueBefore: $until) {
  edges { node { id } } } }"""
ONE: Final = """query ($id: ID!) { conversation(id: $id) { nextSlaDueAt slaPolicy { name }
  slaClocks(first: 10) { edges { node {
    metric state seconds dueAt metAt endedAt conversation { id } policy { name } } } } } }"""
CHANGED: Final = """subscription ($conversation: ID, $after: Cursor) {
  slaChanged(conversationId: $conversation, after: $after) {
  cursor event clock { metric state conversation { id nextSlaDueAt } } } }"""
SEND: Final = """mutation ($input: SendMessageInput!) {
  sendMessage(input: $input) { message { id } } }"""
RESOLVE: Final = """mutation ($id: ID!) {
  resolveConversation(input: { conversationId: $id }) { conversation { status } } }"""


class Log:
    """Reads a company's log for the clocks, as a worker does."""

    def __init__(self, company: Cast) -> None:
        self.company = company
        self.reader = Reader({CONSUMER: CONSUMERS[CONSUMER]})

    async def read(self) -> None:
        while await self.reader.turn(self.company.id):
            pass


@pytest.fixture
async def log(acme: Cast) -> Log:
    found = Log(acme)
    await found.read()  # it begins here
    return found


async def promised(ask: Ask, company: Cast, name: str = "Gold", **seconds: int) -> str:
    seconds = seconds or {"firstResponseSeconds": 600, "resolutionSeconds": 7200}
    answer = await ask(company.viewer, CREATE, input={"name": name, **seconds})
    id: str = answer["data"]["createSlaPolicy"]["slaPolicy"]["id"]
    return id


async def test_the_life_of_a_conversation(ask: Ask, acme: Cast, rival: Cast, log: Log) -> None:
    for company in (acme, rival):
        id = await promised(ask, company)
        await ask(company.viewer, SET_DEFAULT, id=id)
    message = await hear(acme, await open_inbox(acme))
    await hear(rival, await open_inbox(rival))
    conversation = global_id("Conversation", message.conversation_id)

    await log.read()
    (edge,) = (await ask(acme.viewer, DUE))["data"]["conversations"]["edges"]
    clocks = [each["node"] for each in edge["node"]["slaClocks"]["edges"]]
    assert edge["node"]["id"] == conversation
    assert clocks == [
        {"metric": metric, "state": "PENDING", "policy": {"name": "Gold"}}
        for metric in ("FIRST_RESPONSE", "RESOLUTION")
    ]
    assert (await ask(rival.viewer, DUE))["data"]["conversations"]["edges"] == []
    for minutes, due in ((5, []), (15, [{"node": {"id": conversation}}])):
        until = (datetime.now(UTC) + timedelta(minutes=minutes)).isoformat()
        answer = await ask(acme.viewer, DUE_BEFORE, until=until)
        assert answer["data"]["conversations"]["edges"] == due

    await ask(acme.viewer, SEND, input={"conversationId": conversation, "body": "Hello"})
    await ask(acme.viewer, RESOLVE, id=conversation)
    await log.read()

    told = (await ask(acme.viewer, ONE, id=conversation))["data"]["conversation"]
    assert told["nextSlaDueAt"] is None
    assert [each["node"]["state"] for each in told["slaClocks"]["edges"]] == ["MET", "MET"]
    assert (await ask(acme.viewer, DUE))["data"]["conversations"]["edges"] == []
    with acting_for(rival.id):
        assert await SlaClock.all() == []  # nobody read their log


async def test_the_nearest_policy_holds(ask: Ask, acme: Cast, log: Log) -> None:
    everywhere, there, here = [
        await promised(ask, acme, name, firstResponseSeconds=seconds)
        for name, seconds in (("All", 600), ("Shop", 300), ("One", 100))
    ]
    await ask(acme.viewer, SET_DEFAULT, id=everywhere)
    inbox = await open_inbox(acme)
    answer = await ask(acme.viewer, SET_INBOX, inbox=global_id("Inbox", inbox.id), id=there)
    assert answer["data"]["setInboxSlaPolicy"]["inbox"]["slaPolicy"] == {"name": "Shop"}
    id = global_id("Conversation", (await hear(acme, inbox)).conversation_id)
    await log.read()

    async def seconds() -> list[tuple[str, int]]:
        told = (await ask(acme.viewer, ONE, id=id))["data"]["conversation"]
        clocks = [each["node"] for each in told["slaClocks"]["edges"]]
        return [(clock["state"], clock["seconds"]) for clock in clocks]

    assert await seconds() == [("PENDING", 300)]
    await ask(acme.viewer, SET_ONE, conversation=id, id=here)
    await log.read()
    assert await seconds() == [("PENDING", 100)]
    await ask(acme.viewer, SET_ONE, conversation=id, id=None)
    await log.read()
    assert await seconds() == [("PENDING", 300)]


async def test_who_watches_is_told_of_every_change(
    ask: Ask, acme: Cast, rival: Cast, log: Log
) -> None:
    await ask(acme.viewer, SET_DEFAULT, id=await promised(ask, acme, firstResponseSeconds=60))
    viewer = await hire(acme, Role.READ_ONLY)
    theirs: asyncio.Future[Any] = asyncio.ensure_future(anext(heard(rival.viewer, CHANGED)))
    cursor = (await ask(viewer, "{ cursor }"))["data"]["cursor"]
    history = await History.begin(acme)
    await history.tell("message.created", ago(90), by="CONTACT", direction="INBOUND")
    (clock,) = await history.clocks()
    with acting_for(acme.id):
        await clock.ring(datetime.now(UTC))
    ours = heard(viewer, CHANGED, after=cursor)
    told = [await asyncio.wait_for(anext(ours), 10) for _ in range(2)]
    assert not theirs.done()
    theirs.cancel()

    changes = [each["data"]["slaChanged"] for each in told]
    assert [each["event"] for each in changes] == ["sla.started", "sla.breached"]
    assert changes[1]["clock"]["state"] == "BREACHED"


async def test_who_does_not_see_a_conversation_does_not_see_its_clocks(
    ask: Ask, acme: Cast, log: Log
) -> None:
    await ask(acme.viewer, SET_DEFAULT, id=await promised(ask, acme))
    member = await hire(acme, Role.MEMBER)
    queue = await a_queue(acme)
    history = await History.begin(acme)
    await log.read()
    await placed(acme, history.conversation, queue)
    id = global_id("Conversation", history.conversation.id)
    clock = global_id("SlaClock", (await history.clocks())[0].id)
    one = "query ($id: ID!) { node(id: $id) { ... on SlaClock { metric conversation { id } } } }"

    assert (await ask(acme.viewer, one, id=clock))["data"]["node"]["conversation"] == {"id": id}
    assert codes(await ask(await seeing(member), one, id=clock)) == ["NOT_FOUND"]
    due = await ask(await seeing(member), DUE)
    assert due["data"]["conversations"]["edges"] == []


async def test_only_who_may_sets_them(ask: Ask, acme: Cast, rival: Cast) -> None:
    id = await promised(ask, acme)
    ours = (await History.begin(acme)).conversation
    conversation = global_id("Conversation", ours.id)
    supervisor, member = await hire(acme, Role.SUPERVISOR), await hire(acme, Role.MEMBER)
    asked = {"name": "Mine", "resolutionSeconds": 60}

    assert codes(await ask(supervisor, CREATE, input=asked)) == ["FORBIDDEN"]
    assert codes(await ask(member, SET_ONE, conversation=conversation, id=id)) == ["FORBIDDEN"]
    for given in ((conversation, None), (conversation, id)):
        answer = await ask(rival.viewer, SET_ONE, conversation=given[0], id=given[1])
        assert codes(answer) == ["NOT_FOUND"]
    answer = await ask(supervisor, SET_ONE, conversation=conversation, id=id)
    assert answer["data"]["setConversationSlaPolicy"]["conversation"]["version"] == (
        ours.version + 1
    )


async def test_bad_promises_are_refused_with_all_that_is_wrong(ask: Ask, acme: Cast) -> None:
    wrong: dict[str, Any] = {
        "name": "",
        "firstResponseSeconds": 59,
        "nextResponseSeconds": 10**9,
        "warnPercent": 100,
    }
    answer = await ask(acme.viewer, CREATE, input=wrong)

    fields = answer["errors"][0]["extensions"]["fields"]
    assert [(field["path"], field["code"]) for field in fields] == [
        ("name", "BLANK"),
        ("firstResponseSeconds", "OUT_OF_RANGE"),
        ("nextResponseSeconds", "OUT_OF_RANGE"),
        ("warnPercent", "OUT_OF_RANGE"),
    ]
    answer = await ask(acme.viewer, CREATE, input={"name": "Empty"})
    assert answer["errors"][0]["extensions"]["fields"][0]["code"] == "NO_PROMISE"
    with acting_for(acme.id):
        assert await SlaPolicy.all() == []


async def test_an_archived_policy_is_set_nowhere_and_holds_nowhere(
    ask: Ask, acme: Cast, log: Log
) -> None:
    id = await promised(ask, acme)
    await ask(acme.viewer, SET_DEFAULT, id=id)
    archive = """mutation ($id: ID!) { archiveSlaPolicy(input: { slaPolicyId: $id }) {
      slaPolicy { archivedAt isDefault } } }"""
    answer = await ask(acme.viewer, archive, id=id)
    assert answer["data"]["archiveSlaPolicy"]["slaPolicy"]["isDefault"] is False

    assert codes(await ask(acme.viewer, SET_DEFAULT, id=id)) == ["SLA_POLICY_ARCHIVED"]
    with acting_for(acme.id):
        assert await Event.exists(name="sla_policy.archived")
    await hear(acme, await open_inbox(acme))
    await log.read()
    with acting_for(acme.id):
        assert await SlaClock.all() == []


async def test_a_breach_that_no_worker_lived_to_see_is_told_by_the_next_one(
    ask: Ask, acme: Cast, rival: Cast
) -> None:
    await ask(acme.viewer, SET_DEFAULT, id=await promised(ask, acme, firstResponseSeconds=60))
    worker = await fleet.start("worker")
    history = await History.begin(acme)
    await worker.kill()
    await history.tell("message.created", ago(59.5), by="CONTACT", direction="INBOUND")
    (clock,) = await history.clocks(SlaMetric.FIRST_RESPONSE)
    assert clock.due_at is not None
    await until(lambda: datetime.now(UTC) > clock.due_at)
    assert (await history.clocks())[0].state is SlaState.PENDING

    worker = await fleet.start("worker")
    try:

        async def is_breached() -> bool:
            return (await history.clocks())[0].state is SlaState.BREACHED

        await until(is_breached, within=30)
        another = await History.begin(acme)

        async def is_promised() -> bool:
            return bool(await another.clocks())

        await until(is_promised, within=30)
    finally:
        await worker.stop()
    (after,) = await history.clocks()
    assert after.breached_at == clock.due_at
    with acting_for(rival.id):
        assert await Conversation.all() == []


def ago(seconds: float) -> float:
    """In the hours of a history."""
    return (datetime.now(UTC) - timedelta(seconds=seconds) - MONDAY) / timedelta(hours=1)
