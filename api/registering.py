"""`chatia documents register|list`: what may be asked for by its id alone."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Literal

from models.settings import Misconfigured
from schema.registry import Registered, register, registered


def run(action: Literal["register", "list"], files: Sequence[Path]) -> str:
    """Of each operation the id, the name and the cost. Raises Misconfigured."""
    if action == "list":
        return _table(registered())
    if not files:
        raise Misconfigured("Which files? `chatia documents register FILE…`.")
    return _table(register(files))


def _table(rows: Iterable[Registered]) -> str:
    return "\n".join(f"{id}  {name}  {cost}" for id, name, cost in rows)
