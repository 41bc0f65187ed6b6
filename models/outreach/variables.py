"""What a template may ask for: what we know, and what whoever sends it says."""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import Any, Final

from models.checks import line, storable
from models.errors import Field, Invalid

MOST: Final = 30
MAX_LABEL: Final = 100
MAX_VALUE: Final = 1_000
NAME: Final = re.compile(r"[a-z][a-z0-9_]{0,39}")
NUMBER: Final = re.compile(r"-?\d{1,15}(\.\d{1,9})?")
CUSTOM: Final = "custom"
KNOWN: Final[Mapping[str, frozenset[str]]] = {
    "contact": frozenset({"name", "first_name", "email", "phone", "locale", CUSTOM}),
    "conversation": frozenset({"number", "subject", CUSTOM}),
    "member": frozenset({"name", "first_name", "email"}),
    "company": frozenset({"name"}),
}
SAMPLE: Final[Mapping[str, Mapping[str, Any]]] = {
    "contact": {
        "name": "Grace Hopper",
        "first_name": "Grace",
        "email": "grace@example.com",
        "phone": "+5551999990000",
        "locale": "en",
    },
    "conversation": {"number": 42, "subject": "Order"},
    "member": {"name": "Ada Lovelace", "first_name": "Ada", "email": "ada@example.com"},
    "company": {"name": "Acme"},
}


class VariableType(StrEnum):
    TEXT = "TEXT"
    NUMBER = "NUMBER"
    DATE = "DATE"


def checked_variables(given: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """As they are kept. Raises Invalid with all that is wrong."""
    wrong: list[Field] = []
    kept: list[dict[str, Any]] = []
    if len(given) > MOST:
        wrong.append(Field("variables", "TOO_MANY", f"A template may have {MOST} variables."))
    for place, each in enumerate(given[:MOST]):
        path, name = f"variables.{place}", each["name"]
        if not NAME.fullmatch(name) or name in KNOWN:
            told = "A name is of small letters, digits and `_`, and is no object's: `order_number`."
            wrong.append(Field(f"{path}.name", "NAME_INVALID", told))
        if any(other["name"] == name for other in kept):
            wrong.append(Field(f"{path}.name", "REPEATED", f"`{name}` is declared twice."))
        try:
            kept.append(_kept(path, each))
        except Invalid as invalid:
            wrong += invalid.fields
    if wrong:
        raise Invalid(wrong)
    return kept


def require_known(names: Iterable[tuple[str, ...]], declared: Sequence[Mapping[str, Any]]) -> None:
    """Raises Invalid that names all that nobody will ever know."""
    own = {each["name"] for each in declared}
    unknown = [".".join(path) for path in names if not _is_known(path, own)]
    if unknown:
        told = f"`body` asks for what there is not: {', '.join(unknown)}."
        raise Invalid([Field("body", "VARIABLE_UNKNOWN", told)])


def values(declared: Sequence[Mapping[str, Any]], given: Mapping[str, Any]) -> dict[str, str]:
    """What was given for each, else its default. Raises Invalid with all that is wrong."""
    found: dict[str, str] = {}
    kinds = {each["name"]: VariableType(each["type"]) for each in declared}
    wrong = [
        Field(f"variables.{name}", "VARIABLE_UNKNOWN", f"There is no `{name}` here.")
        for name in sorted(given.keys() - kinds.keys())
    ]
    for each in declared:
        name, value = each["name"], given.get(each["name"])
        try:
            fit = each["default"] if value in (None, "") else fitting(kinds[name], name, value)
        except Invalid as invalid:
            wrong += invalid.fields
        else:
            if fit is not None:
                found[name] = fit
    if wrong:
        raise Invalid(wrong)
    return found


def samples(declared: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Something for everything, to show what it would look like."""
    own = {each["name"]: each["default"] or f"[{each['label']}]" for each in declared}
    return {**SAMPLE, **own}


def fitting(kind: VariableType, name: str, value: Any) -> str:
    """A value as it will be said. Raises Invalid."""
    path, said = f"variables.{name}", value
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        said = ""
    said = str(said).strip()
    if not said or len(said) > MAX_VALUE or not storable(said):
        told = f"`{name}` must be a text of at most {MAX_VALUE} characters, or a number."
        raise Invalid.because(path, "VALUE_INVALID", told)
    if kind is VariableType.NUMBER and not NUMBER.fullmatch(said):
        raise Invalid.because(path, "NOT_A_NUMBER", f"`{name}` must be a number.")
    if kind is VariableType.DATE and not _is_date(said):
        raise Invalid.because(path, "NOT_A_DATE", f"`{name}` must be a date: 2026-11-21.")
    return said


def _kept(path: str, each: Mapping[str, Any]) -> dict[str, Any]:
    kind, default = VariableType(each["type"]), each.get("default")
    label = line(f"{path}.label", each.get("label") or each["name"], longest=MAX_LABEL)
    if default in (None, ""):
        return {"name": each["name"], "type": kind, "label": label, "default": None}
    try:
        fit = fitting(kind, each["name"], default)
    except Invalid as invalid:
        [fault] = invalid.fields
        raise Invalid([Field(f"{path}.default", fault.code, fault.message)]) from None
    return {"name": each["name"], "type": kind, "label": label, "default": fit}


def _is_known(path: tuple[str, ...], own: set[str]) -> bool:
    if path[0] in own:
        return len(path) == 1
    if path[0] not in KNOWN or len(path) < 2 or path[1] not in KNOWN[path[0]]:
        return False
    return len(path) == (3 if path[1] == CUSTOM else 2)


def _is_date(said: str) -> bool:
    try:
        return date.fromisoformat(said) is not None
    except ValueError:
        return False
