"""The bells of the dispatchers and the workers: rung, they look at the table."""

from typing import Final

from models.live.channels import ring

BELL: Final = "jobs"
CANCEL_BELL: Final = "jobs-cancelled"


async def ring_once() -> None:
    """There may be something to start."""
    await ring(BELL)


async def ring_cancelled() -> None:
    """A running job shall stop."""
    await ring(CANCEL_BELL)
