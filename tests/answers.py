"""Reading what the API answered."""

from typing import Any


def codes(answer: dict[str, Any]) -> list[str]:
    """The error codes of an answer, in order."""
    return [error["extensions"]["code"] for error in answer.get("errors", [])]
