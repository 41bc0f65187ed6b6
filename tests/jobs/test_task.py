"""What a handler is given, and how patiently a failure is met."""

import ast
from collections.abc import Iterator
from datetime import datetime
from importlib import import_module
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jobs.task import TASKS, Policy, Task, registered, task
from models.errors import Conflict, NotFound, Overloaded
from models.job import PermanentFailure, RetryAfter

ROOT = Path(__file__).parents[2]


pytestmark = pytest.mark.usefixtures("own_kinds")


def patient(attempts: int = 100, *, base: float = 2, cap: float = 600) -> Task:
    async def work() -> None: ...

    task("test.patient", attempts=attempts, base=base, cap=cap)(work)
    return TASKS.pop("test.patient")


def longest() -> float:
    return 1.0


def test_the_pause_doubles_from_two_seconds_up_to_the_cap() -> None:
    pauses = [patient(cap=30).pause(OSError(), attempt=n, draw=longest) for n in range(1, 7)]

    assert pauses == [2, 4, 8, 16, 30, 30]


@given(attempt=st.integers(1, 10_000), draw=st.floats(0, 1))
def test_the_pause_is_somewhere_between_nothing_and_its_ceiling(attempt: int, draw: float) -> None:
    pause = Policy(cap=600).pause(OSError(), attempt=attempt, draw=lambda: draw)

    assert 0 <= pause <= min(600, 2.0 ** min(attempt, 20))


@pytest.mark.parametrize("error", [RetryAfter(42), Overloaded(retry_after=42)])
def test_a_pause_that_was_asked_for_is_kept(error: Exception) -> None:
    assert patient().pause(error, attempt=1, draw=longest) == 42


def test_nobody_can_ask_for_a_pause_without_end() -> None:
    assert patient().pause(RetryAfter(10**9), attempt=1) == 86_400


@pytest.mark.parametrize("error", [PermanentFailure("No."), NotFound()])
def test_what_will_not_change_is_not_tried_again(error: Exception) -> None:
    assert patient().pause(error, attempt=1) is None


@pytest.mark.parametrize("error", [OSError(), KeyError(), TimeoutError(), Conflict()])
def test_what_may_pass_is_tried_again(error: Exception) -> None:
    assert patient().pause(error, attempt=1) is not None


def test_there_are_so_many_attempts_and_no_more() -> None:
    three = patient(attempts=3)

    assert [three.pause(OSError(), attempt=n) is None for n in (1, 2, 3)] == [False, False, True]
    assert three.pause(OSError(), attempt=1, attempts=1) is None
    assert three.pause(RetryAfter(1), attempt=3) is None


async def test_a_handler_is_given_the_fields_of_the_payload() -> None:
    given: list[object] = []

    @task("test.given")
    async def work(message_id: UUID, at: datetime, *, times: int = 3) -> None:
        given.extend([message_id, at.year, times])

    id = uuid4()
    await TASKS["test.given"].run({"message_id": str(id), "at": "2026-11-21T08:00:00Z"})

    assert given == [id, 2026, 3]


@pytest.mark.parametrize("payload", [{}, {"message_id": "7"}, {"message_id": str(uuid4()), "x": 1}])
async def test_a_payload_that_does_not_fit_is_a_permanent_failure(
    payload: dict[str, object],
) -> None:
    @task("test.fits")
    async def work(message_id: UUID) -> None: ...

    with pytest.raises(PermanentFailure, match=r"does not fit test\.fits"):
        await TASKS["test.fits"].run(payload)


async def test_the_last_rites_are_told_the_reason() -> None:
    told: list[object] = []

    async def give_up(message_id: UUID, *, reason: str) -> None:
        told.extend([message_id, reason])

    @task("test.rites", on_dead=give_up)
    async def work(message_id: UUID) -> None: ...

    id = uuid4()
    await TASKS["test.rites"].give_up({"message_id": str(id)}, reason="Over.")

    assert told == [id, "Over."]


def test_a_kind_has_one_handler() -> None:
    async def work() -> None: ...

    task("test.twice")(work)

    with pytest.raises(ValueError, match=r"test\.twice"):
        task("test.twice")(work)


def test_every_kind_that_the_domain_wants_has_a_handler() -> None:
    wanted = {kind for path in sorted((ROOT / "models").rglob("*.py")) for kind in kinds(path)}

    assert wanted - set(registered()) == set()


def kinds(path: Path) -> Iterator[str]:
    """The kinds enqueued in a file, each a literal or a constant of its module."""
    for node in ast.walk(ast.parse(path.read_text())):
        match node:
            case ast.Call(
                func=ast.Attribute(value=ast.Name(id="Job"), attr="enqueue"), args=[kind, *_]
            ):
                yield kind_of(kind, path)


def kind_of(kind: ast.expr, path: Path) -> str:
    match kind:
        case ast.Constant(value=str(literal)):
            return literal
        case ast.Name(id=name):
            module = ".".join(path.relative_to(ROOT).with_suffix("").parts)
            return str(getattr(import_module(module), name))
    raise AssertionError(f"{path}: {ast.unparse(kind)} hides a kind")
