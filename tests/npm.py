"""Packages from npm, for the tests that drive other people's clients."""

import fcntl
import hashlib
import os
import shutil
import stat
import subprocess
import tempfile
from pathlib import Path
from typing import Final

import pytest

OLDEST_NODE: Final = 20
INSTALL: Final = (
    "npm", "install", "--ignore-scripts", "--no-audit", "--no-fund", "--no-package-lock",
)  # fmt: skip
INSTALLING: Final = 120.0  # seconds


def installed(here: Path) -> Path:
    """Where the packages of this folder are, beside its programs: outside the tree, and kept for
    the next run. Skips without them.
    """
    if shutil.which("node") is None or shutil.which("npm") is None:
        pytest.skip("no Node here: what is of npm is not tried")
    version = subprocess.run(["node", "--version"], capture_output=True, text=True).stdout.strip()
    if int(version.removeprefix("v").partition(".")[0]) < OLDEST_NODE:
        pytest.skip(f"Node {version} is older than {OLDEST_NODE}: what is of npm is not tried")
    wanted = (here / "package.json").read_bytes()
    name = f"chatia-npm-{os.getuid()}-{hashlib.sha256(wanted).hexdigest()[:12]}"
    folder = Path(tempfile.gettempdir()) / name
    folder.mkdir(mode=0o700, exist_ok=True)
    status = folder.lstat()
    if status.st_uid != os.getuid() or not stat.S_ISDIR(status.st_mode):
        pytest.skip(f"{folder} is somebody else's")
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # test runs may go side by side
        (folder / "package.json").write_bytes(wanted)
        for program in here.glob("*.mjs"):
            shutil.copy(program, folder)
        if not (folder / "complete").exists():
            _install(folder)
            (folder / "complete").touch()
    return folder / "node_modules"


def _install(folder: Path) -> None:
    try:
        done = subprocess.run(
            [*INSTALL, f"--cache={folder / 'cache'}"],
            cwd=folder,
            capture_output=True,
            text=True,
            timeout=INSTALLING,
        )
    except subprocess.TimeoutExpired:
        pytest.skip("npm did not get the packages in time: what needs them is not tried")
    if done.returncode:
        complaint = done.stderr.strip().splitlines()[-1:]
        pytest.skip(f"npm cannot get the packages: {''.join(complaint)}")
