"""One execution for many viewers: whatever could differ between them may not be read."""

from dataclasses import fields
from typing import Any, Final
from uuid import UUID

from models.errors import DomainError
from models.viewer import Viewer
from schema.audience import Audience
from schema.context import Context

# Named are the few that members of a group have in common, so that what is added is personal.
COMMON: Final = frozenset({"company_id", "permissions"})
COMMON_OF_CONTEXT: Final = frozenset(
    {
        "identity",
        "request_id",
        "resume_cursor",
        "until_seq",
        "event_seq",
        "event_at",
        "settled_seq",
        "event_subject",
        "event_audience",
        "coalesces",
        "turn",
        "shares",
        "idempotency_key",  # of mutations
        "replayed",
        "quiet",
    }
)
PERSONAL: Final = frozenset(field.name for field in fields(Viewer)) - COMMON
PERSONAL_OF_CONTEXT: Final = frozenset(field.name for field in fields(Context)) - COMMON_OF_CONTEXT


class Personal(DomainError):
    """A resolver asked who exactly is asking."""

    code = "PERSONAL"  # nobody is shown it: such a result is thrown away


class Anyone(Viewer):
    """Any viewer of a company with these permissions; notes what was asked beyond that.

    How far each of the `restricted` sees is personal: what is read for them all may only be of the
    conversation that an event is about, which is told to those who see it.
    """

    __slots__ = ("asked", "restricted")

    restricted: bool

    def __init__(
        self, company_id: UUID, permissions: frozenset[str], *, restricted: bool = False
    ) -> None:
        object.__setattr__(self, "company_id", company_id)
        object.__setattr__(self, "permissions", permissions)
        object.__setattr__(self, "restricted", restricted)
        object.__setattr__(self, "asked", [])

    def __repr__(self) -> str:
        return f"Anyone({self.company_id})"

    def __getattribute__(self, name: str) -> Any:
        if name == "sight" and not self.restricted:
            return None
        if name in PERSONAL:
            self.asked.append(name)
            raise Personal(name)
        return object.__getattribute__(self, name)


class SharedContext(Context):
    """The context of an execution whose result goes to all of a group, or to none."""

    __slots__ = ("anyone",)

    def __init__(self, anyone: Anyone, *, cursor: str, until_seq: int | None = None) -> None:
        super().__init__(identity=anyone, resume_cursor=cursor, until_seq=until_seq, quiet=True)
        self.anyone = anyone

    def __repr__(self) -> str:
        return f"SharedContext({self.anyone})"

    def told_to(self, audience: Audience | None) -> bool:
        """To some of all: it is decided for each what of the result is handed to them."""
        return True

    async def require_same_sight(self, seq: int) -> None:
        """Each member asks for themselves before they are told."""

    @property
    def personal(self) -> list[str]:
        """What was asked that is not the same for all: then the result is nobody's."""
        asked: list[str] = self.anyone.asked
        return asked

    def __getattribute__(self, name: str) -> Any:
        if name in PERSONAL_OF_CONTEXT:
            self.anyone.asked.append(name)
            raise Personal(name)
        return object.__getattribute__(self, name)
