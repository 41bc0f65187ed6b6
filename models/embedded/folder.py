"""The data folder: what the embedded servers keep, where, and who holds it."""

import fcntl
import os
import secrets
import shutil
import tempfile
from functools import cached_property
from pathlib import Path
from typing import TextIO

from models.embedded.account import Account

RESET_HINT = "`make run ARGS=--reset` deletes it and starts over."
ELSEWHERE = "chatia-"
LONGEST_SOCKET_NAME = len("/.s.PGSQL.5432.lock")
LONGEST_SOCKET_PATH = 100  # sockaddr_un holds 104 bytes on macOS, 108 on Linux


class CannotStart(Exception):
    """One sentence for the person at the terminal: what is wrong and what helps."""


class Folder:
    """The data folder, locked for one launcher at a time.

    In it, `servers` and `sockets` belong to the account of the servers. Each may be a link to a
    folder elsewhere: root's servers do not run as root and may not reach a private home, and the
    path of a socket must be short.
    """

    def __init__(self, path: Path) -> None:
        self.path = self._open(path.absolute())
        self._lock = self._take_lock()
        self.account = Account.for_servers(of=self.path / "servers")

    def close(self) -> None:
        self._lock.close()

    def require_reach(self) -> None:
        """The way to the data may have been closed since it was made there."""
        if not self.account.may_reach(self.servers):
            raise CannotStart(
                f"The servers' own account can no longer reach {self.servers}. {RESET_HINT}"
            )

    @cached_property
    def servers(self) -> Path:
        home = self.path / "servers"
        _drop_dangling(home)
        if not home.exists():
            if self.account.may_reach(home):
                home.mkdir(mode=0o700)
                self.account.own(home)
            else:
                home.symlink_to(self._place_elsewhere("/var/tmp"))  # noqa: S108
        return home.resolve()

    @cached_property
    def sockets(self) -> Path:
        inside, link = self.servers / "sockets", self.path / "sockets"
        if len(str(inside)) + LONGEST_SOCKET_NAME <= LONGEST_SOCKET_PATH:
            inside.mkdir(mode=0o700, exist_ok=True)
            self.account.own(inside)
            return inside
        _drop_dangling(link)
        if not link.exists():
            link.symlink_to(self._place_elsewhere("/tmp"))  # noqa: S108
        return link.resolve()

    @property
    def secret_key(self) -> str:
        """What a development installation signs its tokens with."""
        return self.secret("secret_key")

    def secret(self, name: str) -> str:
        """A random secret, made at the first call and kept in a file only we can read."""
        path = self.path / name
        if not path.exists():
            draft = path.with_suffix(".new")
            draft.unlink(missing_ok=True)
            draft.touch(mode=0o600)
            draft.write_text(secrets.token_hex(32))
            draft.rename(path)
        return path.read_text()

    def delete(self) -> None:
        """Delete what we made, and only that: the folder may hold other things."""
        for link in (self.path / "servers", self.path / "sockets"):
            if not link.is_symlink():
                shutil.rmtree(link, ignore_errors=True)
            elif link.resolve().name.startswith(ELSEWHERE):
                shutil.rmtree(link.resolve(), ignore_errors=True)
                link.unlink()
        for name in ("database_password", "secret_key", "postgresql.log", "valkey.log"):
            (self.path / name).unlink(missing_ok=True)

    def _open(self, path: Path) -> Path:
        try:
            if not path.exists():
                path.mkdir(parents=True)
                path.chmod(0o711 if os.getuid() == 0 else 0o700)
        except OSError as error:
            raise CannotStart(
                f"The data folder {path} cannot be made: {error.strerror}. "
                "Choose another one with DATA_DIR."
            ) from error
        return path.resolve()

    def _take_lock(self) -> TextIO:
        try:
            lock = (self.path / "lock").open("a+")
        except OSError as error:
            raise CannotStart(
                f"The data folder {self.path} is not ours to use: {error.strerror}. "
                "Choose another one with DATA_DIR."
            ) from error
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.seek(0)
            holder = lock.read() or "of another start"
            lock.close()
            raise CannotStart(
                f"The data folder {self.path} is in use by process {holder}: "
                "stop that one, or choose another folder with DATA_DIR."
            ) from None
        lock.truncate(0)
        lock.write(str(os.getpid()))
        lock.flush()
        return lock

    def _place_elsewhere(self, preferred: str) -> Path:
        for parent in (Path(preferred), Path(tempfile.gettempdir())):
            may_run = parent.exists() and not os.statvfs(parent).f_flag & os.ST_NOEXEC
            if may_run and self.account.may_reach(parent / ELSEWHERE):
                place = Path(tempfile.mkdtemp(prefix=ELSEWHERE, dir=parent))
                self.account.own(place)
                return place
        raise CannotStart(
            f"The servers of {self.path} find no place: root's servers run as another account, "
            f"which can use neither that folder nor {preferred}. Choose an open one with DATA_DIR."
        )


def _drop_dangling(link: Path) -> None:
    if link.is_symlink() and not link.exists():
        link.unlink()
