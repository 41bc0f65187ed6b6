"""The reference clients, at the doors of this process."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from tests.api.protocol.reference import Reference, reference
from tests.clients import Door, SignedIn
from tests.npm import installed

Open = Callable[..., AbstractAsyncContextManager[Reference]]


@pytest.fixture(scope="session")
def modules() -> Path:
    return installed(Path(__file__).parent)


@pytest.fixture
def ws(modules: Path, door: Door) -> Open:
    """`ws(who, **options)`: a client of graphql-ws."""
    return partial(_open, modules, "ws", door.socket_url)


@pytest.fixture
def sse(modules: Path, door: Door) -> Open:
    return partial(_open, modules, "sse", f"{door.url}/graphql")


@pytest.fixture
def eventsource(modules: Path, door: Door) -> Open:
    return partial(_open, modules, "eventsource", f"{door.url}/graphql")


def _open(
    modules: Path, client: str, url: str, who: SignedIn | str, **options: Any
) -> AbstractAsyncContextManager[Reference]:
    token = who if isinstance(who, str) else who.token
    return reference(modules, client, url=url, token=token, **options)
