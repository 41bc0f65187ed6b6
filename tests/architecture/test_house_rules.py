"""Rules of the house that a machine can hold."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import pytest
from graphql import GraphQLSchema
from tortoise import Tortoise

from api.reference import pages
from models.events import EventName
from models.settings import Settings
from models.tenancy import CompanyModel
from schema import schema
from schema.roots import Requires

ROOT = Path(__file__).parents[2]
PACKAGES = ("api", "schema", "models", "jobs", "migrations")
GLOBAL_MODELS = {
    "Company",
    "User",
    "UserToken",
    "SecondFactor",
    "RecoveryCode",
    "PausedKind",
    "Tick",
}
# Where a company is not known yet, or all of them are served.
MAY_SERVE_EVERY_COMPANY = re.compile(
    r"^(models/identity/|models/job/|models/audit/verifying\.py||models/demo/|models/database\.py|models/scope\.py|models/tenancy\.py"
    r"|models/inboxes/door\.py|models/events/endings\.py|jobs/)"
)
MAY_TOUCH_CONNECTIONS = {
    "models/away.py",
    "models/backend.py",
    "models/connection.py",
    "models/database.py",
    "models/session.py",
    "migrations/runner.py",
    "api/doctor.py",
    "api/demo_data.py",
}


def sources(*packages: str) -> Iterator[tuple[str, str]]:
    for package in packages or PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            yield str(path.relative_to(ROOT)), path.read_text()


def test_no_file_is_two_nouns_long() -> None:
    long = {
        name: lines
        for name, text in sources(*PACKAGES, "tests")
        if (lines := text.count("\n")) > 300 and "/models/0_" not in name
        if not name.startswith("tests/isolation/probes")  # one list
    }

    assert long == {}


def test_no_room_is_called_miscellaneous() -> None:
    vague = {"utils", "helpers", "common", "base", "manager", "service", "services", "misc"}

    assert [name for name, _ in sources() if vague & set(name.removesuffix(".py").split("/"))] == []


async def test_every_model_is_behind_the_first_wall(house: None) -> None:
    models = Tortoise.apps["models"].values()

    strangers = {model.__name__ for model in models if not issubclass(model, CompanyModel)}
    assert strangers == GLOBAL_MODELS


def test_the_way_round_the_walls_is_taken_only_where_it_must_be() -> None:
    taken = {name for name, text in sources() if "every_company()" in text}

    assert {name for name in taken if not MAY_SERVE_EVERY_COMPANY.match(name)} == set()


def test_raw_connections_stay_in_two_files() -> None:
    banned = re.compile(r"^(?:from|import) (?:asyncpg|tortoise\.transactions)\b", re.MULTILINE)

    assert {name for name, text in sources() if banned.search(text)} <= MAY_TOUCH_CONNECTIONS


def test_every_event_name_occurs_in_a_test() -> None:
    tests = "\n".join(text for name, text in sources("tests") if "architecture" not in name)

    assert [name for name in get_args(EventName) if f'"{name}"' not in tests] == []


def test_every_event_name_is_written_somewhere() -> None:
    written = "\n".join(
        text for name, text in sources("models") if name != "models/events/names.py"
    )

    assert [name for name in get_args(EventName) if f'"{name}"' not in written] == []


@pytest.mark.parametrize("root", ["Query", "Mutation", "Subscription"])
def test_every_root_field_says_what_it_does_and_who_may(root: str) -> None:
    kind = schema.get_type_by_name(root)
    assert kind is not None

    for field in kind.fields:  # type: ignore[union-attr]
        assert field.description, f"{root}.{field.name} has no description"
        assert any(isinstance(extension, Requires) for extension in field.extensions), field.name


def test_every_mutation_takes_one_input_and_answers_with_a_payload() -> None:
    core: GraphQLSchema = schema._schema
    assert core.mutation_type is not None

    for name, field in core.mutation_type.fields.items():
        assert set(field.args) <= {"input"}, name
        assert str(field.type).removesuffix("!").endswith("Payload"), name


async def test_the_committed_schema_and_docs_are_fresh(house: None) -> None:
    stale = [path for path, text in pages().items() if (ROOT / path).read_text() != text]

    assert stale == [], "run `make docs`"


def test_the_readme_names_every_setting() -> None:
    readme = (ROOT / "README.md").read_text()
    names = {
        field.validation_alias if isinstance(field.validation_alias, str) else name.upper()
        for name, field in Settings.model_fields.items()
        if name != "port"  # CHATIA_PORT or PORT
    }

    assert [name for name in sorted(names) if f"`{name}`" not in readme] == []


def test_docstrings_and_comments_hold_no_leftovers() -> None:
    leftovers = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b")

    assert [name for name, text in sources(*PACKAGES) if leftovers.search(text)] == []


def test_public_functions_of_the_domain_say_one_thing() -> None:
    """Docstrings of one line end as a sentence; longer ones begin with one."""
    faults = []
    for name, text in sources("models", "jobs"):
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
                doc = ast.get_docstring(node)
                if doc and not doc.splitlines()[0].rstrip().endswith((".", "?", ":", ";", ",")):
                    faults.append(f"{name}: {node.name}")

    assert faults == []
