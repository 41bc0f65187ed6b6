"""Refusals: what we decline to do, each with a stable code. Bugs are any other exception."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from inspect import cleandoc
from typing import Any, ClassVar

_SENTENCES = re.compile(r"(?<=[.!?])\s+")


class DomainError(Exception):
    """The request was refused."""

    code: ClassVar[str] = "REFUSED"
    retryable: ClassVar[bool] = False
    # What to do about it, where the docstring does not say so after its first sentence.
    cure: ClassVar[str] = "Read it again: perhaps somebody has changed it."

    def __init__(self, message: str | None = None, **details: Any) -> None:
        super().__init__(message or cleandoc(type(self).__doc__ or self.code))
        self.details = details

    @property
    def extensions(self) -> dict[str, Any]:
        """What graphql-core copies into the error's `extensions`."""
        retryable = {"retryable": True} if self.retryable else {}
        return {"code": self.code, **retryable, **self.details}

    @classmethod
    def explained(cls) -> tuple[str, str]:
        """Cause and cure, for who reads about the code and not about one case of it."""
        cause, *rest = _SENTENCES.split(" ".join((cls.__doc__ or "").split()))
        return cause, vars(cls).get("cure") or " ".join(rest) or cls.cure


def every_refusal() -> dict[str, type[DomainError]]:
    """By code, all that the domain knows; import what declares them first."""
    known: dict[str, type[DomainError]] = {}
    for kind in _kinds(DomainError):
        if kind.__module__.startswith("models."):
            known.setdefault(kind.code, kind)
    return known


def _kinds(kind: type[DomainError]) -> Iterator[type[DomainError]]:
    """Those before their subclasses, which may share the code."""
    yield kind
    for each in kind.__subclasses__():
        yield from _kinds(each)


class Refusal(DomainError):
    """The state of things does not allow this."""


class NotFound(DomainError):
    """There is no such thing here."""

    code = "NOT_FOUND"
    cure = "Check the id. What is of another company, or not for you to see, is not there either."


class Unauthenticated(DomainError):
    """Sign in first."""

    code = "UNAUTHENTICATED"
    cure = "Send `Authorization: Bearer …` with an access token or an API key."


class Forbidden(DomainError):
    """You may see this, but not do this."""

    code = "FORBIDDEN"
    cure = (
        "Ask somebody who has the permission named in `extensions.permission`, or to be given it."
    )


class Conflict(DomainError):
    """Somebody changed this in the meantime. Read it again and decide anew."""

    code = "CONFLICT"


def require_version(seen: int | None, current: int) -> None:
    """Raises Conflict when it has moved since it was seen; who says nothing takes it as it is."""
    if seen is not None and seen != current:
        raise Conflict(currentVersion=current)


class RateLimited(DomainError):
    """Too many attempts. Wait and try again."""

    code = "RATE_LIMITED"
    retryable = True
    cure = "Wait `extensions.retryAfter` seconds."

    def __init__(self, *, retry_after: int) -> None:
        super().__init__(retryAfter=retry_after)


class Overloaded(DomainError):
    """We are busy. Try again in a moment."""

    code = "OVERLOADED"
    retryable = True
    cure = "Wait `extensions.retryAfter` seconds."

    def __init__(self, *, retry_after: int) -> None:
        super().__init__(retryAfter=retry_after)


class Interrupted(DomainError):
    """Others held for too long what this needs, or it took too long itself. Try again."""

    code = "INTERRUPTED"
    retryable = True
    cure = "Nothing of it was done. Send it again, and wait a little longer each time."


class Unavailable(DomainError):
    """We do not reach our data at the moment. Try again."""

    code = "UNAVAILABLE"
    retryable = True
    cure = (
        "Wait `extensions.retryAfter` seconds and send it again. A mutation may have been done or "
        "not: with the same `Idempotency-Key` or `clientId` as before, it is done once."
    )

    def __init__(self) -> None:
        super().__init__(retryAfter=1)


class CursorInvalid(DomainError):
    """This cursor was not issued by this list or company."""

    code = "CURSOR_INVALID"
    cure = "Send cursors back as they came, to the field that gave them."


class CursorExpired(DomainError):
    """This is too old, or from before your queues changed. Read afresh, subscribe from there."""

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
    cure = (
        "`extensions.fields` names every wrong field with a code and a sentence; correct them all."
    )

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
