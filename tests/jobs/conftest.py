"""A Valkey of our own for the tests of jobs, because they stop it; and nothing that waits."""

from collections.abc import Iterator
from uuid import uuid4

import pytest

from models.embedded.valkey import Valkey
from tests.valkey import running


@pytest.fixture(scope="session")
def own_valkey() -> Iterator[Valkey]:
    with running() as server:
        yield server


@pytest.fixture
def valkey(own_valkey: Valkey) -> Valkey:
    """Running, whatever the last test did to it."""
    own_valkey.start()
    return own_valkey


@pytest.fixture
def stream() -> str:
    return f"test:{uuid4()}"
