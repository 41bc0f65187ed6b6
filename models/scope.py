"""The key: which company all that runs acts for."""

from contextvars import ContextVar
from enum import Enum
from typing import Final
from uuid import UUID


class _Every(Enum):
    EVERY = "every company"


EVERY: Final = _Every.EVERY
Scope = UUID | _Every
acting: Final[ContextVar[Scope]] = ContextVar("company")


class NoCompany(RuntimeError):
    """A tenant query ran outside a company. Enter one with `acting_for`."""


class ForeignCompany(RuntimeError):
    """A row of one company was about to be handled while acting for another."""


class acting_for:
    """Enter a company: all that follows reads and writes its rows only."""

    __slots__ = ("_scope", "_token")

    def __init__(self, company_id: UUID) -> None:
        if company_id is None:  # whatever its type says: the connection keeps its last company
            raise NoCompany("Nothing is no company.")
        self._scope: Scope = company_id

    def __enter__(self) -> None:
        self._token = acting.set(self._scope)

    def __exit__(self, *_: object) -> None:
        acting.reset(self._token)


class every_company(acting_for):
    """The one way round the walls, on a role of its own. For sign-in and the dispatcher only."""

    __slots__ = ()

    def __init__(self) -> None:
        self._scope = EVERY


def scope() -> Scope:
    """The company we act for, or EVERY; raises NoCompany when neither was entered."""
    try:
        return acting.get()
    except LookupError:
        raise NoCompany from None


def current_company() -> UUID:
    """The one company we act for."""
    company = scope()
    if company is EVERY:
        raise NoCompany("Every company is not one company.")
    return company


def alias() -> str:
    """Of the connections for the current scope."""
    try:
        return "every" if acting.get() is EVERY else "company"
    except LookupError:
        raise NoCompany from None
