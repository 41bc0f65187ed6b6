"""Which conversations are asked for: the same of a list, of a saved view, and of a change of many.

They are kept as JSON: ids, names of enumerations and times as texts.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final, TypedDict
from uuid import UUID

from tortoise.expressions import Q
from tortoise.queryset import QuerySet

from models.clauses import Clause, Kind
from models.conversations import Conversation
from models.conversations.labelling import labelled
from models.conversations.participant import attended
from models.errors import Invalid
from models.search import SearchKind, found

if TYPE_CHECKING:
    from models.viewer import Viewer

MOST_LABELS: Final = 20


class Criteria(TypedDict, total=False):
    """All of these; what is not there asks for nothing."""

    status: list[str]
    priority: list[str]
    assignee: str
    unassigned: bool
    mine: bool
    inbox: str
    contact: str
    queue: str
    labels: list[str]
    every_label: bool
    participant: str
    waiting: bool
    unread: bool
    search: str
    created_after: str
    created_before: str
    last_message_after: str
    last_message_before: str


Rows = QuerySet[Conversation]
COLUMNS: Final[Mapping[str, str]] = {
    "assignee": "assignee_id",
    "inbox": "inbox_id",
    "contact": "contact_id",
    "queue": "queue_id",
}
TIMES: Final[Mapping[str, str]] = {
    "created_after": "created_at__gte",
    "created_before": "created_at__lt",
    "last_message_after": "last_message_at__gte",
    "last_message_before": "last_message_at__lt",
}
# Of these it depends on who asks what belongs in the list.
PERSONAL: Final = frozenset({"mine", "unread"})


def narrowed(rows: Rows, criteria: Criteria, *, by: "Viewer") -> Rows:
    """Those of `rows` that are asked for. Raises Invalid for what contradicts itself."""
    check(criteria)
    for name in ("status", "priority"):
        wanted = criteria.get(name)
        if wanted:
            rows = rows.filter(_one_of(name, wanted))  # type: ignore[arg-type]
    for name, column in COLUMNS.items():
        if name in criteria:
            rows = rows.filter(_equal(column, UUID(criteria[name])))  # type: ignore[literal-required]
    for name, comparison in TIMES.items():
        if name in criteria:
            at = datetime.fromisoformat(criteria[name])  # type: ignore[literal-required]
            rows = rows.filter(_equal(comparison, at))
    for name, ask in ASKED.items():
        if criteria.get(name):
            rows = ask(rows, criteria, by)
    return rows


def is_personal(criteria: Criteria) -> bool:
    """Does it depend on who asks, beyond what they may see?"""
    return any(criteria.get(name) for name in PERSONAL)


def check(criteria: Criteria) -> None:
    """Raises Invalid for what contradicts itself, or is too much."""
    chosen = [name for name in ("assignee", "unassigned", "mine") if criteria.get(name)]
    if len(chosen) > 1:
        message = "Ask for an `assignee`, for `unassigned` or for `mine`: one of them."
        raise Invalid.because(chosen[1], "ASSIGNEE_AND_UNASSIGNED", message)
    if len(criteria.get("labels", ())) > MOST_LABELS:
        message = f"`labels` can name {MOST_LABELS} at most."
        raise Invalid.because("labels", "TOO_MANY", message)


def _unread(rows: Rows, by: "Viewer") -> Rows:
    if by.member_id is None:
        message = "Only members read; leave out `unread`."
        raise Invalid.because("unread", "NOT_A_MEMBER", message)
    return rows.filter(Clause(UNREAD, (by.member_id,)))


def _mine(rows: Rows, by: "Viewer") -> Rows:
    if by.member_id is None:
        message = "Only members have conversations of their own; leave out `mine`."
        raise Invalid.because("mine", "NOT_A_MEMBER", message)
    return rows.filter(assignee_id=by.member_id)


def _one_of(column: str, values: list[str]) -> Q:
    # An index in the order of a list goes on behind an equality only.
    return _equal(column, values[0]) if len(values) == 1 else _equal(f"{column}__in", values)


def _equal(lookup: str, value: Any) -> Q:
    condition: dict[str, Any] = {lookup: value}
    return Q(**condition)


UNREAD: Final = Kind(
    1,
    lambda table, places: (
        f"{table}.inbound_count > coalesce((SELECT mine.inbound_count "  # noqa: S608 - our names
        "FROM conversation_reads mine "
        f"WHERE mine.company_id = {table}.company_id AND mine.conversation_id = {table}.id "
        f"AND mine.member_id = {places[0]}::uuid), 0)"
    ),
)
ASKED: Final[Mapping[str, Callable[[Rows, Criteria, Any], Rows]]] = {
    "unassigned": lambda rows, criteria, by: rows.filter(assignee_id=None),
    "mine": lambda rows, criteria, by: _mine(rows, by),
    "waiting": lambda rows, criteria, by: rows.filter(waiting_since__isnull=False),
    "unread": lambda rows, criteria, by: _unread(rows, by),
    "labels": lambda rows, criteria, by: labelled(
        rows,
        [UUID(id) for id in criteria["labels"]],
        every=criteria.get("every_label", False),
    ),
    "participant": lambda rows, criteria, by: attended(rows, UUID(criteria["participant"])),
    "search": lambda rows, criteria, by: found(
        rows, criteria["search"], SearchKind.CONVERSATION, sight=by.sight
    ),
}
