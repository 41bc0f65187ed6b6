"""Whatever dies, restarts, forgets or jumps: no job is lost, and each has its effect once."""

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import settings

CHECKOUT = Path(__file__).parents[2]


def test_nothing_is_lost_or_done_twice_whatever_dies(
    length: settings, capsys: pytest.CaptureFixture[str]
) -> None:
    rounds = 1 if length.max_examples < 100 else 20  # `make prove`

    done = subprocess.run(
        [sys.executable, "-m", "tests.chaos.matrix", str(rounds)],
        cwd=CHECKOUT,
        capture_output=True,
        text=True,
        check=False,
    )

    with capsys.disabled():
        print(f"\n{done.stdout}")
    assert done.returncode == 0, done.stderr[-3000:]
