"""`make check`: does what we pin have known weaknesses? Says so where that cannot be found out."""

import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import httpx

PINNED = Path(__file__).parents[1] / "constraints.txt"
ADVISORIES = "https://pypi.org/pypi/pip/json"  # what pip-audit asks, about another package
PATIENCE = 5.0  # seconds


def main() -> int:
    if find_spec("pip_audit") is None:
        print("Not audited: pip-audit is not installed (`.venv/bin/pip install pip-audit`).")
        return 0
    try:
        httpx.get(ADVISORIES, timeout=PATIENCE).raise_for_status().json()
    except (httpx.HTTPError, ValueError):
        print("Not audited: the advisories of PyPI cannot be reached from here.")
        return 0
    audit = ("pip_audit", "--requirement", PINNED, "--no-deps", "--disable-pip", "--strict")
    return subprocess.run([sys.executable, "-m", *audit]).returncode


if __name__ == "__main__":
    sys.exit(main())
