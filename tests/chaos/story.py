"""The people of the story and what they do, over HTTP and sockets only, as clients would."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

import httpx
import orjson

from models.identifiers import local_id
from models.identity import Member, Role
from models.tenancy import acting_for
from tests.clients import SOON, Door, SocketClient, open_socket, sign_in
from tests.doors import sign, written
from tests.fleet import Process
from tests.models.identity.arrivals import code_in, home_of, last_mail
from tests.people import Cast, hire

PASSWORD = "quite a long password"
SIGN_UP = """mutation($input: SignUpInput!) { signUp(input: $input) { email } }"""
CONFIRM = """mutation($input: ConfirmSignUpInput!) { confirmSignUp(input: $input) {
  session { accessToken } company { id } } }"""
CREATE_INBOX = """mutation($input: CreateInboxInput!) { createInbox(input: $input) {
  inbox { id inboundUrl } secret } }"""
SEND = """mutation($input: SendMessageInput!) { sendMessage(input: $input) {
  message { id } cursor } }"""
CONVERSATIONS = "{ cursor conversations { edges { node { id number } } } }"
ADDED = (
    "subscription($after: Cursor) { messageAdded(after: $after) { cursor message { id body } } }"
)
CHANGED = """subscription($after: Cursor) { messageChanged(after: $after) {
  cursor message { id status } } }"""


def door(api: Process) -> Door:
    return Door(f"127.0.0.1:{api.port}")


@dataclass
class Person:
    """Somebody who is signed in, and works through whichever server they are told."""

    token: str

    @property
    def headers(self) -> dict[str, str]:
        return {"authorization": f"Bearer {self.token}"}

    async def ask(self, api: Process, document: str, **variables: Any) -> dict[str, Any]:
        """The data; errors are raised."""
        answer = await self.answer(api, document, **variables)
        assert "errors" not in answer, answer["errors"]
        data: dict[str, Any] = answer["data"]
        return data

    async def answer(self, api: Process, document: str, **variables: Any) -> dict[str, Any]:
        async with httpx.AsyncClient(timeout=20) as client:
            response = await client.post(
                f"{api.url}/graphql",
                json={"query": document, "variables": variables},
                headers=self.headers if self.token else {},
            )
        result: dict[str, Any] = response.json()
        return result

    async def send(self, api: Process, conversation: str, body: str) -> str:
        """The new message's id."""
        given = {"conversationId": conversation, "body": body, "clientId": uuid4().hex}
        sent = await self.ask(api, SEND, input=given)
        return str(sent["sendMessage"]["message"]["id"])

    @asynccontextmanager
    async def listening(
        self, api: Process, document: str, after: str | None = None
    ) -> AsyncIterator["Ear"]:
        async with open_socket(door(api)) as client:
            await client.init(self.headers)
            await client.subscribe("1", document, after=after)
            yield Ear(client)


@dataclass
class Ear:
    """One subscription on one socket, and the cursor it has come to."""

    client: SocketClient
    cursor: str = ""
    cursors: list[str] = field(default_factory=list)

    async def hear(self, *, within: float = SOON) -> dict[str, Any]:
        """The message of the next event."""
        frame = await self.client.receive(within=within)
        assert frame["type"] == "next", frame
        assert "errors" not in frame["payload"], frame
        (event,) = frame["payload"]["data"].values()
        self.cursor = event["cursor"]
        self.cursors.append(self.cursor)
        message: dict[str, Any] = event["message"]
        return message


@dataclass(frozen=True)
class Shop:
    """A company with an API inbox, and its customer's system."""

    owner: Person
    company: str
    inbound_path: str
    secret: str

    async def write(self, api: Process, body: str, **data: Any) -> None:
        """A customer writes."""
        push = orjson.dumps(written(body, **data))
        async with httpx.AsyncClient(timeout=20) as client:
            response = await client.post(
                f"{api.url}{self.inbound_path}", content=push, headers=sign(self.secret, push)
            )
        assert response.status_code == 202, response.text

    async def report(self, api: Process, message: str, status: str) -> None:
        """The customer's system says how far a message came."""
        told = {"type": "message.status", "data": {"messageId": message, "status": status}}
        push = orjson.dumps(told)
        async with httpx.AsyncClient(timeout=20) as client:
            response = await client.post(
                f"{api.url}{self.inbound_path}", content=push, headers=sign(self.secret, push)
            )
        assert response.status_code == 202, response.text

    async def position(self, api: Process) -> str:
        """The cursor of now: who subscribes after it need not have begun yet."""
        return str((await self.owner.ask(api, "{ cursor }"))["cursor"])

    async def conversation(self, api: Process) -> str:
        """The id of the only conversation."""
        found = await self.owner.ask(api, CONVERSATIONS)
        (edge,) = found["conversations"]["edges"]
        return str(edge["node"]["id"])


async def colleague(shop: Shop) -> Person:
    """A second member of the company, signed in."""
    decoded = local_id(shop.company)
    assert decoded is not None
    company_id = decoded[1]
    with acting_for(company_id):
        owner = await Member.get(role=Role.OWNER)
        bob = await hire(Cast(company_id, owner), Role.MEMBER, "Bob")
        return Person((await sign_in(await Member.get(id=bob.member_id))).token)


async def open_shop(api: Process, name: str, callback_url: str) -> Shop:
    """Sign up and open an inbox."""
    nobody = Person("")
    given = {
        "companyName": name,
        "name": f"{name} owner",
        "email": f"{uuid4().hex}@example.org",
        "password": PASSWORD,
    }
    email = (await nobody.ask(api, SIGN_UP, input=given))["signUp"]["email"]
    code = code_in(await last_mail(await home_of(email)))
    confirm = {"token": code, "password": PASSWORD}
    signed_up = (await nobody.ask(api, CONFIRM, input=confirm))["confirmSignUp"]
    owner = Person(signed_up["session"]["accessToken"])
    wanted = {"kind": "API", "name": "Shop", "callbackUrl": callback_url}
    opened = (await owner.ask(api, CREATE_INBOX, input=wanted))["createInbox"]
    path = "/inbound/" + opened["inbox"]["inboundUrl"].rpartition("/")[2]
    return Shop(owner, signed_up["company"]["id"], path, opened["secret"])
