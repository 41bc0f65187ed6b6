"""The key: which company all that runs acts for."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from enum import Enum
from typing import Final
from uuid import UUID


class _Every(Enum):
    EVERY = "every company"


EVERY: Final = _Every.EVERY
Scope = UUID | _Every
_scope: ContextVar[Scope] = ContextVar("company")


class NoCompany(RuntimeError):
    """A tenant query ran outside a company. Enter one with `acting_for`."""


class ForeignCompany(RuntimeError):
    """A row of one company was about to be handled while acting for another."""


@contextmanager
def acting_for(company_id: UUID) -> Iterator[None]:
    """Enter a company: all that follows reads and writes its rows only."""
    token = _scope.set(company_id)
    try:
        yield
    finally:
        _scope.reset(token)


@contextmanager
def every_company() -> Iterator[None]:
    """The one way round the walls, on a role of its own. For sign-in and the dispatcher only."""
    token = _scope.set(EVERY)
    try:
        yield
    finally:
        _scope.reset(token)


def scope() -> Scope:
    """The company we act for, or EVERY; raises NoCompany when neither was entered."""
    try:
        return _scope.get()
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
    return "every" if scope() is EVERY else "company"
