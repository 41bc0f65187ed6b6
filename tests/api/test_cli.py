"""The command says in one sentence what keeps it from running."""

import subprocess
import sys
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).parents[2]


def chatia(*arguments: str, **environment: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "api.cli", *arguments],
        cwd=CHECKOUT,
        env=environment,
        check=False,
        capture_output=True,
        text=True,
    )


@pytest.mark.parametrize(
    ("command", "variable"),
    [("serve", "PUBLIC_URL"), ("worker", "REDIS_URL"), ("migrate", "DATABASE_URL")],
)
def test_production_without_its_secrets_does_not_start(command: str, variable: str) -> None:
    done = chatia(command)

    assert done.returncode == 1
    assert variable in done.stderr
    assert "SECRET_KEYS" in done.stderr
    assert done.stderr.count("\n") == 1


def test_a_wrong_variable_is_named_without_its_value() -> None:
    done = chatia("serve", CHATIA_PORT="hidden")

    assert done.returncode == 1
    assert "CHATIA_PORT" in done.stderr
    assert "hidden" not in done.stderr


def test_the_schema_needs_no_environment() -> None:
    done = chatia("schema")

    assert done.returncode == 0, done.stderr
    assert "type Query" in done.stdout
