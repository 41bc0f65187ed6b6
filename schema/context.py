"""What every resolver is given: who asks, from where, and the loaders of this one operation."""

from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

import strawberry

from models.errors import Unauthenticated
from models.viewer import Viewer
from schema.loaders import Loaders


@dataclass(slots=True)
class Context:
    """One request, or one socket for as long as it lives."""

    identity: Viewer | None = None
    address: str | None = None
    user_agent: str | None = None
    request_id: str = field(default_factory=lambda: uuid4().hex)
    connection_params: dict[str, Any] | None = None

    @property
    def viewer(self) -> Viewer:
        """Who is asking; raises Unauthenticated when nobody has said."""
        if self.identity is None:
            raise Unauthenticated
        return self.identity

    @property
    def loaders(self) -> Loaders:
        return _loaders.get()


Info = strawberry.Info[Context, None]
_loaders: ContextVar[Loaders] = ContextVar("loaders")


def fresh_loaders() -> None:
    """Forget what was loaded: a new operation, or a new event of a subscription, begins."""
    _loaders.set(Loaders())
