"""Whom the servers run as: PostgreSQL refuses to run as root."""

import os
import pwd
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self


@dataclass(frozen=True)
class Account:
    """The uid and gid of the server processes."""

    uid: int
    gid: int

    @classmethod
    def for_servers(cls, *, of: Path) -> Self:
        """Ourselves; for root, whoever owns the folder `of` from an earlier run, or nobody."""
        if os.getuid() != 0:
            return cls(os.getuid(), os.getgid())
        owner = of.stat().st_uid if of.exists() else 0
        entry = pwd.getpwuid(owner) if owner else pwd.getpwnam("nobody")
        return cls(entry.pw_uid, entry.pw_gid)

    @property
    def is_us(self) -> bool:
        return self.uid == os.getuid()

    def may_reach(self, path: Path) -> bool:
        """Whether every folder above `path` lets this account through."""
        return self.is_us or all(self._may_enter(folder) for folder in path.absolute().parents)

    def own(self, path: Path) -> None:
        if not self.is_us:
            os.chown(path, self.uid, self.gid)

    def process_options(self) -> dict[str, Any]:
        """What subprocess needs to start a child as this account."""
        return {} if self.is_us else {"user": self.uid, "group": self.gid, "extra_groups": []}

    def _may_enter(self, folder: Path) -> bool:
        status = folder.stat()
        if status.st_uid == self.uid:
            return bool(status.st_mode & 0o100)
        if status.st_gid == self.gid:
            return bool(status.st_mode & 0o010)
        return bool(status.st_mode & 0o001)
