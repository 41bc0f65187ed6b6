"""Servers for tests: fast, with nothing before them and nothing left after them."""

import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from models.embedded.folder import CannotStart, Folder
from models.embedded.servers import Servers, reset, start

PREFIX = "chatia-temporary-"
YOUNG = 60.0  # seconds in which a new folder has surely been locked


@contextmanager
def temporary(*, fast: bool = True) -> Iterator[Servers]:
    """Both servers on a folder of their own; `fast` is without durability. Raises CannotStart."""
    with _place() as path, start(path, fast=fast) as servers:
        yield servers


@contextmanager
def temporary_folder() -> Iterator[Folder]:
    """A data folder for a test that starts a server by itself."""
    with _place() as path:
        folder = Folder(path)
        try:
            yield folder
        finally:
            folder.close()


@contextmanager
def _place() -> Iterator[Path]:
    parent = Path(tempfile.gettempdir())
    _remove_what_killed_runs_left(parent)
    path = Path(tempfile.mkdtemp(prefix=PREFIX, dir=parent))
    if os.getuid() == 0:
        path.chmod(0o711)  # else root's servers, which are not root, would have to live elsewhere
    try:
        yield path
    finally:
        _remove(path)


def _remove_what_killed_runs_left(parent: Path) -> None:
    for path in parent.glob(f"{PREFIX}*"):
        try:
            status = path.stat()
            if status.st_uid == os.getuid() and time.time() - status.st_mtime > YOUNG:
                _remove(path)
        except (CannotStart, FileNotFoundError):
            continue  # in use, or removed by another run just now


def _remove(path: Path) -> None:
    reset(path)
    shutil.rmtree(path)
