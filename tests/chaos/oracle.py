"""What every client must have heard, by the one truth: the company's committed log."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Final
from uuid import UUID

from models.events import Event, cursor
from models.events.names import PERSONAL
from models.identifiers import global_id
from models.identity import PERMISSIONS, Role
from models.tenancy import acting_for
from models.viewer import READ_EVENTS
from tests.chaos.followers import Follower, Heard, Span, Topic

FAR: Final = float("inf")


@dataclass(frozen=True)
class Tenure:
    """A role that a member had, between the moments at which it may have begun and ended."""

    role: Role
    since: float = -FAR
    until: float = FAR


@dataclass
class Log:
    """A company's events in commit order, as the database has them."""

    company_id: UUID
    events: list[Heard]
    places: dict[str, int] = field(init=False)

    def __post_init__(self) -> None:
        self.places = {event.cursor: place for place, event in enumerate(self.events, 1)}
        self.places[cursor(self.company_id, 0)] = 0

    @classmethod
    async def read(cls, company_id: UUID) -> "Log":
        columns = ("seq", "name", "subject_type", "subject_id")
        with acting_for(company_id):
            rows: list[Any] = await Event.all().order_by("seq").values_list(*columns)
        seqs = [row[0] for row in rows]
        assert seqs == list(range(1, len(rows) + 1)), f"the log has gaps: {seqs}"
        events = [
            Heard(cursor(company_id, seq), name, global_id(kind, subject))
            for seq, name, kind, subject in rows
        ]
        return cls(company_id, events)

    def behind(self, after: str | None, topic: Topic, roles: Iterable[Role]) -> list[Heard]:
        """What all of these roles may see of a topic behind a position."""
        assert after is None or after in self.places, f"a cursor of another log: {after}"
        may = frozenset.intersection(*(PERMISSIONS[role] for role in roles))
        return [
            event
            for event in self.events[self.places[after] if after else 0 :]
            if (topic.names is None or event.name in topic.names) and may_hear(event.name, may)
        ]


def may_hear(name: str, permissions: frozenset[str]) -> bool:
    kind = name.partition(".")[0]
    return kind not in PERSONAL and READ_EVENTS[kind] in permissions


def judge(follower: Follower, log: Log, tenures: Sequence[Tenure]) -> None:
    """AssertionError unless all that it heard was gapless, in order, complete and its company's."""
    if follower.failure is not None:
        raise AssertionError(f"{follower.name} was told otherwise") from follower.failure
    known = set(log.events)
    strangers = [event for event in follower.heard if event not in known]
    assert not strangers, f"{follower.name} heard what its log does not hold: {strangers[:3]}"
    for span in follower.spans:
        _judge_span(follower, span, log, tenures)
    heard = dict.fromkeys(follower.heard)
    roles = {tenure.role for tenure in tenures}
    assert follower.begins, f"{follower.name} never heard anything"
    due = log.behind(follower.begins, follower.topic, roles)
    missing = [log.places[event.cursor] for event in due if event not in heard]
    assert not missing, f"{follower.name} never heard {missing} of {len(log.events)}"
    if len(roles) == 1:  # else a return with more rights may have filled in what was hidden
        places = [log.places[event.cursor] for event in heard]
        assert places == sorted(places), f"{follower.name} heard out of order"


def _judge_span(follower: Follower, span: Span, log: Log, tenures: Sequence[Tenure]) -> None:
    """Over one connection nothing may even repeat, and nothing is told beyond the role it has."""
    accepted = span.begun if span.accepted is None else span.accepted
    roles = [
        tenure.role for tenure in tenures if tenure.since < accepted and span.begun < tenure.until
    ]
    wanted = [_expected(follower, span, log, role) for role in roles]
    if any(span.heard == due[: len(span.heard)] for due in wanted):
        return
    due = wanted[0]
    at = next((n for n, event in enumerate(span.heard) if [event] != due[n : n + 1]), 0)
    raise AssertionError(
        f"{follower.name}, as {roles[0]} after {log.places.get(span.after or '')}: "
        f"heard {_around(span.heard, at, log)} where there was {_around(due, at, log)}"
    )


def _expected(follower: Follower, span: Span, log: Log, role: Role) -> list[Heard]:
    if span.after is not None:
        return log.behind(span.after, follower.topic, [role])
    # From now on: whenever that was, it was not before it was asked for.
    due = log.behind(cursor(log.company_id, span.floor), follower.topic, [role])
    return due[due.index(span.heard[0]) :] if span.heard and span.heard[0] in due else due


def _around(events: Sequence[Heard], at: int, log: Log) -> list[tuple[int, str]]:
    return [(log.places[event.cursor], event.name) for event in events[max(at - 1, 0) : at + 2]]
