"""Everything that can be done in conversations: by us, not by a rival, not by a reader."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from models.contacts import Contact
from models.conversations import Conversation, Message
from models.events import Event
from models.identifiers import global_id
from models.identity import ApiKey, Role
from models.inboxes import Inbox
from models.tenancy import acting_for
from models.viewer import Viewer
from tests.answers import codes
from tests.conftest import Ask
from tests.people import Cast, hire
from tests.schema.conversations import documents
from tests.threads import hear, open_conversation, open_inbox

TOMORROW = (datetime.now(UTC) + timedelta(days=1)).isoformat()
UNREAD = "{ unreadCount }"


async def ids_of(company: Cast) -> dict[str, Any]:
    """A conversation of the company with one message of each side, and all it is tied to."""
    conversation = await open_conversation(company)
    with acting_for(company.id):
        ours = await conversation.post("Ours", author=company.viewer)
        theirs = await Message.get(seq=1, conversation_id=conversation.id)
    return {
        "conversation": global_id("Conversation", conversation.id),
        "inbox": global_id("Inbox", conversation.inbox_id),
        "contact": global_id("Contact", conversation.contact_id),
        "member": global_id("Member", company.owner.id),
        "ours": global_id("Message", ours.id),
        "theirs": global_id("Message", theirs.id),
    }


def inputs(ids: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """For each mutation an input that its own company may send."""
    here = {"conversationId": ids["conversation"]}
    return {
        documents.START: {"inboxId": ids["inbox"], "contactId": ids["contact"], "body": "Hi"},
        documents.UPDATE: {**here, "subject": "New"},
        documents.ASSIGN: {**here, "memberId": ids["member"]},
        documents.TAKE: here,
        documents.SNOOZE: {**here, "until": TOMORROW},
        documents.REOPEN: here,
        documents.SET_PRIORITY: {**here, "priority": "HIGH"},
        documents.SEND: {**here, "body": "Hello", "replyToId": ids["theirs"]},
        documents.EDIT: {"messageId": ids["ours"], "body": "Changed"},
        documents.MARK_READ: {**here, "upTo": ids["theirs"]},
        documents.MARK_UNREAD: {**here, "since": ids["theirs"]},
        documents.DELETE: {"messageId": ids["ours"]},
        documents.RESOLVE: here,
    }


async def test_all_of_it_works_and_is_visible_at_its_cursor(ask: Ask, acme: Cast) -> None:
    ids = await ids_of(acme)

    for document, input in inputs(ids).items():
        answer = await ask(acme.viewer, document, input=input)
        assert codes(answer) == [], document
        (payload,) = answer["data"].values()
        with acting_for(acme.id):
            assert payload["cursor"] == (await ask(acme.viewer, "{ cursor }"))["data"]["cursor"]


async def test_a_rival_with_all_our_ids_finds_nothing(ask: Ask, acme: Cast, rival: Cast) -> None:
    ours, theirs = await ids_of(acme), await ids_of(rival)
    with acting_for(acme.id):
        before = await Event.head()

    for document, input in inputs(ours).items():
        answer = await ask(rival.viewer, document, input=input)
        assert (codes(answer), answer["data"]) == (["NOT_FOUND"], None), document
    here = {"conversationId": theirs["conversation"]}
    for document, input in (
        (documents.START, {"inboxId": ours["inbox"], "contactId": theirs["contact"]}),
        (documents.START, {"inboxId": theirs["inbox"], "contactId": ours["contact"]}),
        (documents.ASSIGN, {**here, "memberId": ours["member"]}),
        (documents.SEND, {**here, "body": "Hi", "replyToId": ours["theirs"]}),
        (documents.MARK_READ, {**here, "upTo": ours["theirs"]}),
        (documents.MARK_UNREAD, {**here, "since": ours["theirs"]}),
    ):
        assert codes(await ask(rival.viewer, document, input=input)) == ["NOT_FOUND"], document

    with acting_for(acme.id):
        assert await Event.head() == before


async def test_a_rival_finds_none_of_our_nodes(ask: Ask, acme: Cast, rival: Cast) -> None:
    ids = await ids_of(acme)
    node = "query ($id: ID!) { node(id: $id) { __typename id } }"

    for name in ("conversation", "contact", "ours", "theirs"):
        assert codes(await ask(acme.viewer, node, id=ids[name])) == []
        assert codes(await ask(rival.viewer, node, id=ids[name])) == ["NOT_FOUND"]


async def test_a_reader_only_reads(ask: Ask, acme: Cast) -> None:
    ids = await ids_of(acme)
    reader = await hire(acme, Role.READ_ONLY)
    marks = {documents.MARK_READ, documents.MARK_UNREAD}  # one's own, and nobody else's matter

    for document, input in inputs(ids).items():
        answer = await ask(reader, document, input=input)
        assert codes(answer) == ([] if document in marks else ["FORBIDDEN"]), document


async def test_a_member_does_all_but_assign(ask: Ask, acme: Cast) -> None:
    ids = await ids_of(acme)
    member = await hire(acme, Role.MEMBER)
    forbidden = {documents.ASSIGN, documents.EDIT, documents.DELETE, documents.TAKE}
    with acting_for(acme.id):
        await (await Conversation.get()).take(by=acme.viewer)

    for document, input in inputs(ids).items():
        answer = await ask(member, document, input=input)
        assert bool(codes(answer)) == (document in forbidden), document


async def test_a_machine_writes_by_its_scopes(ask: Ask, acme: Cast) -> None:
    ids = await ids_of(acme)
    with acting_for(acme.id):
        key = await ApiKey.create(
            name="Shop",
            prefix="key",
            key_hash=str(acme.id),
            scopes=["messages:send", "conversations:write"],
            created_by_id=acme.owner.id,
        )
    machine = Viewer.machine(key)
    input = {"conversationId": ids["conversation"], "body": "Beep"}
    send = "mutation ($input: SendMessageInput!) { sendMessage(input: $input) { message { id } } }"
    take = (
        "mutation ($input: TakeConversationInput!) { takeConversation(input: $input) { cursor } }"
    )

    sent = await ask(machine, send, input=input)
    seen = await ask(
        acme.viewer,
        documents.MESSAGE + "query ($id: ID!) { node(id: $id) { ...Said } }",
        id=sent["data"]["sendMessage"]["message"]["id"],
    )

    assert codes(sent) == []
    assert seen["data"]["node"]["sender"] == {"__typename": "ApiKey", "name": "Shop"}
    assert codes(await ask(machine, take, input={"conversationId": ids["conversation"]})) == [
        "FORBIDDEN"
    ]


async def test_starting_with_a_message_needs_leave_to_send(ask: Ask, acme: Cast) -> None:
    ids = await ids_of(acme)
    key = Viewer(
        company_id=acme.id,
        kind=Viewer.system(acme.id).kind,
        permissions=frozenset({"conversations:write", "conversations:read"}),
    )
    start = """
        mutation ($input: StartConversationInput!) {
            startConversation(input: $input) { conversation { messageCount } }
        }
    """
    input = {"inboxId": ids["inbox"], "contactId": ids["contact"]}

    empty = await ask(key, start, input=input)
    spoken = await ask(key, start, input={**input, "body": "Hi"})

    assert empty["data"]["startConversation"]["conversation"] == {"messageCount": 0}
    assert codes(spoken) == ["FORBIDDEN"]


async def test_who_wrote_it_is_told(ask: Ask, acme: Cast) -> None:
    conversation = await open_conversation(acme)
    with acting_for(acme.id):
        await conversation.post("Hi", author=acme.viewer)
        await conversation.post("Bye", author=Viewer.system(acme.id))
        contact = await Contact.get()
        await contact.discard(by=acme.viewer)

    answer = await ask(
        acme.viewer,
        documents.MESSAGE
        + """query ($id: ID!) {
            conversation(id: $id) { messages(first: 9) { edges { node { ...Said } } } }
        }""",
        id=global_id("Conversation", conversation.id),
    )

    edges = answer["data"]["conversation"]["messages"]["edges"]
    assert [edge["node"]["sender"] for edge in edges] == [
        {"__typename": "Contact", "name": contact.name},
        {"__typename": "Member", "name": acme.owner.name},
        None,
    ]


async def test_a_loser_of_a_race_is_told_who_won(ask: Ask, acme: Cast) -> None:
    ids = await ids_of(acme)
    input = {"conversationId": ids["conversation"]}
    await ask(await hire(acme, Role.MEMBER, "Ada"), documents.TAKE, input=input)

    answer = await ask(acme.viewer, documents.TAKE, input=input)

    assert codes(answer) == ["ALREADY_TAKEN"]
    assert answer["errors"][0]["extensions"]["member"]["name"] == "Ada"
    assert answer["errors"][0]["message"] == "Ada has taken this conversation."


async def test_a_version_that_has_moved_is_a_conflict(ask: Ask, acme: Cast) -> None:
    ids = await ids_of(acme)
    input = {"conversationId": ids["conversation"], "version": 1}

    answer = await ask(acme.viewer, documents.RESOLVE, input=input)

    assert codes(answer) == ["CONFLICT"]
    current = answer["errors"][0]["extensions"]["currentVersion"]
    again = await ask(acme.viewer, documents.RESOLVE, input={**input, "version": current})
    assert again["data"]["resolveConversation"]["conversation"]["version"] == current + 1


async def test_an_update_without_a_subject_leaves_it(ask: Ask, acme: Cast) -> None:
    ids = await ids_of(acme)
    here = {"conversationId": ids["conversation"]}

    for subject, expected in (({"subject": "New"}, "New"), ({}, "New"), ({"subject": None}, None)):
        answer = await ask(acme.viewer, documents.UPDATE, input={**here, **subject})
        assert answer["data"]["updateConversation"]["conversation"]["subject"] == expected


@pytest.mark.parametrize(
    ("document", "change", "code"),
    [
        (documents.SEND, {"body": " "}, "INVALID"),
        (documents.SEND, {"body": "x", "clientId": ""}, "INVALID"),
        (documents.SNOOZE, {"until": "2020-01-01T00:00:00Z"}, "INVALID"),
        (documents.SNOOZE, {"until": "2100-01-01T00:00:00"}, "INVALID"),
        (documents.UPDATE, {"subject": "x" * 201}, "INVALID"),
    ],
)
async def test_bad_input_is_refused_with_its_field(
    ask: Ask, acme: Cast, document: str, change: dict[str, Any], code: str
) -> None:
    ids = await ids_of(acme)

    answer = await ask(
        acme.viewer, document, input={"conversationId": ids["conversation"], **change}
    )

    assert codes(answer) == [code]
    assert answer["errors"][0]["extensions"]["fields"][0]["path"] in {*change}


async def test_a_resolved_conversation_says_so_to_who_writes(ask: Ask, acme: Cast) -> None:
    ids = await ids_of(acme)
    here = {"conversationId": ids["conversation"]}
    await ask(acme.viewer, documents.RESOLVE, input=here)

    answer = await ask(acme.viewer, documents.SEND, input={**here, "body": "Hi"})

    assert codes(answer) == ["CONVERSATION_RESOLVED"]


async def test_the_same_client_id_gives_the_same_message(ask: Ask, acme: Cast) -> None:
    ids = await ids_of(acme)
    input = {"conversationId": ids["conversation"], "body": "Hi", "clientId": "c-1"}

    one = await ask(acme.viewer, documents.SEND, input=input)
    two = await ask(acme.viewer, documents.SEND, input=input)
    other = await ask(acme.viewer, documents.SEND, input={**input, "body": "Ho"})

    message = one["data"]["sendMessage"]["message"]
    assert two["data"]["sendMessage"]["message"]["id"] == message["id"]
    assert (message["clientId"], message["status"]) == ("c-1", "QUEUED")
    assert codes(other) == ["CLIENT_ID_REUSED"]


async def test_a_tombstone_has_no_body(ask: Ask, acme: Cast) -> None:
    ids = await ids_of(acme)
    await ask(acme.viewer, documents.EDIT, input={"messageId": ids["ours"], "body": "New"})

    answer = await ask(acme.viewer, documents.DELETE, input={"messageId": ids["ours"]})

    message = answer["data"]["deleteMessage"]["message"]
    assert (message["body"], message["revisions"], message["seq"]) == (None, [], 2)
    assert message["deletedAt"] is not None


async def test_what_i_have_not_read_is_counted_for_me(ask: Ask, acme: Cast, rival: Cast) -> None:
    inbox = await open_inbox(acme)
    first = await hear(acme, inbox, "1")
    await hear(acme, inbox, "2")
    await open_conversation(rival)
    here = {"conversationId": global_id("Conversation", first.conversation_id)}

    assert (await ask(acme.viewer, UNREAD))["data"] == {"unreadCount": 1}
    some = await ask(
        acme.viewer, documents.MARK_READ, input={**here, "upTo": global_id("Message", first.id)}
    )
    every = await ask(acme.viewer, documents.MARK_READ, input=here)
    assert (await ask(acme.viewer, UNREAD))["data"] == {"unreadCount": 0}
    again = await ask(acme.viewer, documents.MARK_UNREAD, input=here)

    left = [
        answer["data"][name]["conversation"]["unreadCount"]
        for answer, name in (
            (some, "markConversationRead"),
            (every, "markConversationRead"),
            (again, "markConversationUnread"),
        )
    ]
    assert left == [1, 0, 1]
    assert (await ask(Viewer.system(acme.id), UNREAD))["data"] == {"unreadCount": None}


async def test_each_mutation_of_one_operation_answers_with_what_is_true_then(
    ask: Ask, acme: Cast
) -> None:
    ids = await ids_of(acme)
    document = """
        mutation ($id: ID!) {
            one: sendMessage(input: {conversationId: $id, body: "1"}) {
                message { conversation { messageCount } }
            }
            two: sendMessage(input: {conversationId: $id, body: "2"}) {
                message { conversation { messageCount } }
            }
        }
    """

    data = (await ask(acme.viewer, document, id=ids["conversation"]))["data"]

    counts = [data[name]["message"]["conversation"]["messageCount"] for name in ("one", "two")]
    assert counts == [3, 4]


async def test_a_disabled_inbox_sends_nothing(ask: Ask, acme: Cast) -> None:
    ids = await ids_of(acme)
    with acting_for(acme.id):
        await Inbox.all().update(disabled_at=datetime.now(UTC))

    answer = await ask(
        acme.viewer,
        documents.SEND,
        input={"conversationId": ids["conversation"], "body": "Hi"},
    )

    assert codes(answer) == ["INBOX_DISABLED"]
