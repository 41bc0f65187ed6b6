"""A PostgreSQL and a Valkey of our own for development and tests, from two wheels."""

from models.embedded.folder import CannotStart, Folder
from models.embedded.servers import Servers, reset, start

__all__ = ["CannotStart", "Folder", "Servers", "reset", "start"]
