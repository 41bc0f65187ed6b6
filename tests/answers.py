"""Reading what the API answered."""

from collections.abc import Mapping
from typing import Any

STAMPS = ("requestId", "timestamp", "docs")


def codes(answer: dict[str, Any]) -> list[str]:
    """The error codes of an answer, in order."""
    return [error["extensions"]["code"] for error in answer.get("errors", [])]


def timeless(error: Mapping[str, Any]) -> dict[str, Any]:
    """An error without what differs each time, once that is found to be there."""
    stamped = error["extensions"]
    assert stamped["docs"].endswith(f"#{stamped['code'].lower()}")
    assert stamped["timestamp"]
    plain = {name: value for name, value in stamped.items() if name not in STAMPS}
    return {**error, "extensions": plain}
