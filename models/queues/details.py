"""What can be said of a queue, checked as a whole."""

from collections.abc import Mapping
from typing import Any, Final

from models.checks import Checks, checked_colour, line, text
from models.errors import Invalid

MAX_NAME: Final = 100
MAX_DESCRIPTION: Final = 500
MAX_REPLY: Final = 2_000
TIMEOUT: Final = (5, 3_600)
OVERFLOW: Final = (10, 7 * 86_400)


def cleaned(checks: Checks, details: Mapping[str, Any]) -> dict[str, Any]:
    """As they will be stored; None takes away what need not be there."""
    return {name: checks.run(CLEAN.get(name, _as_it_is), value) for name, value in details.items()}


def require_whole(assignment: str, details: Mapping[str, Any]) -> None:
    """Refuse what says nothing without something else."""
    checks = Checks()
    if details.get("accept_timeout_seconds") is not None and assignment == "MANUAL":
        checks.run(_refuse_offers)
    if (details.get("overflow_queue_id") is None) != (
        details.get("overflow_after_seconds") is None
    ):
        checks.run(_refuse_half)
    checks.refuse()


def _within(path: str, value: int | None, least: int, most: int) -> int | None:
    if value is not None and not least <= value <= most:
        message = f"`{path}` must be from {least} to {most}."
        raise Invalid.because(path, "OUT_OF_RANGE", message)
    return value


def _as_it_is(value: Any) -> Any:
    return value


def _refuse_offers() -> None:
    message = "Offers need ROUND_ROBIN or LEAST_BUSY, which say to whom."
    raise Invalid.because("acceptTimeoutSeconds", "OFFERS_TO_NOBODY", message)


def _refuse_half() -> None:
    message = "An overflow needs both a queue and a time."
    raise Invalid.because("overflowAfterSeconds", "OVERFLOW_INCOMPLETE", message)


CLEAN: Final = {
    "name": lambda value: line("name", value, longest=MAX_NAME),
    "colour": lambda value: None if value is None else checked_colour(value),
    "description": lambda value: value and text("description", value, longest=MAX_DESCRIPTION),
    "greeting": lambda value: value and text("greeting", value, longest=MAX_REPLY),
    "out_of_hours_message": lambda value: (
        value and text("outOfHoursMessage", value, longest=MAX_REPLY)
    ),
    "accept_timeout_seconds": lambda value: _within("acceptTimeoutSeconds", value, *TIMEOUT),
    "overflow_after_seconds": lambda value: _within("overflowAfterSeconds", value, *OVERFLOW),
}
