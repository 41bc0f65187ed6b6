"""The list of conversations, and one of them."""

from models.database import pinned
from models.identity import Role
from models.tenancy import acting_for
from tests.answers import codes
from tests.conftest import Ask
from tests.people import Cast, hire
from tests.threads import hear, open_conversation, open_inbox

INBOX_LIST = """
    query ($first: Int!) {
        conversations(first: $first) {
            edges {
                node {
                    number status lastMessagePreview unreadCount
                    contact { name } assignee { name } lastMessage { body }
                }
            }
            pageInfo { hasNextPage }
        }
    }
"""


async def test_a_page_of_fifty_takes_five_statements(ask: Ask, acme: Cast, rival: Cast) -> None:
    await open_conversation(rival)
    inbox = await open_inbox(acme)
    for place in range(51):
        message = await hear(acme, inbox, f"Hello {place}", handle=f"kim{place}")
        with acting_for(acme.id):
            await (await message.conversation).assign(acme.owner, by=acme.viewer)

    with acting_for(acme.id):
        async with pinned() as session:
            answer = await ask(acme.viewer, INBOX_LIST, first=50)

    assert codes(answer) == []
    page = answer["data"]["conversations"]
    assert len(page["edges"]) == 50
    assert page["pageInfo"]["hasNextPage"]
    assert page["edges"][0]["node"] == {
        "number": 51,
        "status": "OPEN",
        "lastMessagePreview": "Hello 50",
        "unreadCount": 1,
        "contact": {"name": "Kim50"},
        "assignee": {"name": acme.owner.name},
        "lastMessage": {"body": "Hello 50"},
    }
    assert session.queries <= 5
