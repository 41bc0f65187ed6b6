"""What a server writes while it is used: a line per thing, whose it was, and nothing they said."""

from pathlib import Path
from typing import Any

import orjson
import pytest

from models.identifiers import global_id
from tests.clients import open_socket, sign_in, socket_of
from tests.people import Cast
from tests.serving import serving
from tests.threads import open_conversation

PASSWORD = "a-canary-password-1"
TEXT = "a canary sings in the message"
TOKEN = "a-canary-token"
VARIABLE = "a-canary-variable"
CANARIES = (PASSWORD, TEXT, TOKEN, VARIABLE, "canary")

SIGN_UP = """mutation ($input: SignUpInput!) { signUp(input: $input) { email } }"""
SIGN_IN = (
    """mutation ($input: SignInInput!) { signIn(input: $input) { session { accessToken } } }"""
)
SEND = """mutation Send($id: ID!, $body: String!) {
  sendMessage(input: {conversationId: $id, clientId: "c-1", body: $body}) { message { id } }
}"""


@pytest.mark.parametrize("environment", ["test", "development"])
async def test_a_days_work_leaves_lines_and_no_canary(
    environment: str, acme: Cast, rival: Cast, tmp_path: Path
) -> None:
    who, stranger = await sign_in(acme.owner), await sign_in(rival.owner)
    conversation = global_id("Conversation", (await open_conversation(acme, TEXT)).id)
    account = {"email": f"{acme.id.hex}@canary.example", "password": PASSWORD}

    async with serving(tmp_path, CHATIA_ENV=environment) as served:
        door, http = served.door, served.http
        for document, variables, headers in (
            (SIGN_UP, {"input": account | {"name": "K", "companyName": "C"}}, {}),
            (SIGN_IN, {"input": account}, {}),
            (SIGN_IN, {"input": account | {"password": PASSWORD + "!"}}, {}),
            (SIGN_IN, {"input": {"email": VARIABLE}}, {}),
            (SEND, {"id": conversation, "body": TEXT}, who.headers),
            (SEND, {"id": conversation, "body": TEXT}, stranger.headers),
            (SEND, {"id": conversation, "body": [TEXT]}, who.headers),
            (f'{{ node(id: "{VARIABLE}") {{ id }} }}', {}, who.headers),
            (f'{{ node(id: "{VARIABLE}") {{ ', {}, who.headers),
            ("{ me { id } }", {}, {"authorization": f"Bearer {TOKEN}"}),
        ):
            body = {"query": document, "variables": variables}
            await http.post("/graphql", json=body, headers=headers)
        await http.get(f"/graphql?query={{me{{id}}}}&token={TOKEN}")
        await http.get(f"/nowhere/{TOKEN}?token={TOKEN}", headers={"cookie": TOKEN})
        await http.post(f"/inbound/{acme.id}", content=TEXT, headers={"webhook-id": TOKEN})
        async with socket_of(door, who) as client:
            await client.run(SEND, id=conversation, body=TEXT)
            await client.run(
                "subscription ($after: Cursor) { events(after: $after) { cursor } }", after=VARIABLE
            )
        async with open_socket(door) as client:
            await client.send({"type": "connection_init", "payload": {"token": TOKEN}})
            await client.closed()

    written = served.log.read_text()
    assert [canary for canary in CANARIES if canary in written] == []
    assert who.token not in written
    assert "graphql.operation" in written
    assert "Traceback" not in written
    if environment == "test":
        check(written, acme, rival)


def check(written: str, acme: Cast, rival: Cast) -> None:
    lines: list[dict[str, Any]] = [orjson.loads(line) for line in written.splitlines()]
    operations = [line for line in lines if line["event"] == "graphql.operation"]
    sends = [line for line in operations if line["action"] == "mutation Send"]

    assert all({"timestamp", "level", "event"} <= set(line) for line in lines)
    for line in operations:
        assert {"action", "outcome", "duration_ms", "request_id"} <= set(line)
    assert [(line["company"], line["outcome"]) for line in sends] == [
        (str(acme.id), "ok"),
        (str(rival.id), "refused"),
        (str(acme.id), "invalid"),
        (str(acme.id), "ok"),
    ]
    assert sends[0]["user"] == str(acme.owner.user_id)
    assert sends[0]["member"] == str(acme.owner.id)
    assert len({line["request_id"] for line in operations}) == len(operations)
    sockets = [line for line in lines if line["event"] == "socket.closed"]
    assert [(line.get("company"), line["code"]) for line in sockets] == [
        (str(acme.id), 1000),
        (None, 4403),
    ]
    requests = [
        (line["action"], line["status"]) for line in lines if line["event"] == "http.request"
    ]
    assert ("POST /graphql", 401) in requests
    assert ("GET /", 404) in requests
    assert (f"POST /inbound/{acme.id}", 415) in requests
