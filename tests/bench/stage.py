"""The stage of a bench: servers, data, tokens, the product and the raw baseline side by side."""

import asyncio
import os
import resource
import socket
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Iterable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from uuid import UUID

import jwt
import psutil

from models import embedded, live
from models.conversations import Conversation, ConversationStatus
from models.database import connected, transaction
from models.demo.bulk import Ids, write
from models.identifiers import global_id
from models.identity import Member, Role
from models.identity.session import Origin, Session
from models.settings import settings
from models.tenancy import every_company

SECRET = "a secret for benches only and long enough"
SEATS = 100  # companies with a member signed in


@dataclass(frozen=True, slots=True)
class Seat:
    """A signed-in member, as each server knows them, and a conversation of theirs."""

    company: UUID
    conversation: UUID
    token: str
    raw_token: str

    @property
    def conversation_id(self) -> str:
        return global_id("Conversation", self.conversation)


@dataclass(frozen=True, slots=True)
class Server:
    pid: int
    port: int

    @property
    def memory(self) -> int:
        """Resident bytes."""
        return int(psutil.Process(self.pid).memory_info().rss)


@dataclass
class Stage:
    """`ours` and `raw` run throughout; more can be started for a part of a bench."""

    seats: list[Seat]
    ours: Server = field(init=False)
    raw: Server = field(init=False)

    @asynccontextmanager
    async def another(self) -> AsyncIterator[Server]:
        """One more process of ours."""
        async with AsyncExitStack() as stack:
            yield await serve(stack, *PRODUCT)

    @asynccontextmanager
    async def another_raw(self) -> AsyncIterator[Server]:
        async with AsyncExitStack() as stack:
            yield await serve(stack, *RAW)


PRODUCT = ("-m", "api.cli", "--with-parent", "serve", "--port")
RAW = (
    *("-m", "uvicorn", "tests.bench.raw:app", "--no-access-log", "--loop", "uvloop"),
    *("--ws-per-message-deflate", "false", "--log-level", "warning", "--port"),
)


@asynccontextmanager
async def staged(
    *, companies: int, messages: int, program: str = "api.cli"
) -> AsyncIterator[Stage]:
    """Everything running, this process connected too, and all stopped at the end."""
    _allow_many_sockets()
    async with AsyncExitStack() as stack:
        servers = stack.enter_context(embedded.temporary(fast=False))
        os.environ |= {
            "CHATIA_ENV": "production",
            "DATABASE_URL": servers.database_url,
            "REDIS_URL": servers.redis_url,
            "SECRET_KEYS": SECRET,
            "COST_PER_VIEWER": "1000000000000",
            "COST_PER_COMPANY": "1000000000000",
            "BENCH_SECRET": SECRET,
            "PUBLIC_URL": "http://127.0.0.1",
            "SMTP_URL": "smtp://127.0.0.1:9",
            "MAIL_FROM": "bench@example.org",
            "LOG_LEVEL": "WARNING",
            "ACCESS_TOKEN_MINUTES": "240",  # a soak is long
            # One member stands for all of a company.
            "SUBSCRIPTIONS_PER_VIEWER": "20000",
            "EVENTS_PER_SECOND_PER_VIEWER": "1000000",
            "EVENTS_PER_SECOND_PER_COMPANY": "1000000",
            "CONNECTIONS_PER_VIEWER": "20000",
            "CONNECTIONS_PER_COMPANY": "20000",
        }
        subprocess.run([sys.executable, "-m", "api.cli", "migrate"], check=True)
        await stack.enter_async_context(connected())
        await stack.enter_async_context(live.connected(settings().redis_url))
        began = time.monotonic()
        await write(companies=companies, messages=messages)
        print(f"\nData written in {time.monotonic() - began:.0f} s.")
        stage = Stage(await seats_of(range(min(companies, SEATS))))
        stage.ours = await serve(stack, *("-m", program), *PRODUCT[2:])
        stage.raw = await serve(stack, *RAW)
        yield stage


async def seats_of(companies: Iterable[int]) -> list[Seat]:
    """Sign in the owner of each of these companies of the demo data."""
    with every_company():
        seats = []
        for company_id in (Ids(number).next() for number in companies):
            member = await Member.get(company_id=company_id, role=Role.OWNER)
            async with transaction():
                tokens = await Session.start(member, origin=Origin())
            threads = Conversation.filter(company_id=company_id, status=ConversationStatus.OPEN)
            conversation = await threads.order_by("-message_count").first()
            assert conversation is not None
            claims = {"company": str(company_id), "exp": tokens.expires_at}
            raw = jwt.encode(claims, SECRET, algorithm="HS256")
            seats.append(Seat(company_id, conversation.id, tokens.access_token, raw))
    return seats


async def serve(stack: AsyncExitStack, *command: str) -> Server:
    """Start a server; its last argument will be a free port. Raises TimeoutError."""
    for _ in range(3):  # a socket of a crowd may take the port before it
        if (server := await _served(stack, *command)) is not None:
            return server
    raise TimeoutError(" ".join(command))


async def _served(stack: AsyncExitStack, *command: str) -> Server | None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    child = await asyncio.create_subprocess_exec(
        sys.executable, *command, str(port), stdin=asyncio.subprocess.PIPE
    )
    stack.push_async_callback(_stop, child)
    for _ in range(600):
        if child.returncode is not None:
            break
        try:
            _, writer = await asyncio.open_connection("127.0.0.1", port)
        except OSError:
            await asyncio.sleep(0.05)
        else:
            writer.close()
            return Server(child.pid, port)
    return None


def _allow_many_sockets() -> None:
    """Of this process and of those that it starts."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


async def _stop(child: asyncio.subprocess.Process) -> None:
    if child.returncode is None:
        child.terminate()
    await child.wait()
