"""Refusals: what we decline to do, each with a stable code. Bugs are any other exception."""

from collections.abc import Sequence
from dataclasses import dataclass
from inspect import cleandoc
from typing import Any, ClassVar


class DomainError(Exception):
    """The request was refused."""

    code: ClassVar[str] = "REFUSED"
    retryable: ClassVar[bool] = False

    def __init__(self, message: str | None = None, **details: Any) -> None:
        super().__init__(message or cleandoc(type(self).__doc__ or self.code))
        self.details = details

    @property
    def extensions(self) -> dict[str, Any]:
        """What graphql-core copies into the error's `extensions`."""
        retryable = {"retryable": True} if self.retryable else {}
        return {"code": self.code, **retryable, **self.details}


class Refusal(DomainError):
    """The state of things does not allow this."""


class NotFound(DomainError):
    """There is no such thing here."""

    code = "NOT_FOUND"


class Unauthenticated(DomainError):
    """Sign in first."""

    code = "UNAUTHENTICATED"


class Forbidden(DomainError):
    """You may see this, but not do this."""

    code = "FORBIDDEN"


class Conflict(DomainError):
    """Somebody changed this in the meantime. Read it again and decide anew."""

    code = "CONFLICT"


class RateLimited(DomainError):
    """Too many attempts. Wait and try again."""

    code = "RATE_LIMITED"
    retryable = True

    def __init__(self, *, retry_after: int) -> None:
        super().__init__(retryAfter=retry_after)


class Overloaded(DomainError):
    """We are busy. Try again in a moment."""

    code = "OVERLOADED"
    retryable = True

    def __init__(self, *, retry_after: int) -> None:
        super().__init__(retryAfter=retry_after)


class CursorInvalid(DomainError):
    """This cursor was not issued by this list or company."""

    code = "CURSOR_INVALID"


class CursorExpired(DomainError):
    """Events this old are no longer kept. Read the data afresh and subscribe from its cursor."""

    code = "CURSOR_EXPIRED"


@dataclass(frozen=True, slots=True)
class Field:
    """One thing wrong with an input: where (dotted path), a stable code, and a sentence."""

    path: str
    code: str
    message: str


class Invalid(DomainError):
    """Some of the input is not acceptable."""

    code = "INVALID"

    def __init__(self, fields: Sequence[Field]) -> None:
        self.fields = list(fields)
        super().__init__(
            "; ".join(field.message for field in fields),
            fields=[
                {"path": field.path, "code": field.code, "message": field.message}
                for field in fields
            ],
        )

    @classmethod
    def because(cls, path: str, code: str, message: str) -> "Invalid":
        """The common case: a single field is at fault."""
        return cls([Field(path, code, message)])
