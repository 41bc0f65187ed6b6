"""What `make check` audits, and what it says where it cannot."""

import os
import re
import subprocess
import sys

from tests.audit import PINNED

NOBODY = "http://127.0.0.1:9"


def test_constraints_are_names_and_versions_and_nothing_else() -> None:
    lines = PINNED.read_text().splitlines()
    pins = [line for line in lines if not line.startswith("#")]

    assert [pin for pin in pins if not re.fullmatch(r"[\w.-]+==[\w.]+", pin)] == []
    assert any(pin.startswith("pip_audit==") for pin in pins)


def test_without_the_advisories_one_line_says_so_and_nothing_fails() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.audit"],
        env=os.environ | {"HTTPS_PROXY": NOBODY, "https_proxy": NOBODY, "NO_PROXY": ""},
        cwd=PINNED.parent,
        capture_output=True,
        text=True,
        timeout=30,
    )

    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == "Not audited: the advisories of PyPI cannot be reached from here.\n"
