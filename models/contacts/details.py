"""What is kept of a person, in the one form in which it can be compared."""

import math
import re
from collections.abc import Callable, Mapping
from typing import Any, Final
from unicodedata import combining, normalize

import orjson
import phonenumbers
from email_validator import EmailNotValidError, validate_email

from models.checks import Checks, line, storable
from models.errors import Invalid

MAX_NAME: Final = 200
MAX_ATTRIBUTES: Final = 50
MAX_ATTRIBUTES_BYTES: Final = 8_192
MAX_KEY: Final = 64
LANGUAGE_TAG: Final = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")


def cleaned(details: Mapping[str, Any]) -> dict[str, Any]:
    """Columns for these details of a contact; raises Invalid with every field that is wrong."""
    checks = Checks()
    columns: dict[str, Any] = {
        name: checks.run(CLEAN[name], value) for name, value in details.items()
    }
    checks.refuse()
    if "name" in columns:
        columns["search_name"] = search_key(columns["name"])
    return columns


def merged(attributes: Mapping[str, Any], given: Mapping[str, Any]) -> dict[str, Any]:
    """The attributes with the given ones set; a null takes one away."""
    both = {**attributes, **given}
    both = {key: value for key, value in both.items() if value is not None}
    if not fits(both):
        message = (
            f"A contact has at most {MAX_ATTRIBUTES} attributes in {MAX_ATTRIBUTES_BYTES} bytes."
        )
        raise Invalid.because("customAttributes", "TOO_LONG", message)
    return both


def fits(attributes: Mapping[str, Any]) -> bool:
    """Are these not more than one contact may have?"""
    return (
        len(attributes) <= MAX_ATTRIBUTES and len(orjson.dumps(attributes)) <= MAX_ATTRIBUTES_BYTES
    )


def search_key(name: str) -> str:
    """A name as it is sought and sorted: without case, accents and spare space."""
    letters = normalize("NFKD", " ".join(name.split()).casefold())
    return "".join(letter for letter in letters if not combining(letter))[:MAX_NAME]


def _name(value: str | None) -> str:
    return line("name", value or "", longest=MAX_NAME)


def _email(value: str | None) -> str | None:
    """Whether the address takes mail is not asked."""
    if not value or not value.strip():
        return None
    try:
        return validate_email(value.strip(), check_deliverability=False).normalized.lower()
    except EmailNotValidError as reason:
        raise Invalid.because("email", "EMAIL_INVALID", f"`email`: {reason}") from None


def _phone(value: str | None) -> str | None:
    """A possible number is enough: carriers keep old ranges that the numbering plans dropped."""
    if not value or not value.strip():
        return None
    try:
        number = phonenumbers.parse(value, None)
    except phonenumbers.NumberParseException:
        number = None
    if number is None or not phonenumbers.is_possible_number(number):
        message = "`phone` must be in international form, with + and country: +5551999990000."
        raise Invalid.because("phone", "PHONE_INVALID", message)
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def _locale(value: str | None) -> str | None:
    if value is not None and (len(value) > 35 or not LANGUAGE_TAG.fullmatch(value)):
        message = "`locale` must be a language tag such as pt-BR."
        raise Invalid.because("locale", "LOCALE_INVALID", message)
    return value


def _attributes(value: Any) -> dict[str, Any]:
    """A flat object of short keys."""
    if value is None:
        return {}
    if not isinstance(value, dict):
        message = "`customAttributes` must be a JSON object."
        raise Invalid.because("customAttributes", "NOT_AN_OBJECT", message)
    checks = Checks()
    for key, single in value.items():
        checks.run(_attribute, key, single)
    checks.refuse()
    merged({}, value)
    return value


def _attribute(key: str, value: Any) -> None:
    if not 1 <= len(key) <= MAX_KEY or not storable(key):
        message = f"A key of custom attributes has 1 to {MAX_KEY} characters."
        raise Invalid.because("customAttributes", "KEY_INVALID", message)
    if isinstance(value, str):
        allowed = storable(value)
    elif isinstance(value, int | float):
        allowed = math.isfinite(value) and abs(value) < 2**63
    else:
        allowed = value is None
    if not allowed:
        path = f"customAttributes.{key}"
        message = f"`{path}` must be text, a number, a boolean or null."
        raise Invalid.because(path, "VALUE_INVALID", message)


CLEAN: Final[dict[str, Callable[[Any], Any]]] = {
    "name": _name,
    "email": _email,
    "phone": _phone,
    "locale": _locale,
    "custom_attributes": _attributes,
}
