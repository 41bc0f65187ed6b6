"""The bells of the dispatchers and the workers: rung, they look at the table."""

from typing import Final

from models.live.channels import ring

BELL: Final = "jobs"
CANCEL_BELL: Final = "jobs-cancelled"


def ring_once() -> None:
    """There may be something to start."""
    ring(BELL)


def ring_cancelled() -> None:
    """A running job shall stop."""
    ring(CANCEL_BELL)
