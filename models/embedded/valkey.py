"""Valkey, which speaks the Redis protocol, on a private Unix socket.

In memory only: what must survive is in PostgreSQL.
"""

import signal
import socket
from urllib.parse import quote

from models.embedded.folder import Folder
from models.embedded.programs import valkey_program
from models.embedded.server import Server


class Valkey(Server):
    name = "Valkey"
    stop_signal = signal.SIGTERM

    def __init__(self, folder: Folder) -> None:
        super().__init__(folder, pid_file=folder.servers / "valkey.pid")
        self._socket = folder.sockets / "redis.sock"

    @property
    def url(self) -> str:
        return f"unix://{quote(str(self._socket))}?db=0"

    def _prepare(self) -> None:
        self._socket.unlink(missing_ok=True)

    def _command(self) -> list[str]:
        options = {
            "port": "0",
            "unixsocket": str(self._socket),
            "unixsocketperm": "700",
            "pidfile": str(self._pid_file),
            "dir": str(self._folder.servers),
            "set-proc-title": "no",  # so that the process can be recognised by its arguments
            "appendonly": "no",
            "save": "",
        }
        return [
            str(valkey_program(self._folder)),
            *(part for name, value in options.items() for part in (f"--{name}", value)),
        ]

    def _is_ready(self) -> bool:
        with socket.socket(socket.AF_UNIX) as connection:
            connection.settimeout(1)
            try:
                connection.connect(str(self._socket))
                connection.sendall(b"PING\r\n")
                return connection.recv(16).startswith(b"+PONG") and self.pid is not None
            except OSError:
                return False
