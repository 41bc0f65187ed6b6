"""Valkey, which speaks the Redis protocol, on a private Unix socket, in memory only: the jobs table is the truth."""

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
        super().__init__(folder)
        self.pid_file = folder.servers / "valkey.pid"
        self.socket = folder.sockets / "redis.sock"
        self._program = valkey_program(folder)

    @property
    def url(self) -> str:
        return f"unix://{quote(str(self.socket))}?db=0"

    def _prepare(self) -> None:
        self.socket.unlink(missing_ok=True)

    def _command(self) -> list[str]:
        options = {
            "port": "0",
            "unixsocket": str(self.socket),
            "unixsocketperm": "700",
            "pidfile": str(self.pid_file),
            "dir": str(self._folder.servers),
            "set-proc-title": "no",  # so that the process can be recognised by its arguments
            "appendonly": "no",
            "save": "",
        }
        return [str(self._program), *(part for name, value in options.items() for part in (f"--{name}", value))]

    def _is_ready(self) -> bool:
        with socket.socket(socket.AF_UNIX) as connection:
            connection.settimeout(1)
            try:
                connection.connect(str(self.socket))
                connection.sendall(b"PING\r\n")
                return connection.recv(16).startswith(b"+PONG") and self.pid is not None
            except OSError:
                return False
