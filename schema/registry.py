"""Registering documents by hand: the file of TRUSTED_DOCUMENTS grows by one, or stays as it was.

A front end's build may as well write that file itself; what is here is for those that do not.
"""

import fcntl
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import NamedTuple

import orjson
from graphql import GraphQLError

from models.settings import Misconfigured, settings
from schema.documents import name_of_text
from schema.persisted import read, weighed


class Registered(NamedTuple):
    """One operation of a document: by what id it is asked for, and what it costs in points."""

    id: str
    name: str
    cost: int


def register(files: Iterable[Path]) -> list[Registered]:
    """What these files hold, under the SHA-256 of each, kept from here on: all of them or none.

    Raises Misconfigured for what the schema could not execute.
    """
    path, texts = _path(), {}
    for file in files:
        text = _text(file)
        texts[name_of_text(text)] = text, file.name
    told = [each for id, about in texts.items() for each in _operations(id, *about)]
    with _alone(path.parent):
        known = read(path) if path.exists() else {}
        _replace(path, {**known, **{id: text for id, (text, _) in texts.items()}})
    return told


def registered() -> list[Registered]:
    """All there are. Raises Misconfigured for one that the schema can no longer execute."""
    return [each for id, text in read(_path()).items() for each in _operations(id, text, id)]


def _path() -> Path:
    path = settings().trusted_documents
    if path is None:
        raise Misconfigured("Set TRUSTED_DOCUMENTS to the file that registered documents are in.")
    return path


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        raise Misconfigured(f"{file} is not a file of text.") from None


def _operations(id: str, text: str, called: str) -> Iterator[Registered]:
    try:
        costs = weighed(text)
    except GraphQLError as fault:
        raise Misconfigured(f"{called}: {fault.message}") from None
    for name, cost in costs:
        yield Registered(id, name, cost)


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Nobody else registers meanwhile, so nothing of anybody's is lost."""
    try:
        handle = os.open(folder, os.O_RDONLY)
    except OSError:
        raise Misconfigured(f"TRUSTED_DOCUMENTS: there is no folder {folder}.") from None
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def _replace(path: Path, texts: dict[str, str]) -> None:
    """A server that starts meanwhile reads the old file or the new one, whole."""
    written = orjson.dumps(texts, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)
    with NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", delete=False) as new:
        at = Path(new.name)
        try:
            new.write(written)
            new.flush()
            os.fsync(new.fileno())
            at.chmod(path.stat().st_mode if path.exists() else 0o644)
            at.replace(path)
        except BaseException:
            at.unlink()
            raise
