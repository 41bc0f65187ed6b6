"""PostgreSQL on a private Unix socket; every role signs in with a password."""

import os
import shutil
import signal
import subprocess
from functools import cached_property
from pathlib import Path
from urllib.parse import quote

from models.embedded.folder import RESET_HINT, CannotStart, Folder
from models.embedded.programs import postgres_programs
from models.embedded.server import ENVIRONMENT, Server

OWNER = "chatia"
DATABASE = "chatia"
PASSWORD = "database_password"  # noqa: S105 (the name of its file)
SETTINGS = {
    "listen_addresses": "",
    "max_connections": "200",
    "unix_socket_permissions": "0700",
    "jit": "off",
    "log_timezone": "UTC",
    "timezone": "UTC",
}
FAST_SETTINGS = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


class Postgres(Server):
    """`fast` gives up durability for speed: for data that a test throws away."""

    name = "PostgreSQL"
    stop_signal = signal.SIGINT  # its fast shutdown: ends the sessions, keeps the data

    def __init__(self, folder: Folder, *, fast: bool) -> None:
        self._data = folder.servers / "postgres"
        super().__init__(folder, pid_file=self._data / "postmaster.pid")
        self._settings = SETTINGS | (FAST_SETTINGS if fast else {})

    @property
    def url(self) -> str:
        """As the owner of the database: may create roles and databases, is no superuser."""
        return self.url_of(OWNER, password=self._password)

    @property
    def superuser_url(self) -> str:
        return self.url_of("postgres", password=self._password)

    def url_of(self, role: str, *, password: str, database: str = DATABASE) -> str:
        host = quote(str(self._folder.sockets))
        return f"postgres://{role}:{password}@/{database}?host={host}&port=5432"

    @cached_property
    def _password(self) -> str:
        return self._folder.secret(PASSWORD)

    @cached_property
    def _programs(self) -> Path:
        return postgres_programs(self._folder)

    def _prepare(self) -> None:
        (self._folder.sockets / ".s.PGSQL.5432.lock").unlink(missing_ok=True)
        if not self._data.exists():
            self._make_data()
        elif not (self._folder.path / PASSWORD).exists():
            raise CannotStart(
                f"The data folder {self._folder.path} has lost its {PASSWORD}. {RESET_HINT}"
            )

    def _make_data(self) -> None:
        # Made aside and renamed when whole: a first start that is killed leaves nothing half made.
        draft = self._folder.servers / "postgres.new"
        shutil.rmtree(draft, ignore_errors=True)
        password_file = self._write_for_servers("password.new", self._password)
        self._run(
            "initdb",
            f"--pgdata={draft}",
            "--username=postgres",
            f"--pwfile={password_file}",
            "--auth=scram-sha-256",
            "--encoding=UTF8",
            "--locale=C",
            "--locale-provider=builtin",  # the same order on Linux and macOS
            "--builtin-locale=C.UTF-8",
            "--no-sync",
        )
        password_file.unlink()
        self._run(
            *("postgres", "--single", "-D", str(draft), "postgres"),
            text=f"CREATE ROLE {OWNER} LOGIN CREATEDB CREATEROLE BYPASSRLS"
            f" PASSWORD '{self._password}'\n"
            f"GRANT pg_signal_backend, pg_monitor TO {OWNER}\n"
            f"CREATE DATABASE {DATABASE} OWNER {OWNER}\n",
        )
        draft.rename(self._data)

    def _command(self) -> list[str]:
        command = [str(self._programs / "postgres"), "-D", str(self._data)]
        settings = [f"--{name}={value}" for name, value in self._settings.items()]
        return [*command, "-k", str(self._folder.sockets), *settings]

    def _is_ready(self) -> bool:
        # The last line of the lock file is the postmaster's state; pg_ctl reads it too.
        try:
            lines = self._pid_file.read_text().splitlines()
        except FileNotFoundError:
            return False
        return len(lines) > 7 and lines[7].strip() == "ready" and self.pid is not None

    def _write_for_servers(self, name: str, text: str) -> Path:
        path = self._folder.servers / name
        path.unlink(missing_ok=True)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        os.write(descriptor, text.encode())
        os.close(descriptor)
        self._folder.account.own(path)
        return path

    def _run(self, program: str, *arguments: str, text: str = "") -> None:
        try:
            done = subprocess.run(
                [str(self._programs / program), *arguments],
                input=text,
                capture_output=True,
                text=True,
                cwd=self._folder.servers,
                env=ENVIRONMENT,
                **self._folder.account.process_options(),
            )
        except OSError as error:
            raise self._cannot_run(error) from error
        # Single-user mode reports a failed statement and still exits with 0.
        if done.returncode or "ERROR:" in done.stderr + done.stdout:
            self._log.write_text(done.stdout + done.stderr)
            raise CannotStart(
                f"PostgreSQL cannot make its data in {self._folder.path} ({self._complaint()}). "
                + RESET_HINT
            )
