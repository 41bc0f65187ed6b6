"""The ends of the chains, kept where the owner of the database cannot reach them."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

import orjson


class AnchorsUnreadable(Exception):
    """The file is none that `chatia audit verify --anchor` wrote."""


@dataclass(frozen=True, slots=True)
class Anchor:
    """How long a company's chain has been, and the hash of its last entry then."""

    seq: int
    hash: str


class Anchors:
    """By company; one line of JSON for each, so that a file of them can be kept by any means."""

    def __init__(self, path: Path) -> None:
        if not path.parent.is_dir():
            raise AnchorsUnreadable(f"There is no folder {path.parent}: nothing was done.")
        self._path = path
        self._known = dict(_lines(path)) if path.exists() else {}

    def __iter__(self) -> Iterator[UUID]:
        return iter(self._known)

    def of(self, company_id: UUID) -> Anchor | None:
        return self._known.get(company_id)

    def move(self, company_id: UUID, anchor: Anchor) -> None:
        self._known[company_id] = anchor

    def write(self) -> None:
        """The file is replaced as a whole, or not at all."""
        draft = self._path.with_name(f"{self._path.name}.new")
        with draft.open("wb") as file:
            for company_id, anchor in sorted(self._known.items()):
                entry = {"company": str(company_id), "seq": anchor.seq, "hash": anchor.hash}
                file.write(orjson.dumps(entry, option=orjson.OPT_APPEND_NEWLINE))
            file.flush()
            os.fsync(file.fileno())
        draft.replace(self._path)


def _lines(path: Path) -> Iterator[tuple[UUID, Anchor]]:
    try:
        for line in path.read_bytes().splitlines():
            entry = orjson.loads(line)
            yield UUID(entry["company"]), Anchor(int(entry["seq"]), str(entry["hash"]))
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise AnchorsUnreadable(f"{path} cannot be read as anchors: nothing was done.") from error
