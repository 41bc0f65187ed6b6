"""Every code that can leave the house is in the SDL and in the docs, with its cause and cure."""

import ast
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages

import pytest

import models
from models.errors import DomainError, every_refusal
from schema import schema
from schema.codes import OF_FIELDS, OF_REQUESTS, every_code
from schema.errors import REQUEST_ERRORS

ROOT = Path(__file__).parents[2]
NEVER_SHOWN = {"PERSONAL"}
REFUSERS = {"Refused", "_Unread", "refused", "QuotaExceeded"}


def calls() -> Iterator[ast.Call]:
    for node in nodes("api", "schema", "models", "jobs"):
        if isinstance(node, ast.Call):
            yield node


def nodes(*packages: str) -> Iterator[ast.AST]:
    for package in packages:
        for path in sorted((ROOT / package).rglob("*.py")):
            yield from ast.walk(ast.parse(path.read_text()))


def literal(node: ast.AST | None) -> str | None:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def called(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def codes_of_requests() -> set[str]:
    """What `api` and `schema` write down as a code, wherever they do."""
    found = set()
    for node in nodes("api", "schema"):
        if isinstance(node, ast.Dict):
            for key, value in zip(node.keys, node.values, strict=True):
                found.add(literal(value) if literal(key) == "code" else None)
        elif isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "code":
            found.add(literal(node.value))
        elif isinstance(node, ast.Call) and called(node) in REFUSERS:
            found |= {code for each in node.args if (code := literal(each)) and code.isupper()}
    return {code for code in found if code}


def test_every_code_of_a_request_is_explained() -> None:
    unexplained = codes_of_requests() - set(every_code()) - NEVER_SHOWN

    assert unexplained == set(), "explain them in schema/codes.py"
    assert set(every_code()) >= REQUEST_ERRORS
    assert len(codes_of_requests()) > 20


def test_the_schema_knows_all_refusals_there_are() -> None:
    known = set(every_refusal())

    for module in walk_packages(models.__path__, "models."):
        import_module(module.name)

    assert set(every_refusal()) == known, "import it in schema/codes.py"


def test_every_refusal_of_the_domain_is_explained() -> None:
    without = [
        code
        for code, kind in every_refusal().items()
        if kind is not DomainError and kind.explained()[1] == DomainError.cure
    ]

    assert without == [], "say what to do: in the docstring's second sentence, or in `cure`"
    assert not set(every_refusal()) & set(OF_REQUESTS), "explained twice"


def test_every_code_of_a_field_is_explained() -> None:
    written = {
        literal(call.args[1])
        for call in calls()
        if called(call) in {"because", "Field"} and len(call.args) > 2
    } - {None}

    assert written - set(OF_FIELDS) == set(), "explain them in schema/codes.py"
    assert set(OF_FIELDS) - written <= {"KEY_INVALID", "UNKNOWN_SCOPE", "URL_INVALID"}


def test_the_sdl_has_all_of_them_and_their_meaning() -> None:
    kind = schema._schema.type_map["ErrorCode"]

    assert set(kind.values) == set(every_code())  # type: ignore[attr-defined]
    for value in kind.values.values():  # type: ignore[attr-defined]
        assert value.description.endswith(".")


@pytest.mark.parametrize("code", every_code())
def test_the_page_of_errors_has_a_paragraph_for(code: str) -> None:
    assert f"\n## {code}\n" in (ROOT / "docs/errors.md").read_text()
