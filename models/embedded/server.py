"""One embedded server process: it outlives a crash of ours and is found again."""

import signal
import subprocess
import time
from abc import ABC, abstractmethod
from pathlib import Path

import psutil

from models.embedded.folder import RESET_HINT, CannotStart, Folder

START_TIMEOUT = 60.0  # crash recovery of a big database takes long
STOP_TIMEOUT = 20.0
POLL = 0.01
ENVIRONMENT = {"LC_ALL": "C", "PATH": "/usr/bin:/bin"}


class Server(ABC):
    """start, stop, restart, kill: each returns when it is done."""

    name: str
    stop_signal: signal.Signals

    def __init__(self, folder: Folder, *, pid_file: Path) -> None:
        self._folder = folder
        self._pid_file = pid_file
        self._log = folder.path / f"{self.name.lower()}.log"
        self._child: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int | None:
        """The process id of the running server, whoever started it."""
        if self._child is not None and self._child.poll() is not None:
            self._child = None
        try:
            pid = int(self._pid_file.read_text().split()[0])
            command = psutil.Process(pid).cmdline()
        except (OSError, ValueError, IndexError, psutil.Error):
            return None
        # A file left by a crash may name a number that now belongs to another program.
        return pid if any(f"{self._folder.servers}/" in argument for argument in command) else None

    def start(self) -> None:
        if self.pid is None:
            self._pid_file.unlink(missing_ok=True)
            self._prepare()
            self._spawn()
        deadline = time.monotonic() + START_TIMEOUT
        while not self._is_ready():
            exited = self.pid is None if self._child is None else self._child.poll() is not None
            if exited and "still in use" in self._log.read_text(errors="replace"):
                # A killed PostgreSQL is gone only when the last of its sessions has noticed.
                self._spawn()
            elif exited or time.monotonic() > deadline:
                raise CannotStart(
                    f"{self.name} does not start on the data folder {self._folder.path} "
                    f"({self._complaint()}). {RESET_HINT}"
                )
            time.sleep(POLL)

    def stop(self) -> None:
        self._signal(self.stop_signal)

    def restart(self) -> None:
        self.stop()
        self.start()

    def kill(self) -> None:
        """As a crash would."""
        self._signal(signal.SIGKILL)

    @abstractmethod
    def _prepare(self) -> None: ...

    @abstractmethod
    def _command(self) -> list[str]: ...

    @abstractmethod
    def _is_ready(self) -> bool: ...

    def _spawn(self) -> None:
        command = self._command()
        try:
            with self._log.open("wb") as log:
                self._child = subprocess.Popen(
                    command,
                    stdin=subprocess.DEVNULL,
                    stdout=log,
                    stderr=log,
                    cwd=self._folder.servers,
                    env=ENVIRONMENT,
                    start_new_session=True,  # Ctrl-C is for us: we stop after the last query
                    **self._folder.account.process_options(),
                )
        except OSError as error:
            raise self._cannot_run(error) from error

    def _cannot_run(self, error: OSError) -> CannotStart:
        return CannotStart(
            f"{self.name} cannot run here ({error}): "
            "set DATABASE_URL and REDIS_URL to a PostgreSQL and a Redis of your own."
        )

    def _complaint(self) -> str:
        """The last thing the server said that sounds like a reason."""
        text = self._log.read_text(errors="replace") if self._log.exists() else ""
        lines = [line.strip() for line in text.splitlines() if line.strip()]
        reasons = [line for line in lines if "FATAL" in line or "error" in line.lower()]
        return (reasons or lines or ["it said nothing"])[-1].rstrip(".")

    def _signal(self, number: signal.Signals) -> None:
        pid = self.pid
        if pid is None:
            return
        try:
            process = psutil.Process(pid)
            process.send_signal(number)
            process.wait(STOP_TIMEOUT)
        except psutil.NoSuchProcess:
            pass
        except psutil.TimeoutExpired:
            process.kill()
            process.wait()
        if self._child is not None:
            self._child.wait()
            self._child = None
