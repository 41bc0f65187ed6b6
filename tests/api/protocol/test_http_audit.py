"""The audit that graphql-http gives every server: what it asks for with MUST or SHOULD is so."""

import asyncio
from pathlib import Path
from typing import Any

import orjson

from tests.clients import Door

AUDITS = 60


async def audited(modules: Path, door: Door) -> list[dict[str, Any]]:
    child = await asyncio.create_subprocess_exec(
        *("node", modules.parent / "audit.mjs", f"{door.url}/graphql"),
        stdout=asyncio.subprocess.PIPE,
    )
    written, _ = await child.communicate()
    assert child.returncode == 0
    return [orjson.loads(line) for line in written.splitlines()]


async def test_no_must_or_should_is_failed(modules: Path, door: Door) -> None:
    results = await audited(modules, door)

    faults = [
        (result["id"], result["name"])
        for result in results
        if result["status"] in ("error", "warn")
    ]
    notices = [result["name"] for result in results if result["status"] == "notice"]
    print(f"\n{len(results)} audits, {len(faults)} faults, notices (MAY): {notices}")
    assert len(results) >= AUDITS
    assert faults == []
