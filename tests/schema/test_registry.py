"""Documents registered by hand: checked first, kept whole, and asked for by their hash."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import orjson
import pytest

from models.settings import Misconfigured
from schema.documents import name_of_text
from schema.persisted import require_valid, text_of
from schema.registry import register, registered
from tests.api.test_persisted import forget
from tests.customer import environment

COMPANY = "query Ours { company { name } }\n"
ALIASES = " ".join(f"n{number}: name" for number in range(31))
PAGE = "query Page { members(first: 100) { edges { node { id name } } } }"


def test_what_is_registered_is_asked_for_by_its_hash(tmp_path: Path) -> None:
    path, name = tmp_path / "documents.json", name_of_text(COMPANY)
    ours, page = file(tmp_path, "ours.graphql", COMPANY), file(tmp_path, "page.graphql", PAGE)
    path.write_bytes(orjson.dumps({"theirs-1": "{ cursor }"}))
    with environment(TRUSTED_DOCUMENTS=str(path), TRUSTED_DOCUMENTS_ONLY="true"):
        told = register([ours, page])
        again = register([ours])
        listed = registered()
        forget()
        by_id, by_hash = text_of(None, None, name), text_of(None, None, f"sha256:{name}")
        persisted = text_of(None, {"persistedQuery": {"version": 1, "sha256Hash": name}})
        require_valid()
    forget()

    assert told == [(name, "Ours", 2), (name_of_text(PAGE), "Page", 401)]
    assert again == told[:1]
    assert listed == [("theirs-1", "cursor", 1), *told]
    assert by_id == by_hash == persisted == COMPANY
    assert [each.name for each in sorted(tmp_path.iterdir())] == [
        *("documents.json", "ours.graphql", "page.graphql")
    ]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("{ me {", "Syntax Error"),
        ("query Old { nothing }", "Cannot query field 'nothing'"),
        ("fragment Name on Company { name }", "never used"),
        (f"query Big {{ company {{ {ALIASES} }} }}", "alias"),
    ],
)
def test_what_could_not_be_executed_is_not_kept_nor_what_came_with_it(
    text: str, told: str, tmp_path: Path
) -> None:
    path = tmp_path / "documents.json"
    files = [file(tmp_path, "a.graphql", COMPANY), file(tmp_path, "b.graphql", text)]
    with environment(TRUSTED_DOCUMENTS=str(path)), pytest.raises(Misconfigured) as refusal:
        register(files)

    assert str(refusal.value).startswith("b.graphql: ")
    assert told in str(refusal.value)
    assert not path.exists()


def test_who_register_at_once_lose_nothing(tmp_path: Path) -> None:
    texts = [f"query Number{n} {{ company {{ name }} }}" for n in range(16)]
    files = [file(tmp_path, f"{n}.graphql", text) for n, text in enumerate(texts)]
    path = tmp_path / "documents.json"
    with environment(TRUSTED_DOCUMENTS=str(path)), ThreadPoolExecutor(8) as threads:
        list(threads.map(lambda each: register([each]), files))

    assert set(orjson.loads(path.read_bytes()).values()) == set(texts)


def test_the_command(tmp_path: Path) -> None:
    ours = file(tmp_path, "ours.graphql", COMPANY)
    path = str(tmp_path / "documents.json")
    done = chatia("register", str(ours), TRUSTED_DOCUMENTS=path)
    listed = chatia("list", TRUSTED_DOCUMENTS=path)
    nowhere = chatia("list")

    assert (done.returncode, done.stdout) == (0, f"{name_of_text(COMPANY)}  Ours  2\n")
    assert listed.stdout == done.stdout
    assert (nowhere.returncode, nowhere.stdout) == (1, "")
    assert nowhere.stderr.startswith("chatia: Set TRUSTED_DOCUMENTS ")


def file(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text)
    return path


def chatia(*arguments: str, **variables: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "api.cli", "documents", *arguments],
        cwd=Path(__file__).parents[2],
        env=variables,
        check=False,
        capture_output=True,
        text=True,
    )
