"""A Valkey of our own for the tests of jobs, because they stop it."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from models.embedded.folder import Folder
from models.embedded.valkey import Valkey


@pytest.fixture(scope="session")
def own_valkey() -> Iterator[Valkey]:
    place = Path(tempfile.mkdtemp(prefix="chatia-test-", dir="/tmp"))
    place.chmod(0o755)
    folder = Folder(place / "data")
    server = Valkey(folder)
    server.start()
    yield server
    server.stop()
    folder.close()
    folder.delete()
    shutil.rmtree(place)


@pytest.fixture
def valkey(own_valkey: Valkey) -> Valkey:
    """Running, whatever the last test did to it."""
    own_valkey.start()
    return own_valkey
