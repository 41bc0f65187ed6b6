"""The two servers of one data folder together."""

from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Self

from models.embedded.folder import Folder
from models.embedded.postgres import Postgres
from models.embedded.valkey import Valkey


class Servers:
    """Running servers; as a context manager it stops them at the end."""

    def __init__(self, folder: Folder, *, fast: bool) -> None:
        self._folder = folder
        self.postgres = Postgres(folder, fast=fast)
        self.redis = Valkey(folder)

    @property
    def database_url(self) -> str:
        return self.postgres.url

    @property
    def redis_url(self) -> str:
        return self.redis.url

    @property
    def secret_key(self) -> str:
        return self._folder.secret_key

    def stop(self) -> None:
        self.redis.stop()
        self.postgres.stop()
        self._folder.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()


def start(data_dir: Path, *, fast: bool = False) -> Servers:
    """Start the servers of `data_dir`, or take over those a crash left. Raises CannotStart."""
    folder = Folder(data_dir)
    with ExitStack() as undo:
        undo.callback(folder.close)
        folder.require_reach()
        servers = Servers(folder, fast=fast)
        for server in (servers.postgres, servers.redis):
            undo.callback(server.stop)
            server.start()
        undo.pop_all()
    return servers


def reset(data_dir: Path) -> None:
    """Stop what still runs on `data_dir` and delete what we keep there. Raises CannotStart."""
    folder = Folder(data_dir)
    try:
        if (folder.path / "servers").exists():
            servers = Servers(folder, fast=False)
            servers.redis.kill()
            servers.postgres.kill()
        folder.delete()
    finally:
        folder.close()
