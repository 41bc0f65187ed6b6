"""The proof of grouping: what goes to all is, byte for byte, what each would have had alone."""

from contextlib import aclosing
from typing import Final

import structlog

from api.fanout.executing import Over, Subscription
from api.fanout.figures import DIFFERENCES
from api.fanout.memo import Entry, shown
from models.events import cursor
from models.viewer import Viewer
from schema.context import Context
from schema.shared import SharedContext

ATTEMPTS: Final = 3  # between two executions, rows may have changed
VIEWERS: Final = 5

log = structlog.get_logger()


async def alike(
    subscription: Subscription, context: SharedContext, entry: Entry, viewers: set[Viewer]
) -> bool:
    """Does each of these viewers get the same alone? Says so in log and figures when not."""
    for viewer in list(viewers)[:VIEWERS]:
        if not await _alike(subscription, context, entry, viewer):
            DIFFERENCES.inc()
            log.error("fanout.differs", action=subscription.shape.name, seq=entry.seq)
            return False
    return True


async def _alike(
    subscription: Subscription, context: SharedContext, entry: Entry, viewer: Viewer
) -> bool:
    only = {
        "request_id": context.request_id,
        "resume_cursor": cursor(viewer.company_id, entry.seq - 1),
        "until_seq": entry.seq,
        "quiet": True,
    }
    grouped = _handed([entry], viewer)
    for _ in range(ATTEMPTS):
        alone = await _told(subscription, Context(identity=viewer, **only))  # type: ignore[arg-type]
        if _handed(alone, viewer) == grouped:
            return True
        again = SharedContext(context.anyone, cursor=str(only["resume_cursor"]))
        again.request_id, again.until_seq = context.request_id, entry.seq
        grouped = _handed(await _told(subscription, again), viewer)
        if _handed(alone, viewer) == grouped:
            return True
    return False


def _handed(told: list[Entry] | bytes | None, viewer: Viewer) -> list[Entry] | bytes | None:
    """What of it is handed to them; when it was decided who is, is not looked at."""
    if not isinstance(told, list):
        return told
    theirs = shown(told, viewer.sight, viewer.actor_id)
    return [entry._replace(audience=None) for entry in theirs]


async def _told(subscription: Subscription, context: Context) -> list[Entry] | bytes | None:
    compiled = isinstance(context, SharedContext)  # so that the two ways are compared as well
    try:
        async with aclosing(subscription.results(context, compiled=compiled)) as results:
            return [entry async for entry in results]
    except Over as over:
        return over.payload
