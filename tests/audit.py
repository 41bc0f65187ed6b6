"""`make check`: does what we pin have known weaknesses? Says so where that cannot be found out."""

import subprocess
import sys
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import httpx

PINNED = Path(__file__).parents[1] / "constraints.txt"
ADVISORIES = "https://pypi.org/pypi/pip-audit/{version}/json"  # what pip-audit asks, about itself
PATIENCE = 5.0  # seconds


def main() -> int:
    try:
        asked = ADVISORIES.format(version=version("pip-audit"))
    except PackageNotFoundError:
        print("Not audited: pip-audit is not installed (`.venv/bin/pip install pip-audit`).")
        return 0
    try:
        # A mirror may have the packages and know nothing of their weaknesses.
        httpx.get(asked, timeout=PATIENCE).raise_for_status().json()["vulnerabilities"]
    except (httpx.HTTPError, ValueError, LookupError, TypeError):
        print("Not audited: the advisories of PyPI cannot be reached from here.")
        return 0
    audit = ("pip_audit", "--requirement", PINNED, "--no-deps", "--disable-pip", "--strict")
    return subprocess.run([sys.executable, "-m", *audit]).returncode


if __name__ == "__main__":
    sys.exit(main())
