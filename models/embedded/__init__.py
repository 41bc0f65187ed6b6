"""A PostgreSQL and a Valkey of our own for development and tests, from two wheels."""

from models.embedded.folder import CannotStart, Folder
from models.embedded.servers import Servers, reset, start
from models.embedded.temporary import temporary, temporary_folder

__all__ = [
    "CannotStart",
    "Folder",
    "Servers",
    "reset",
    "start",
    "temporary",
    "temporary_folder",
]
