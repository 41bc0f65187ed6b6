"""`chatia dev`: the whole house on one machine, in one tree of processes."""

import signal
import subprocess
import sys
import time
from contextlib import ExitStack, closing
from http.client import HTTPConnection, HTTPException
from types import FrameType

from models import embedded
from models.settings import Misconfigured, Settings, child_environment, settings

SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
START_TIMEOUT = 60.0
STOP_TIMEOUT = 30.0
POLL = 0.05


def run(*, host: str, port: int, reset: bool) -> int:
    """Run until interrupted. Raises CannotStart and Misconfigured."""
    for number in SIGNALS:
        signal.signal(number, _interrupt)
    try:
        with ExitStack() as running:
            _run(running, host=host, port=port, reset=reset)
    except KeyboardInterrupt:
        print("\nStopped.")
    return 0


def _run(running: ExitStack, *, host: str, port: int, reset: bool) -> None:
    ours = settings()
    if reset and _has_own_servers(ours):
        raise Misconfigured(
            "--reset deletes the embedded data only; DATABASE_URL and REDIS_URL are yours to empty."
        )
    if reset:
        embedded.reset(ours.data_dir)
    environment = _environment(running, ours, host=host, port=port)
    _finish(environment, "migrate")
    api = Child("API", environment, "serve", "--host", host, "--port", str(port))
    worker = Child("worker", environment, "worker")
    running.callback(_stop, api, worker)
    credentials = _finish(environment, "demo")
    _await_answer(api, host=host, port=port)
    address = f"GraphiQL  http://{host}:{port}/graphql"
    print(f"\n{address}\n{credentials}\nCtrl-C stops everything.", flush=True)
    while True:
        for child in (api, worker):
            child.require_running()
        time.sleep(POLL)


class Child(subprocess.Popen[bytes]):
    """One of our commands; it stops when we do, even when we are killed."""

    def __init__(self, name: str, environment: dict[str, str], *arguments: str) -> None:
        self.name = name
        super().__init__(
            _command("--with-parent", *arguments),
            stdin=subprocess.PIPE,  # never written to: it closes when we end
            env=environment,
            start_new_session=True,  # Ctrl-C is for us; we stop them in order
        )

    def require_running(self) -> None:
        if self.poll() is not None:
            raise embedded.CannotStart(f"The {self.name} has stopped (exit {self.returncode}).")


def _environment(running: ExitStack, ours: Settings, *, host: str, port: int) -> dict[str, str]:
    """What the children need to know; starts the servers they need."""
    variables = {"CHATIA_ENV": "development", "CHATIA_HOST": host, "CHATIA_PORT": str(port)}
    if _has_own_servers(ours):
        folder = running.enter_context(closing(embedded.Folder(ours.data_dir)))
        secret_key = folder.secret_key
    else:
        servers = running.enter_context(embedded.start(ours.data_dir))
        variables["DATABASE_URL"] = ours.database_url or servers.database_url
        variables["REDIS_URL"] = ours.redis_url or servers.redis_url
        secret_key = servers.secret_key
    if not ours.secret_keys:
        variables["SECRET_KEYS"] = secret_key
    return child_environment(**variables)


def _has_own_servers(ours: Settings) -> bool:
    return bool(ours.database_url and ours.redis_url)


def _finish(environment: dict[str, str], command: str) -> str:
    """Run a command to its end; what it printed."""
    done = subprocess.run(
        _command(command), env=environment, stdout=subprocess.PIPE, text=True, check=False
    )
    if done.returncode:
        raise embedded.CannotStart(f"`chatia {command}` failed (exit {done.returncode}).")
    return done.stdout


def _await_answer(api: Child, *, host: str, port: int) -> None:
    deadline = time.monotonic() + START_TIMEOUT
    while time.monotonic() < deadline:
        api.require_running()
        connection = HTTPConnection(host, port, timeout=5)
        try:
            connection.request("GET", "/readyz")
            if connection.getresponse().status == 200:
                return
        except (OSError, HTTPException):
            pass
        finally:
            connection.close()
        time.sleep(POLL)
    raise embedded.CannotStart(f"The API does not get ready: see http://{host}:{port}/readyz.")


def _stop(*children: Child) -> None:
    for child in children:
        child.terminate()
    deadline = time.monotonic() + STOP_TIMEOUT
    for child in children:
        try:
            child.wait(max(0.0, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()


def _command(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "api.cli", *arguments]


def _interrupt(_signal: int, _frame: FrameType | None) -> None:
    for number in SIGNALS:  # once: stopping must not be stopped
        signal.signal(number, signal.SIG_IGN)
    raise KeyboardInterrupt
