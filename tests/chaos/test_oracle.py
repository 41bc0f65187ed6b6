"""The oracle finds fault with whatever is not as it must be, or the machine proves nothing."""

from dataclasses import dataclass, field
from uuid import UUID

import pytest

from models.events import cursor
from models.identifiers import uuid7
from models.identity import Role
from tests.chaos.followers import EVERYTHING, SOME, Heard, Refused, Span, Topic
from tests.chaos.oracle import Log, Tenure, judge

OURS, THEIRS = uuid7(), uuid7()


def log_of(company_id: UUID) -> Log:
    """Ten events, of which the fourth and the eighth are not for everybody."""
    names = ["message.created", "member.updated", "company.updated", "invitation.created"]
    return Log(
        company_id,
        [
            Heard(cursor(company_id, seq), names[(seq - 1) % 4], f"subject {seq}")
            for seq in range(1, 11)
        ],
    )


@dataclass
class Client:
    """What the oracle wants to know of a follower."""

    spans: list[Span]
    topic: Topic = EVERYTHING
    first_after: str | None = cursor(OURS, 0)
    failure: BaseException | None = None
    name: str = "client"
    tenures: list[Tenure] = field(default_factory=lambda: [Tenure(Role.OWNER)])

    @property
    def heard(self) -> list[Heard]:
        return [event for span in self.spans for event in span.heard]

    @property
    def begins(self) -> str | None:
        return self.first_after or (self.heard[0].cursor if self.heard else None)

    def judge(self) -> None:
        judge(self, log_of(OURS), self.tenures)  # type: ignore[arg-type]


def span(*places: int, after: int | None = 0, at: float = 0.0, floor: int = 0) -> Span:
    """A connection over which these events came."""
    events = log_of(OURS).events
    start = None if after is None else cursor(OURS, after)
    return Span(start, floor, begun=at, accepted=at, heard=[events[n - 1] for n in places])


ALL = range(1, 11)
PUBLIC = [n for n in ALL if n not in (4, 8)]


@pytest.mark.parametrize(
    "client",
    [
        Client([span(*ALL)]),
        Client([span(*ALL[:5]), span(*ALL[5:], after=5)]),
        Client([span(*ALL[:5]), span(*ALL[2:], after=2)]),
        Client([span(), span(1, 2), span(*ALL[2:], after=2)]),
        Client([span(*ALL[6:], after=None, floor=4)], first_after=None),
        Client([span(1, 3, 5, 7, 9)], topic=SOME),
        Client([span(*PUBLIC)], tenures=[Tenure(Role.MEMBER)]),
        Client(
            [span(1, 2, 3), span(*ALL[3:], after=3, at=2.0)],
            tenures=[Tenure(Role.MEMBER, until=1.0), Tenure(Role.ADMIN, since=1.0)],
        ),
    ],
)
def test_a_history_as_it_must_be_passes(client: Client) -> None:
    client.judge()


@pytest.mark.parametrize(
    "client",
    [
        Client([span(1, 2, 4, 5, 6, 7, 8, 9, 10)]),
        Client([span(*ALL[:9])]),
        Client([span(*ALL[1:])]),
        Client([span(1, 3, 2, *ALL[3:])]),
        Client([span(1, 2, 2, *ALL[2:])]),
        Client([span(*ALL[:5]), span(*ALL[6:], after=5)]),
        Client([span(*ALL[:5]), span(*ALL[4:], after=5)]),
        Client([span(*ALL[6:], after=None, floor=8)], first_after=None),
        Client([span(7, 9, 10, after=None)], first_after=None),
        Client([]),
        Client([span()]),
        Client([span(*ALL)], topic=SOME),
        Client([span(*ALL)], tenures=[Tenure(Role.MEMBER)]),
        Client([span(*PUBLIC)]),
        Client(
            [span(1, 2, 3), span(*ALL[3:], after=3, at=2.0)],
            tenures=[Tenure(Role.ADMIN, until=1.0), Tenure(Role.MEMBER, since=1.0)],
        ),
        Client([span(*ALL)], failure=Refused("INTERNAL")),
        Client([Span(cursor(OURS, 0), 0, 0.0, 0.0, log_of(THEIRS).events)]),
        Client([Span(cursor(THEIRS, 0), 0, 0.0, 0.0, log_of(OURS).events)]),
    ],
)
def test_a_history_that_is_not_is_found_out(client: Client) -> None:
    with pytest.raises(AssertionError):
        client.judge()
