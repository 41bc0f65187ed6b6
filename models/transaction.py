"""A transaction, as it is here until it is PostgreSQL's."""

from collections.abc import Callable, Iterable
from typing import Any

from models.known import KnownRows
from models.scope import ForeignCompany, Scope, scope
from models.writes import Guard, Last, Writes

Writer = Callable[[list[Any]], Iterable[Last]]


class Transaction:
    """A running transaction: whose it is, what it will write, and what follows its commit.

    It has `begun` with its first statement. When that is also its last, it needs no BEGIN.
    """

    def __init__(self, owner: Scope) -> None:
        self.owner = owner
        self.begun = False
        self.guard: Guard | None = None  # what it was read of must still be so when it is written
        self.lasts: list[Last] = []
        self.writes = Writes()
        self.batches: dict[Writer, list[Any]] = {}
        self.fresh: Any = None  # a row that was locked and read, as nothing was written since
        self.known: Callable[[], KnownRows] | None = None  # after a lone statement
        self.after_commit: dict[Callable[[], None], None] = {}  # each once, in their order

    def batch(self, writer: Writer) -> list[Any]:
        """The list of which `writer` says, before the commit, what is to be written last."""
        return self.batches.setdefault(writer, [])

    def require_ours(self) -> None:
        if self.owner != scope():
            raise ForeignCompany("A transaction cannot change its company.")
