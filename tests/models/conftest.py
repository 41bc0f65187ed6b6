"""A Valkey of our own for the tests of what is live, because they stop it."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from models.embedded.folder import Folder
from models.embedded.valkey import Valkey


@pytest.fixture(scope="session")
def own_valkey() -> Iterator[Valkey]:
    with tempfile.TemporaryDirectory(prefix="chatia-") as place:
        folder = Folder(Path(place) / "data")
        server = Valkey(folder)
        server.start()
        yield server
        server.stop()
        folder.close()


@pytest.fixture
def valkey(own_valkey: Valkey) -> Valkey:
    """Running, whatever the last test did to it."""
    own_valkey.start()
    return own_valkey
