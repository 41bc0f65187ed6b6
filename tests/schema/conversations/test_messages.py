"""Messages and what is read of them, in the API."""

from datetime import UTC, datetime

from models.contacts import Contact
from models.identifiers import global_id
from models.identity import ApiKey
from models.inboxes import Inbox
from models.tenancy import acting_for
from models.viewer import Viewer
from tests.answers import codes
from tests.conftest import Ask
from tests.people import Cast
from tests.schema.conversations import documents
from tests.schema.conversations.ids import ids_of
from tests.threads import hear, open_conversation, open_inbox

UNREAD = "{ unreadCount }"


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
