"""Two companies with some of everything, odd values and nulls included."""

from dataclasses import dataclass, field
from typing import Any

from models.conversations import (
    Conversation,
)
from models.events import Event
from models.identity import ApiKey, Role
from models.sight import RESTRICTED
from models.tenancy import acting_for
from models.viewer import Viewer
from schema.contacts.live import ContactImportChanged
from schema.context import Context
from schema.conversations.bulk import BulkOperationChanged
from schema.conversations.counts import ViewChanged
from schema.conversations.drafts import DraftChanged
from schema.conversations.labelling import LabelChanged
from schema.conversations.live import ConversationChanged, MessageAdded
from schema.events import EventRecorded, cursor_of
from schema.identity.members import MemberChanged
from schema.notifications.live import NotificationAdded
from schema.outreach.changing import TemplateChanged
from schema.oversight.clocks import SlaChanged
from schema.queues.serving import QueueLineChanged
from tests.asking import executed
from tests.people import Cast, found, hire
from tests.schema.compiler.furnished import ODD, furnish
from tests.sights import a_queue, follows, placed, seeing

TOLD: dict[str, tuple[str, Any]] = {
    "message": ("messageAdded", MessageAdded),
    "conversation": ("conversationChanged", ConversationChanged),
    "member": ("memberChanged", MemberChanged),
    "queue": ("queueLineChanged", QueueLineChanged),
    "sla": ("slaChanged", SlaChanged),
    "label": ("labelChanged", LabelChanged),
    "draft": ("draftChanged", DraftChanged),
    "template": ("templateChanged", TemplateChanged),
    "view": ("viewChanged", ViewChanged),
    "bulk_operation": ("bulkOperationChanged", BulkOperationChanged),
    "notification": ("notificationAdded", NotificationAdded),
    "contact_import": ("contactImportChanged", ContactImportChanged),
}


@dataclass
class World:
    """Who may ask, and by the name of its type, the ids there are to ask with."""

    viewers: list[Viewer | None]
    ids: dict[str, list[str]] = field(default_factory=dict)
    cursors: list[str] = field(default_factory=lambda: ["", "nonsense"])
    # What subscriptions of ours were told, beside their names.
    events: list[tuple[str, Any]] = field(default_factory=list)

    def _repr_pretty_(self, shown: Any, _: object) -> None:
        shown.text("World()")  # hypothesis shows what a test was given, and refuses what is long


async def made() -> World:
    ours, theirs = await found("Acme"), await found("Rival")
    viewers: list[Viewer | None] = [ours.viewer]
    viewers += [await hire(ours, role, ODD) for role in Role]
    for scopes in (["company:read", "conversations:read"], ["contacts:read", "messages:read"]):
        with acting_for(ours.id):
            key, _ = await ApiKey.make(scopes[0], scopes=scopes, expires_at=None, by=ours.viewer)
            viewers.append(Viewer.machine(key))
    world = World([*[ours.viewer] * 8, *viewers, theirs.viewer, None])
    for company, times in ((ours, 4), (theirs, 1)):
        await furnish(company, world, times=times)
    world.viewers += await _restricted(ours, viewers)
    for listed in ("conversations", "contacts", "inboxes", "members"):
        asked = f"{{ {listed} {{ edges {{ cursor }} }} }}"
        answer = await executed(asked, {}, Context(identity=ours.viewer, quiet=True))
        world.cursors += [edge["cursor"] for edge in answer["data"][listed]["edges"]]
    asked = '{ searchMessages(query: "zoe") { edges { cursor } } }'
    answer = await executed(asked, {}, Context(identity=ours.viewer, quiet=True))
    edges = answer["data"]["searchMessages"]["edges"]
    world.cursors += [edges[1]["cursor"], edges[-1]["cursor"]]
    with acting_for(ours.id):
        for event in await Event.all().order_by("seq"):
            kind = TOLD.get(event.name.partition(".")[0])
            if kind is not None:
                world.events.append((kind[0], kind[1](recorded=event)))
            told = EventRecorded(cursor=cursor_of(event), event=event)  # type: ignore[arg-type]
            world.events.append(("events", told))
    return world


async def _restricted(company: Cast, viewers: list[Viewer | None]) -> list[Viewer]:
    """Those who see only some conversations, in a queue and in none, from when there are queues."""
    some = [viewer for viewer in viewers if viewer is not None and viewer.role in RESTRICTED]
    queue, other = await a_queue(company, *some), await a_queue(company)
    with acting_for(company.id):
        conversations = await Conversation.all().order_by("id")
    for place, conversation in enumerate(conversations):
        if place % 3:
            await placed(company, conversation, queue if place % 3 == 1 else other)
    outside = await hire(company, Role.MEMBER, ODD)
    await follows(company, outside, conversations[2])
    return [await seeing(viewer) for viewer in (*some, *some, outside)]
