"""A statement that waits too long, or takes too long, is a refusal that may be tried again."""

from collections.abc import AsyncIterator

import pytest
from tortoise import connections

from models.backend import CompanyClient
from models.conversations import Conversation, Message
from models.database import execute, fetch, transaction
from models.errors import Interrupted
from models.identifiers import global_id
from models.tenancy import acting_for, every_company
from tests.answers import codes
from tests.conftest import Ask
from tests.people import Cast
from tests.threads import open_conversation

SEND = "mutation($input: SendMessageInput!) { sendMessage(input: $input) { message { id } } }"


@pytest.fixture
async def impatient(house: None) -> AsyncIterator[CompanyClient]:
    """The company's client, replaced by one that waits for no lock for longer than 50 ms."""
    options = connections.db_config["company"]["credentials"] | {
        "connection_name": "company",
        "server_settings": {"lock_timeout": "50", "statement_timeout": "100"},
    }
    hasty = CompanyClient(**options)
    token = connections.set("company", hasty)
    yield hasty
    connections.reset(token)
    await hasty.close()


async def test_what_the_database_gives_up_can_be_asked_again(
    impatient: CompanyClient, ask: Ask, acme: Cast, rival: Cast
) -> None:
    ours, theirs = await open_conversation(acme), await open_conversation(rival)
    with every_company():
        async with transaction():
            await Conversation.filter(id=ours.id).update(subject="held")

            answer = await ask(acme.viewer, SEND, input=hello(ours))
            fine = await ask(rival.viewer, SEND, input=hello(theirs))

    assert codes(answer) == ["INTERRUPTED"]
    assert answer["errors"][0]["extensions"]["retryable"] is True
    assert "errors" not in fine
    with acting_for(acme.id):
        assert await Message.filter(body="Hi").count() == 0
    assert "errors" not in await ask(acme.viewer, SEND, input=hello(ours))
    with acting_for(acme.id), pytest.raises(Interrupted):
        await fetch("SELECT pg_sleep(5)")
    with acting_for(acme.id), pytest.raises(Interrupted):
        async with transaction():
            await execute("SELECT pg_sleep($1)", 5)
    for company in (acme, rival):
        with acting_for(company.id):
            await fetch("SELECT pg_sleep($1)", 0)  # from now on it is prepared
            with pytest.raises(Interrupted):
                await fetch("SELECT pg_sleep($1)", 5)
            assert (await fetch("SELECT app_company()"))[0][0] == company.id


def hello(conversation: Conversation) -> dict[str, str]:
    return {"conversationId": global_id("Conversation", conversation.id), "body": "Hi"}
