"""What a server still holds, by its own figures, and what it had to complain of."""

import asyncio
import re
from time import monotonic
from typing import Final

import httpx
import orjson

from tests.serving import Served

HELD: Final = re.compile(
    r"^(chatia_(?:sockets|connections|subscriptions|streams)\w*)(?:\{[^}]*\})? (\S+)$",
    re.MULTILINE,
)
PRODUCTION: Final = {
    "CHATIA_ENV": "production",
    "PUBLIC_URL": "http://127.0.0.1",
    "SMTP_URL": "smtp://127.0.0.1:9",
    "MAIL_FROM": "nobody@chatia.example",
}
PATIENCE: Final = 15.0  # seconds: a peer that was torn away is missed at the second ping


async def gauges(http: httpx.AsyncClient) -> dict[str, float]:
    """Sockets, streams and subscriptions that are open."""
    text = (await http.get("/metrics")).text
    kinds = dict(re.findall(r"^# TYPE (\S+) (\S+)$", text, re.MULTILINE))
    return {name: float(value) for name, value in HELD.findall(text) if kinds.get(name) == "gauge"}


async def settled(http: httpx.AsyncClient, expected: dict[str, float]) -> dict[str, float]:
    """The same, once they are as expected or have had their time."""
    until = monotonic() + PATIENCE
    while (now := await gauges(http)) != expected and monotonic() < until:
        await asyncio.sleep(0.1)
    return now


def spotless(served: Served) -> list[str]:
    """Its errors, each once; there should be none."""
    lines = [orjson.loads(line) for line in served.log.read_text().splitlines()]
    faults = [
        line for line in lines if line["level"] in ("error", "critical") or "exception" in line
    ]
    return sorted({f"{line['event']}: {line.get('exception', '')[-900:]}" for line in faults})
