"""Something we need is away: say it once, try again ever slower, say once that it is back."""

import asyncio
from random import uniform
from typing import Any

import structlog

QUICKEST = 0.05
SLOWEST = 2.0  # seconds between two tries
log = structlog.get_logger()


class Outage:
    """The outages of one thing, named for the log."""

    def __init__(self, name: str, *, slowest: float = SLOWEST, **details: Any) -> None:
        self._name = name
        self._slowest = slowest
        self._details = details
        self._failures = 0

    async def wait(self, error: BaseException) -> None:
        """Sleep before the next try; the first failure of an outage is logged."""
        if not self._failures:
            log.warning(
                f"{self._name}.lost", error=f"{type(error).__name__}: {error}", **self._details
            )
        self._failures += 1
        longest = min(self._slowest, QUICKEST * 2 ** min(self._failures, 16))
        await asyncio.sleep(uniform(longest / 2, longest))  # noqa: S311 - spreads the tries

    def over(self) -> None:
        """It answered."""
        if self._failures:
            self._failures = 0
            log.info(f"{self._name}.restored", **self._details)
