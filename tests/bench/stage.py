"""The stage of a bench: servers, data, tokens, the product and the raw baseline side by side."""

import asyncio
import os
import socket
import subprocess
import sys
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from uuid import UUID

import jwt

from models import embedded, live
from models.conversations import Conversation, ConversationStatus
from models.database import connected, transaction
from models.demo.bulk import write
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


@dataclass(frozen=True, slots=True)
class Stage:
    ours: Server
    raw: Server
    seats: list[Seat]


@asynccontextmanager
async def staged(*, companies: int, messages: int) -> AsyncIterator[Stage]:
    """Everything running, and stopped at the end."""
    async with AsyncExitStack() as stack:
        servers = stack.enter_context(embedded.temporary(fast=False))
        os.environ |= {
            "CHATIA_ENV": "production",
            "DATABASE_URL": servers.database_url,
            "REDIS_URL": servers.redis_url,
            "SECRET_KEYS": SECRET,
            "BENCH_SECRET": SECRET,
            "PUBLIC_URL": "http://127.0.0.1",
            "SMTP_URL": "smtp://127.0.0.1:9",
            "MAIL_FROM": "bench@example.org",
            "LOG_LEVEL": "WARNING",
            # One member stands for all of a company.
            "SUBSCRIPTIONS_PER_VIEWER": "20000",
            "ACCESS_TOKEN_MINUTES": "240",  # a soak is long
            "CONNECTIONS_PER_VIEWER": "20000",
            "CONNECTIONS_PER_COMPANY": "20000",
        }
        subprocess.run([sys.executable, "-m", "api.cli", "migrate"], check=True)
        async with connected(), live.connected(settings().redis_url):
            began = time.monotonic()
            await write(companies=companies, messages=messages)
            print(f"\nData written in {time.monotonic() - began:.0f} s.")
            seats = await _seats()
        ours = await _serve(stack, "-m", "api.cli", "--with-parent", "serve", "--port")
        raw = await _serve(
            stack,
            *("-m", "uvicorn", "tests.bench.raw:app", "--no-access-log", "--loop", "uvloop"),
            *("--ws-per-message-deflate", "false", "--log-level", "warning", "--port"),
        )
        yield Stage(ours, raw, seats)


async def _seats() -> list[Seat]:
    with every_company():
        members = await Member.filter(role=Role.OWNER).order_by("company_id").limit(SEATS)
        seats = []
        for member in members:
            async with transaction():
                tokens = await Session.start(member, origin=Origin())
            conversation = await Conversation.filter(
                company_id=member.company_id, status=ConversationStatus.OPEN
            ).first()
            assert conversation is not None
            claims = {"company": str(member.company_id), "exp": tokens.expires_at}
            raw = jwt.encode(claims, SECRET, algorithm="HS256")
            seats.append(Seat(member.company_id, conversation.id, tokens.access_token, raw))
    return seats


async def _serve(stack: AsyncExitStack, *command: str) -> Server:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    child = await asyncio.create_subprocess_exec(
        sys.executable, *command, str(port), stdin=asyncio.subprocess.PIPE
    )
    stack.push_async_callback(_stop, child)
    for _ in range(600):
        try:
            _, writer = await asyncio.open_connection("127.0.0.1", port)
        except OSError:
            await asyncio.sleep(0.05)
        else:
            writer.close()
            return Server(child.pid, port)
    raise TimeoutError(" ".join(command))


async def _stop(child: asyncio.subprocess.Process) -> None:
    child.terminate()
    await child.wait()
