"""The story of an error: where and of what kind, and nothing that somebody wrote."""

import asyncpg
import orjson
import pytest
import structlog

from models import logs
from models.logs import story
from tests.people import Cast

SECRET = "correct horse battery staple"


def raised(error: Exception, *, cause: Exception | None = None) -> Exception:
    try:
        secret_local = SECRET
        assert secret_local
        raise error from cause
    except Exception as caught:  # noqa: BLE001 - whatever was given
        return caught


def test_an_error_is_told_by_type_and_place_only() -> None:
    told = story(raised(ValueError(SECRET)))

    assert told.endswith("ValueError")
    assert "test_logs.py" in told
    assert SECRET not in told.replace(f'"{SECRET}"', "")


def test_what_python_says_about_code_is_told() -> None:
    with pytest.raises(AttributeError) as error:
        None.nothing  # type: ignore[attr-defined]  # noqa: B018

    assert "AttributeError: 'NoneType' object has no attribute 'nothing'" in story(error.value)


def test_causes_and_groups_are_told_in_their_order() -> None:
    group = ExceptionGroup(SECRET, [raised(KeyError(SECRET), cause=OSError(5, SECRET))])

    told = story(raised(group))

    assert told.index("ExceptionGroup") < told.index("OSError errno=5") < told.index("KeyError")
    assert SECRET not in told


def test_a_database_error_is_told_by_its_state_and_names() -> None:
    error = asyncpg.UniqueViolationError(SECRET)
    error.constraint_name = "users_email_key"

    told = story(raised(error))

    assert "UniqueViolationError sqlstate=23505 constraint_name=users_email_key" in told
    assert SECRET not in told


def test_what_the_database_says_about_code_is_told() -> None:
    told = story(raised(asyncpg.UndefinedColumnError('column "nothing" does not exist')))

    assert told.endswith('UndefinedColumnError sqlstate=42703 (column "nothing" does not exist)')


@pytest.mark.parametrize("given", [True, "instance", "tuple"])
def test_an_exception_becomes_its_story_however_it_is_given(given: object) -> None:
    error = raised(ValueError(SECRET))
    forms = {"instance": error, "tuple": (type(error), error, error.__traceback__)}
    try:
        raise error
    except ValueError:
        entry = logs._tell_exception(None, "error", {"exc_info": forms.get(str(given), given)})

    assert entry["exception"].endswith("ValueError")
    assert "exc_info" not in entry


def test_lines_are_json_whatever_is_in_them() -> None:
    line = logs._json(None, "info", {"event": "x", "error": KeyError, "n": {1: object()}})

    assert orjson.loads(line)["event"] == "x"


async def test_who_asks_is_on_every_line(acme: Cast, rival: Cast) -> None:
    with logs.about():
        logs.act_as(acme.viewer)
        ours = logs._merge(None, "info", {})

    assert ours == {
        "company": str(acme.id),
        "user": str(acme.owner.user_id),
        "member": str(acme.owner.id),
    }


def test_the_loop_complains_without_quoting() -> None:
    with structlog.testing.capture_logs() as lines:
        context = {"message": "Task exception was never retrieved", "exception": ValueError(SECRET)}
        logs.complain(None, context)  # type: ignore[arg-type]

    assert lines[0]["problem"] == "Task exception was never retrieved"
    assert SECRET not in story(lines[0]["exc_info"])
