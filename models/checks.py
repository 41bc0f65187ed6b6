"""Checking an input as a whole: every wrong field is reported at once."""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Final, ParamSpec, TypeVar
from zoneinfo import ZoneInfo

from models.errors import Field, Invalid

Checked = ParamSpec("Checked")
Clean = TypeVar("Clean")
COLOUR: Final = re.compile(r"#[0-9a-fA-F]{6}")


class Checks:
    """Collects what is wrong, field by field; `refuse()` raises it all together."""

    def __init__(self) -> None:
        self._wrong: list[Field] = []

    def run(
        self, clean: Callable[Checked, Clean], *args: Checked.args, **kwargs: Checked.kwargs
    ) -> Clean | None:
        """What `clean` makes of its input; None when it refused, which is remembered."""
        try:
            return clean(*args, **kwargs)
        except Invalid as invalid:
            self._wrong += invalid.fields
            return None

    def refuse(self) -> None:
        if self._wrong:
            raise Invalid(self._wrong)


def text(path: str, value: str, *, longest: int) -> str:
    """Free text that says something and that the database can hold."""
    if not value.strip():
        raise Invalid.because(path, "BLANK", f"`{path}` must not be empty.")
    if len(value) > longest:
        raise Invalid.because(path, "TOO_LONG", f"`{path}` may have {longest} characters at most.")
    if not storable(value):
        message = f"`{path}` contains a character that cannot be stored."
        raise Invalid.because(path, "UNSTORABLE", message)
    return value


def line(path: str, value: str, *, longest: int) -> str:
    """A name or title: one line without space around it."""
    return text(path, " ".join(value.split()), longest=longest)


def checked_colour(value: str) -> str:
    if not COLOUR.fullmatch(value):
        message = "`colour` must be of the form #rrggbb: #1f883d."
        raise Invalid.because("colour", "NOT_A_COLOUR", message)
    return value.lower()


def checked_timezone(value: str) -> str:
    try:
        return ZoneInfo(value).key
    except (OSError, ValueError, KeyError):
        message = "`timezone` must be an IANA time zone such as `America/Sao_Paulo`."
        raise Invalid.because("timezone", "TIMEZONE_UNKNOWN", message) from None


def aware(path: str, at: datetime) -> datetime:
    """A moment, in UTC."""
    if at.tzinfo is None:
        raise Invalid.because(path, "NO_TIME_ZONE", f"`{path}` must carry a time zone.")
    try:
        return at.astimezone(UTC)
    except OverflowError:
        raise Invalid.because(path, "TOO_FAR", f"`{path}` is beyond the years 1 to 9999.") from None


def storable(value: str) -> bool:
    """PostgreSQL takes neither NUL nor half a surrogate pair."""
    if not value.isascii():
        try:
            value.encode()
        except UnicodeEncodeError:
            return False
    return "\0" not in value
