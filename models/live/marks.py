"""Where the days of a company's log begin, as far as its reader has come across them."""

from bisect import bisect_right
from datetime import datetime
from typing import Final

DAYS: Final = 8  # of many days it costs more to leave out some than to look into all


class Marks:
    """How old what is behind a position can be: a read need not look into the days before."""

    def __init__(self) -> None:
        self._seqs: list[int] = []
        self._times: list[datetime] = []

    def __len__(self) -> int:
        return len(self._seqs)

    @property
    def newest(self) -> datetime:
        return self._times[-1]

    def since(self, after: int) -> datetime | None:
        place = bisect_right(self._seqs, after + 1)
        return self._times[place - 1] if place else None

    def note(self, seq: int, at: datetime) -> None:
        """No event from `seq` on is older. What says most is remembered, once a day."""
        place = bisect_right(self._seqs, seq)
        if place and self._times[place - 1].date() >= at.date():
            return
        if place and self._seqs[place - 1] == seq:
            place -= 1
            del self._seqs[place], self._times[place]
        if place < len(self) and self._times[place].date() == at.date():
            del self._seqs[place], self._times[place]
        self._seqs.insert(place, seq)
        self._times.insert(place, at)
        del self._seqs[:-DAYS], self._times[:-DAYS]
