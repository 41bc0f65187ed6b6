"""Whatever dies, restarts, forgets or jumps: no job is lost, and each has its effect once."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from tests.chaos import matrix
from tests.chaos.matrix import WIDTH

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
    essence = "\n".join(done.stderr.splitlines()[-2:])  # the error and its case, or what was unfair
    assert done.returncode == 0, f"{essence}\n\n{done.stderr[-3000:]}"
    documented = {case: row for case, *row in told_in_docs()}
    for line in done.stdout.splitlines():
        case, figures = line[:WIDTH].strip(), line[WIDTH:].split()
        if case in documented:  # and not the head, nor a line of a log
            _, lost, effects, starts, *_ = figures
            assert [lost, effects] == documented[case][:2], case
            assert int(starts) <= int(documented[case][2]), case


def test_the_cases_are_those_that_are_documented() -> None:
    assert [case for case, *_ in told_in_docs()] == [*matrix.QUIET, *matrix.LOUD]


def told_in_docs() -> Iterator[tuple[str, str, str, str]]:
    """Case, lost, effects of a job, and starts at most; without what is said of them."""
    text = (CHECKOUT / "docs" / "jobs.md").read_text(encoding="utf-8")
    table = text.split("| What happens |")[1].split("\n\n")[0]
    for line in table.splitlines()[2:]:
        case, lost, effects, starts = (cell.strip() for cell in line.strip("|").split("|"))
        yield case, lost, effects.split(",")[0], starts.split(",")[0]
