"""What a value of a typed attribute must look like."""

import math
from collections.abc import Callable, Sequence
from datetime import date
from enum import StrEnum
from functools import lru_cache
from typing import Any, Final, Protocol
from urllib.parse import urlsplit

import re2

from models.checks import line, storable
from models.errors import Field, Invalid

MAX_TEXT: Final = 500
MAX_OPTIONS: Final = 100
MAX_OPTION: Final = 100
MAX_MEMORY: Final = 1 << 20  # of a compiled pattern, in bytes


class AttributeType(StrEnum):
    TEXT = "TEXT"
    NUMBER = "NUMBER"
    BOOLEAN = "BOOLEAN"
    DATE = "DATE"
    LIST = "LIST"
    LINK = "LINK"


class Declared(Protocol):
    """As much of a definition as a value must answer to."""

    type: AttributeType
    options: Any
    pattern: str | None


def checked_value(path: str, declared: Declared, value: Any) -> Field | None:
    """What is wrong with a value, if anything is."""
    if not FITS[declared.type](value):
        return UNFIT[declared.type](path)
    if declared.type is AttributeType.LIST and value not in declared.options:
        options = ", ".join(declared.options)
        return Field(path, "NOT_AN_OPTION", f"`{path}` must be one of {options}.")
    if declared.pattern and not _compiled(declared.pattern).fullmatch(value):
        message = f"`{path}` must match the pattern {declared.pattern}"
        return Field(path, "PATTERN_MISMATCH", message)
    return None


def checked_options(kind: AttributeType, options: Sequence[str]) -> list[str]:
    """Those of a LIST, each once; nothing else has any."""
    if kind is not AttributeType.LIST:
        if options:
            raise Invalid.because("options", "NOT_A_LIST", "Only a LIST has `options`.")
        return []
    cleaned = [
        line(f"options.{place}", option, longest=MAX_OPTION)
        for place, option in enumerate(options[: MAX_OPTIONS + 1])
    ]
    unique = list(dict.fromkeys(cleaned))
    if not 1 <= len(unique) <= MAX_OPTIONS:
        message = f"A LIST has 1 to {MAX_OPTIONS} `options`."
        raise Invalid.because("options", "OUT_OF_RANGE", message)
    return unique


def checked_pattern(kind: AttributeType, pattern: str | None, *, longest: int) -> str | None:
    """One that RE2 takes: no input makes it take longer than its length."""
    if not pattern:
        return None
    if kind not in (AttributeType.TEXT, AttributeType.LINK):
        raise Invalid.because("pattern", "NOT_A_TEXT", "Only TEXT and LINK have a `pattern`.")
    if len(pattern) > longest or not storable(pattern):
        message = f"`pattern` may have {longest} characters at most."
        raise Invalid.because("pattern", "TOO_LONG", message)
    try:
        _compiled(pattern)
    except re2.error:
        message = "`pattern` must be a regular expression of RE2, without look-around."
        raise Invalid.because("pattern", "PATTERN_INVALID", message) from None
    return pattern


@lru_cache(maxsize=256)
def _compiled(pattern: str) -> Any:
    options = re2.Options()
    options.max_mem, options.log_errors = MAX_MEMORY, False
    return re2.compile(pattern, options=options)


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and 1 <= len(value) <= MAX_TEXT and storable(value)


def _is_number(value: Any) -> bool:
    return (
        isinstance(value, int | float)
        and not isinstance(value, bool)
        and math.isfinite(value)
        and abs(value) < 2**63
    )


def _is_date(value: Any) -> bool:
    try:
        return isinstance(value, str) and date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


def _is_link(value: Any) -> bool:
    if not _is_text(value) or any(letter.isspace() for letter in value):
        return False
    try:
        url = urlsplit(value)
        return url.scheme in ("http", "https") and bool(url.hostname)
    except ValueError:
        return False


FITS: Final[dict[AttributeType, Callable[[Any], bool]]] = {
    AttributeType.TEXT: _is_text,
    AttributeType.NUMBER: _is_number,
    AttributeType.BOOLEAN: lambda value: isinstance(value, bool),
    AttributeType.DATE: _is_date,
    AttributeType.LIST: _is_text,
    AttributeType.LINK: _is_link,
}
UNFIT: Final[dict[AttributeType, Callable[[str], Field]]] = {
    AttributeType.TEXT: lambda path: Field(
        path, "NOT_A_TEXT", f"`{path}` must be a text of 1 to {MAX_TEXT} characters."
    ),
    AttributeType.NUMBER: lambda path: Field(path, "NOT_A_NUMBER", f"`{path}` must be a number."),
    AttributeType.BOOLEAN: lambda path: Field(
        path, "NOT_A_BOOLEAN", f"`{path}` must be true or false."
    ),
    AttributeType.DATE: lambda path: Field(
        path, "NOT_A_DATE", f"`{path}` must be a date such as 2026-11-21."
    ),
    AttributeType.LIST: lambda path: Field(
        path, "NOT_A_TEXT", f"`{path}` must be one of its options."
    ),
    AttributeType.LINK: lambda path: Field(
        path, "NOT_A_LINK", f"`{path}` must be an http(s) address of up to {MAX_TEXT} characters."
    ),
}
