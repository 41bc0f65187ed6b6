"""A front end's packages, and a folder of its own to build in."""

import asyncio
import os
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from tests.npm import installed

LONGEST = 60.0  # seconds
Run = Callable[..., Awaitable[str]]


@pytest.fixture(scope="session")
def modules() -> Path:
    return installed(Path(__file__).parent)


@pytest.fixture
def run(modules: Path, tmp_path: Path) -> Run:
    """`run(program, …)`: by Node, in a folder that has the packages; what it wrote."""
    (tmp_path / "node_modules").symlink_to(modules)
    for program in modules.parent.glob("*.mjs"):
        (tmp_path / program.name).symlink_to(program)

    async def run(*command: str) -> str:
        child = await asyncio.create_subprocess_exec(
            *("node", *command),
            cwd=tmp_path,
            env=os.environ | {"NODE_OPTIONS": "", "NO_COLOR": "1"},
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )
        async with asyncio.timeout(LONGEST):
            written, complaint = await child.communicate()
        assert child.returncode == 0, (written + complaint).decode()
        return written.decode()

    return run
