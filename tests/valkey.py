"""A Valkey that a test may break without disturbing the others."""

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from models import embedded
from models.embedded.valkey import Valkey


@contextmanager
def running() -> Iterator[Valkey]:
    with embedded.temporary_folder() as folder:
        server = Valkey(folder)
        server.start()
        try:
            yield server
        finally:
            server.stop()


@contextmanager
def frozen(server: Valkey) -> Iterator[None]:
    """It takes connections and bytes, and answers nothing."""
    pid = server.pid
    assert pid is not None
    os.kill(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        os.kill(pid, signal.SIGCONT)


@pytest.fixture(scope="session")
def own_valkey() -> Iterator[Valkey]:
    with running() as server:
        yield server


@pytest.fixture
def valkey(own_valkey: Valkey) -> Valkey:
    """Running, whatever the last test did to it."""
    own_valkey.start()
    return own_valkey
