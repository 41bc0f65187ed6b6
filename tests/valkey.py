"""A Valkey that a test may break without disturbing the others."""

import os
import signal
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from models.embedded.folder import Folder
from models.embedded.valkey import Valkey


@contextmanager
def running() -> Iterator[Valkey]:
    with tempfile.TemporaryDirectory(prefix="chatia-") as place:
        folder = Folder(Path(place) / "data")
        server = Valkey(folder)
        server.start()
        try:
            yield server
        finally:
            server.stop()
            folder.delete()
            folder.close()


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
