"""PostgreSQL on a private Unix socket; every role signs in with a password."""

import os
import shutil
import signal
import subprocess
from urllib.parse import quote

from models.embedded.folder import RESET_HINT, CannotStart, Folder
from models.embedded.programs import postgres_programs
from models.embedded.server import Server

OWNER = "chatia"
DATABASE = "chatia"
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
    stop_signal = signal.SIGINT  # fast shutdown: ends sessions, keeps data

    def __init__(self, folder: Folder, *, fast: bool) -> None:
        super().__init__(folder)
        self.data = folder.servers / "postgres"
        self.pid_file = self.data / "postmaster.pid"
        self._settings = SETTINGS | (FAST_SETTINGS if fast else {})
        self._programs = postgres_programs(folder)
        if self.data.exists() and not (folder.path / "database_password").exists():
            raise CannotStart(f"The data folder {folder.path} has lost its database_password. {RESET_HINT}")
        self._password = folder.secret("database_password")

    @property
    def url(self) -> str:
        """As the owner of the database: may create roles and databases, is no superuser."""
        return self.url_of(OWNER, password=self._password)

    @property
    def superuser_url(self) -> str:
        return self.url_of("postgres", password=self._password)

    def url_of(self, role: str, *, password: str, database: str = DATABASE) -> str:
        return f"postgres://{role}:{password}@/{database}?host={quote(str(self._folder.sockets))}&port=5432"

    def _prepare(self) -> None:
        (self._folder.sockets / ".s.PGSQL.5432.lock").unlink(missing_ok=True)
        if self.data.exists():
            return
        # Made aside and renamed when whole: a first start that was killed leaves nothing half made.
        draft = self.data.with_suffix(".new")
        shutil.rmtree(draft, ignore_errors=True)
        password_file = self._folder.servers / "password.new"
        password_file.unlink(missing_ok=True)
        descriptor = os.open(password_file, os.O_WRONLY | os.O_CREAT, 0o600)
        os.write(descriptor, self._password.encode())
        os.close(descriptor)
        self._folder.account.own(password_file)
        self._run(
            f"initdb --pgdata={draft} --username=postgres --pwfile={password_file} --auth=scram-sha-256 "
            "--encoding=UTF8 --locale=C --locale-provider=builtin --builtin-locale=C.UTF-8 --no-sync"
        )
        password_file.unlink()
        self._run(
            f"postgres --single -D {draft} postgres",
            text=f"CREATE ROLE {OWNER} LOGIN CREATEDB CREATEROLE BYPASSRLS PASSWORD '{self._password}'\n"
            f"GRANT pg_signal_backend, pg_monitor TO {OWNER}\n"
            f"CREATE DATABASE {DATABASE} OWNER {OWNER}\n",
        )
        draft.rename(self.data)

    def _command(self) -> list[str]:
        settings = [f"--{name}={value}" for name, value in self._settings.items()]
        return [str(self._programs / "postgres"), "-D", str(self.data), "-k", str(self._folder.sockets), *settings]

    def _is_ready(self) -> bool:
        # The last line of the lock file is the postmaster's state, as pg_ctl reads it.
        try:
            lines = self.pid_file.read_text().splitlines()
        except FileNotFoundError:
            return False
        return len(lines) > 7 and lines[7].strip() == "ready"

    def _run(self, command: str, *, text: str = "") -> None:
        program, *arguments = command.split(" ")
        done = subprocess.run(
            [str(self._programs / program), *arguments],
            input=text,
            capture_output=True,
            text=True,
            cwd=self._folder.servers,
            env={"LC_ALL": "C", "PATH": "/usr/bin:/bin"},
            **self._folder.account.process_options(),
        )
        # Single-user mode reports a failed statement and still exits with 0.
        if done.returncode or "ERROR:" in done.stderr + done.stdout:
            self._log.write_text(done.stdout + done.stderr)
            raise CannotStart(
                f"PostgreSQL cannot make its data in {self._folder.path} ({self._complaint()}). {RESET_HINT}"
            )
