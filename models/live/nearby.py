"""From who has written events to this process's own hubs, which need not read them then.

Nor need those who tell of an event read the rows that its transaction has left, while it is new.
"""

from collections import OrderedDict
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Final
from uuid import UUID

from models.known import KnownRows

if TYPE_CHECKING:
    from models.events import Event

# Gives back what it took: not what others were before with, who have yet to be heard of.
Taker = Callable[[UUID, Callable[[], "Sequence[Event]"]], "Sequence[Event] | None"]
KEPT: Final = 256  # events whose rows are kept, of all companies

takers: Final[list[Taker]] = []
_known: Final[OrderedDict[tuple[UUID, int], KnownRows]] = OrderedDict()


def hand_over(
    company_id: UUID,
    events: "Callable[[], Sequence[Event]]",
    known: Callable[[], KnownRows] | None,
) -> None:
    """These are committed; who takes them asks for them as a reader of the table would see them."""
    for take in takers:
        taken = take(company_id, events)
        if taken and known is not None:
            rows = known()
            for event in taken:
                _known[company_id, event.seq] = rows
            while len(_known) > KEPT:
                _known.popitem(last=False)


def known_after(company_id: UUID, seq: int) -> KnownRows | None:
    """Rows as the event's transaction left them, if it was of this process just now."""
    return _known.get((company_id, seq))
