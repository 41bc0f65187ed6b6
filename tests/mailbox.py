"""A small SMTP server (RFC 5321) that keeps what it is given, or refuses it as it is told."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default


@dataclass
class Mailbox:
    """`refuse` is what it answers to RCPT instead of 250; `logins` what AUTH PLAIN carried."""

    port: int = 0
    refuse: str = ""
    messages: list[EmailMessage] = field(default_factory=list)
    logins: list[str] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"

    async def converse(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        async def say(line: str) -> None:
            writer.write(f"{line}\r\n".encode())
            await writer.drain()

        await say("220 mailbox")
        while line := (await reader.readline()).decode().strip():
            verb = line.split(" ")[0].upper()
            match verb:
                case "EHLO":
                    await say("250-mailbox")
                    await say("250 AUTH PLAIN")
                case "AUTH":
                    self.logins.append(line)
                    await say("235 welcome")
                case "RCPT":
                    await say(self.refuse or "250 fine")
                case "DATA":
                    await say("354 go on")
                    raw = (await reader.readuntil(b"\r\n.\r\n")).removesuffix(b".\r\n")
                    self.messages.append(message_from_bytes(raw, policy=default))
                    await say("250 kept")
                case "QUIT":
                    await say("221 bye")
                    break
                case _:
                    await say("250 fine")
        writer.close()


@asynccontextmanager
async def mailbox() -> AsyncIterator[Mailbox]:
    box = Mailbox()
    server = await asyncio.start_server(box.converse, "127.0.0.1", 0)
    box.port = server.sockets[0].getsockname()[1]
    try:
        yield box
    finally:
        server.close()
        await server.wait_closed()
