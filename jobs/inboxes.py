"""Understanding what was pushed to us."""

from uuid import UUID

from jobs.task import task
from models.inboxes import InboundEvent
from models.inboxes.arrival import apply
from models.inboxes.inbound_event import APPLY
from models.tenancy import find


async def fail_event(event_id: UUID, *, reason: str) -> None:
    for event in await InboundEvent.filter(id=event_id):
        await event.fail(reason)


@task(APPLY, attempts=5, on_dead=fail_event, announced=False)
async def apply_event(event_id: UUID) -> None:
    await apply(await find(InboundEvent.all(), event_id))
