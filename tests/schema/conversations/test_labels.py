"""Labels: the company's own words, given to conversations and asked for in lists."""

from typing import Any

import pytest

from models.conversations import Conversation, Label, Message
from models.events import Event
from models.identifiers import global_id
from models.identity import Role
from models.tenancy import acting_for
from tests.answers import codes
from tests.conftest import Ask
from tests.people import Cast, hire
from tests.schema.conversations.test_live import first, position
from tests.sights import a_queue, placed, seeing
from tests.threads import open_conversation

CREATE = """mutation ($input: CreateLabelInput!) {
  createLabel(input: $input) { label { id name colour description version } } }"""
UPDATE = """mutation ($input: UpdateLabelInput!) {
  updateLabel(input: $input) { label { name colour description version } } }"""
ARCHIVE = """mutation ($input: ArchiveLabelInput!) {
  archiveLabel(input: $input) { label { archivedAt version } } }"""
SET = """mutation ($input: SetLabelsInput!) {
  setLabels(input: $input) { conversation { version labels { name } } } }"""
ADD = """mutation ($input: AddLabelsInput!) {
  addLabels(input: $input) { conversation { version labels { name } } } }"""
REMOVE = """mutation ($input: RemoveLabelsInput!) {
  removeLabels(input: $input) { conversation { version labels { name } } } }"""
LIST = """query ($labels: [ID!], $mode: LabelsMode! = ANY) {
  conversations(labels: $labels, labelsMode: $mode, orderBy: CREATED_AT, direction: ASC) {
    edges { node { number labels { name } } } } }"""
HEAR = "subscription ($after: Cursor) { labelChanged(after: $after) { event label { name } } }"
COUNTS = "{ labels { edges { node { name conversationCount } } } }"


async def label(company: Cast, name: str, colour: str = "#1f883d") -> str:
    with acting_for(company.id):
        made = await Label.add(name, colour=colour, by=company.viewer)
    return global_id("Label", made.id)


async def thread(company: Cast) -> str:
    return global_id("Conversation", (await open_conversation(company)).id)


async def events(company: Cast, name: str) -> list[Any]:
    with acting_for(company.id):
        return [event.changes for event in await Event.filter(name=name).order_by("seq")]


async def test_a_label_is_made_changed_and_archived(ask: Ask, acme: Cast, rival: Cast) -> None:
    asked = {"name": " Very  late ", "colour": "#1F883D", "description": "Past its day"}

    made = (await ask(acme.viewer, CREATE, input=asked))["data"]["createLabel"]["label"]
    id = made.pop("id")
    assert made == {
        "name": "Very late",
        "colour": "#1f883d",
        "description": "Past its day",
        "version": 1,
    }
    changed = await ask(
        acme.viewer, UPDATE, input={"labelId": id, "name": "Late", "description": None}
    )
    assert changed["data"]["updateLabel"]["label"] == {
        "name": "Late",
        "colour": "#1f883d",
        "description": None,
        "version": 2,
    }
    stale = await ask(acme.viewer, UPDATE, input={"labelId": id, "name": "Soon", "version": 1})
    assert codes(stale) == ["CONFLICT"]
    assert stale["errors"][0]["extensions"]["currentVersion"] == 2
    assert codes(await ask(rival.viewer, UPDATE, input={"labelId": id, "name": "Mine"})) == [
        "NOT_FOUND"
    ]
    archived = await ask(acme.viewer, ARCHIVE, input={"labelId": id})
    assert archived["data"]["archiveLabel"]["label"]["archivedAt"]
    assert codes(await ask(acme.viewer, UPDATE, input={"labelId": id, "name": "Back"})) == [
        "LABEL_ARCHIVED"
    ]
    assert await events(acme, "label.updated") == [{"fields": ["description", "name"]}]
    assert len(await events(acme, "label.created")) == len(await events(acme, "label.archived"))
    assert await events(rival, "label.created") == []


async def test_a_name_is_given_once_in_whatever_case(ask: Ask, acme: Cast, rival: Cast) -> None:
    vip, late = await label(acme, "VIP"), await label(acme, "late")

    again = await ask(acme.viewer, CREATE, input={"name": "vip", "colour": "#000000"})
    renamed = await ask(acme.viewer, UPDATE, input={"labelId": late, "name": "Vip"})
    cased = await ask(acme.viewer, UPDATE, input={"labelId": vip, "name": "vip"})
    theirs = await ask(rival.viewer, CREATE, input={"name": "VIP", "colour": "#000000"})
    await ask(acme.viewer, ARCHIVE, input={"labelId": vip})
    anew = await ask(acme.viewer, CREATE, input={"name": "ViP", "colour": "#000000"})

    assert codes(again) == codes(renamed) == ["LABEL_EXISTS"]
    assert again["errors"][0]["extensions"]["labelId"] == vip
    assert codes(cased) == codes(theirs) == codes(anew) == []


async def test_all_that_is_wrong_with_a_label_is_said_at_once(ask: Ask, acme: Cast) -> None:
    asked = {"name": "  ", "colour": "red", "description": "x" * 201}

    answer = await ask(acme.viewer, CREATE, input=asked)

    fields = answer["errors"][0]["extensions"]["fields"]
    assert [(field["path"], field["code"]) for field in fields] == [
        ("name", "BLANK"),
        ("colour", "NOT_A_COLOUR"),
        ("description", "TOO_LONG"),
    ]


async def test_the_same_client_id_is_the_same_label(ask: Ask, acme: Cast) -> None:
    asked = {"name": "Once", "colour": "#000000", "clientId": "l-1"}

    one, two = (
        await ask(acme.viewer, CREATE, input=asked),
        await ask(acme.viewer, CREATE, input=asked),
    )
    other = await ask(acme.viewer, CREATE, input={**asked, "name": "Twice"})

    assert one == two
    assert codes(other) == ["CLIENT_ID_REUSED"]


async def test_labels_are_for_supervisors_to_make_and_for_members_to_give(
    ask: Ask, acme: Cast
) -> None:
    supervisor, member = await hire(acme, Role.SUPERVISOR), await hire(acme, Role.MEMBER)
    reader, id, conversation = await hire(acme, Role.READ_ONLY), await label(acme, "A"), None
    conversation = await thread(acme)
    asked = {"name": "B", "colour": "#000000"}
    giving = {"conversationId": conversation, "labelIds": [id]}

    assert codes(await ask(supervisor, CREATE, input=asked)) == []
    assert codes(await ask(member, CREATE, input=asked)) == ["FORBIDDEN"]
    assert codes(await ask(member, ADD, input=giving)) == []
    assert codes(await ask(reader, ADD, input=giving)) == ["FORBIDDEN"]
    seen = (await ask(member, COUNTS))["data"]["labels"]["edges"]
    assert {edge["node"]["conversationCount"] for edge in seen} == {None}


async def test_labels_are_given_and_taken_and_the_same_again_changes_nothing(
    ask: Ask, acme: Cast, rival: Cast
) -> None:
    a, b, c = [await label(acme, name) for name in "abc"]
    conversation = await thread(acme)

    async def change(document: str, *ids: str, **more: Any) -> Any:
        given = {"conversationId": conversation, "labelIds": ids, **more}
        answer = await ask(acme.viewer, document, input=given)
        if codes(answer):
            return codes(answer)
        [payload] = answer["data"].values()
        said = payload["conversation"]
        return said["version"], [each["name"] for each in said["labels"]]

    version, names = await change(ADD, b, a)
    assert names == ["a", "b"]
    assert await change(ADD, a, a) == (version, ["a", "b"])
    assert await change(SET, c, b) == (version + 1, ["b", "c"])
    assert await change(SET, b, c, version=1) == (version + 1, ["b", "c"])
    assert await change(REMOVE, a) == (version + 1, ["b", "c"])
    assert await change(REMOVE, b, version=version) == ["CONFLICT"]
    assert await change(REMOVE, b) == (version + 2, ["c"])
    assert await change(SET) == (version + 3, [])
    assert await change(ADD, await label(rival, "theirs")) == ["NOT_FOUND"]
    told = await events(acme, "conversation.labels_changed")
    assert [(len(each["from"]), len(each["to"])) for each in told] == [
        (0, 2),
        (2, 2),
        (2, 1),
        (1, 0),
    ]
    with acting_for(acme.id):
        lines = await Message.filter(kind="ACTIVITY").order_by("seq")
    assert [(line.activity.get("from"), line.activity.get("to")) for line in lines] == [
        (None, "a, b"),
        ("a, b", "b, c"),
        ("b, c", "c"),
        ("c", None),
    ]


async def test_what_is_archived_stays_where_it_is_and_is_given_no_more(
    ask: Ask, acme: Cast
) -> None:
    old, conversation, other = await label(acme, "old"), await thread(acme), await thread(acme)
    await ask(acme.viewer, ADD, input={"conversationId": conversation, "labelIds": [old]})
    await ask(acme.viewer, ARCHIVE, input={"labelId": old})

    kept = await ask(acme.viewer, SET, input={"conversationId": conversation, "labelIds": [old]})
    given = await ask(acme.viewer, ADD, input={"conversationId": other, "labelIds": [old]})

    assert kept["data"]["setLabels"]["conversation"]["labels"] == [{"name": "old"}]
    assert codes(given) == ["LABEL_ARCHIVED"]


@pytest.mark.parametrize(("mode", "numbers"), [("ANY", [1, 2, 3]), ("ALL", [2])])
async def test_conversations_are_asked_for_by_their_labels(
    ask: Ask, acme: Cast, rival: Cast, mode: str, numbers: list[int]
) -> None:
    a, b = await label(acme, "a"), await label(acme, "b")
    theirs = await label(rival, "a")
    for ids in ([a], [a, b], [b], []):
        given = {"conversationId": await thread(acme), "labelIds": ids}
        assert codes(await ask(acme.viewer, ADD, input=given)) == []

    answer = await ask(acme.viewer, LIST, statements=2, labels=[a, b, a], mode=mode)
    foreign = await ask(acme.viewer, LIST, labels=[theirs])
    every = await ask(acme.viewer, LIST, labels=[])
    counts = await ask(acme.viewer, COUNTS, statements=2)

    edges = answer["data"]["conversations"]["edges"]
    assert [edge["node"]["number"] for edge in edges] == numbers
    assert foreign["data"]["conversations"]["edges"] == []
    assert len(every["data"]["conversations"]["edges"]) == 4
    assert [edge["node"] for edge in counts["data"]["labels"]["edges"]] == [
        {"name": "a", "conversationCount": 2},
        {"name": "b", "conversationCount": 2},
    ]


async def test_what_queues_hide_is_not_counted(ask: Ask, acme: Cast, rival: Cast) -> None:
    sue, lee = await hire(acme, Role.SUPERVISOR), await hire(acme, Role.MEMBER)
    a, theirs = await label(acme, "a"), await label(rival, "a")
    mine, hidden = await a_queue(acme, sue), await a_queue(acme, lee)
    for queue in (None, mine, hidden, hidden):
        conversation = await open_conversation(acme)
        await placed(acme, conversation, queue)
        given = {"conversationId": global_id("Conversation", conversation.id), "labelIds": [a]}
        assert codes(await ask(acme.viewer, ADD, input=given)) == []
    given = {"conversationId": await thread(rival), "labelIds": [theirs]}
    assert codes(await ask(rival.viewer, ADD, input=given)) == []

    counts = [
        [edge["node"]["conversationCount"] for edge in answer["data"]["labels"]["edges"]]
        for answer in [
            await ask(who, COUNTS, statements=2) for who in (await seeing(sue), acme.viewer)
        ]
    ]

    assert counts == [[2], [4]]


async def test_a_foreign_label_cannot_be_stored_on_ours(acme: Cast, rival: Cast) -> None:
    ours = await open_conversation(acme)
    with acting_for(rival.id):
        theirs = await Label.add("x", colour="#000000", by=rival.viewer)
    with acting_for(acme.id), pytest.raises(Exception, match="conversation_labels_label_id_fkey"):
        await (await Conversation.get(id=ours.id)).add_labels([theirs], by=acme.viewer)


async def test_labels_are_heard_as_they_change(ask: Ask, acme: Cast, rival: Cast) -> None:
    start = await position(ask, acme)
    with acting_for(acme.id):
        made = await Label.add("New", colour="#000000", by=acme.viewer)
        await made.edit(name="Old", by=acme.viewer)
        await made.archive(by=acme.viewer)
    await label(rival, "theirs")

    heard = await first(3, acme.viewer, HEAR, after=start)

    assert [each["event"] for each in heard] == ["label.created", "label.updated", "label.archived"]
    assert {each["label"]["name"] for each in heard} == {"Old"}
