"""The data folder: what the embedded servers keep, where, and who holds it."""

import fcntl
import os
import secrets
import shutil
import tempfile
from pathlib import Path

from models.embedded.account import Account

RESET_HINT = "`make run ARGS=--reset` deletes it and starts over."
LONGEST_SOCKET_NAME = len("/.s.PGSQL.5432.lock")
LONGEST_SOCKET_PATH = 100  # sockaddr_un holds 104 bytes on macOS, 108 on Linux


class CannotStart(Exception):
    """One sentence for the person at the terminal: what is wrong and what helps."""


class Folder:
    """The data folder, locked for one launcher at a time.

    `servers` and `sockets` are folders of the server account, or links to such folders elsewhere: root's
    servers do not run as root and may not reach a private home; a socket path must be short.
    """

    def __init__(self, path: Path) -> None:
        self.path = path.absolute()
        self._open()
        self._lock = self._take_lock()
        try:
            self.account = Account.for_servers(of=self.path / "servers")
            self.servers = self._home()
            self.sockets = self._socket_home()
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        os.close(self._lock)

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
        for name in ("servers", "sockets"):
            link = self.path / name
            shutil.rmtree(link.resolve(), ignore_errors=True)
            if link.is_symlink():
                link.unlink()
        for name in ("database_password", "secret_key"):
            (self.path / name).unlink(missing_ok=True)

    def _open(self) -> None:
        try:
            if not self.path.exists():
                self.path.mkdir(parents=True)
                self.path.chmod(0o711 if os.getuid() == 0 else 0o700)
        except OSError as error:
            raise CannotStart(f"The data folder {self.path} cannot be made: {error.strerror}.") from error
        self.path = self.path.resolve()

    def _take_lock(self) -> int:
        try:
            lock = os.open(self.path / "lock", os.O_RDWR | os.O_CREAT, 0o600)
        except OSError as error:
            raise CannotStart(f"The data folder {self.path} is not ours to use: {error.strerror}.") from error
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            holder = os.read(lock, 20).decode() or "unknown"
            os.close(lock)
            raise CannotStart(
                f"The data folder {self.path} is in use by process {holder}: "
                "stop that one, or choose another folder with DATA_DIR."
            ) from None
        os.truncate(lock, 0)
        os.write(lock, str(os.getpid()).encode())
        return lock

    def _home(self) -> Path:
        home = self.path / "servers"
        if home.is_symlink() and not home.exists():
            home.unlink()
        if not home.exists():
            if self.account.may_reach(home):
                home.mkdir(mode=0o700)
                self.account.own(home)
            else:
                home.symlink_to(self._place_elsewhere(("/var/tmp", tempfile.gettempdir())))  # noqa: S108
        if not self.account.may_reach(home.resolve()):
            raise CannotStart(f"The servers' own account cannot reach {home} any more. {RESET_HINT}")
        return home.resolve()

    def _socket_home(self) -> Path:
        inside, link = self.servers / "sockets", self.path / "sockets"
        if len(str(inside)) + LONGEST_SOCKET_NAME <= LONGEST_SOCKET_PATH:
            inside.mkdir(mode=0o700, exist_ok=True)
            self.account.own(inside)
            return inside
        if link.is_symlink() and not link.exists():
            link.unlink()
        if not link.exists():
            link.symlink_to(self._place_elsewhere(("/tmp", tempfile.gettempdir())))  # noqa: S108
        return link.resolve()

    def _place_elsewhere(self, candidates: tuple[str, ...]) -> Path:
        for parent in map(Path, candidates):
            may_run = parent.exists() and not os.statvfs(parent).f_flag & os.ST_NOEXEC
            if may_run and self.account.may_reach(parent / "place"):
                place = Path(tempfile.mkdtemp(prefix="chatia-", dir=parent))
                self.account.own(place)
                return place
        raise CannotStart(
            f"Nowhere to put the servers of {self.path}: root's servers run as another account, which reaches "
            "neither that folder nor the temporary ones. Choose an open folder with DATA_DIR."
        )
