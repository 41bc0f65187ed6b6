"""`make check`: does what we pin have known weaknesses? Says so where that cannot be found out."""

import subprocess
import sys
from importlib.metadata import version
from pathlib import Path
from typing import Final

from packaging.version import Version
from pip_audit._service import PyPIService, ResolvedDependency, ServiceError

PINNED: Final = Path(__file__).parents[1] / "constraints.txt"
PATIENCE: Final = 5  # seconds


def main() -> int:
    if not _advised():
        print("Not audited: the advisories of PyPI cannot be reached from here.")
        return 0
    audit = ("pip_audit", "--requirement", PINNED, "--no-deps", "--disable-pip", "--strict")
    return subprocess.run([sys.executable, "-m", *audit]).returncode


def _advised() -> bool:
    """Asked about itself: a mirror may have the packages and know nothing of their weaknesses."""
    itself = ResolvedDependency("pip-audit", Version(version("pip-audit")))
    try:
        known, _ = PyPIService(timeout=PATIENCE).query(itself)
    except (ServiceError, OSError, ValueError, LookupError, TypeError):
        return False
    return not known.is_skipped()


if __name__ == "__main__":
    sys.exit(main())
