"""From who has written events to this process's own hubs, which need not read them then."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Final
from uuid import UUID

if TYPE_CHECKING:
    from models.events import Event

Taker = Callable[[UUID, Callable[[], "Sequence[Event]"]], None]
takers: Final[list[Taker]] = []


def hand_over(company_id: UUID, events: "Callable[[], Sequence[Event]]") -> None:
    """These are committed; who takes them asks for them as a reader of the table would see them."""
    for take in takers:
        take(company_id, events)
