"""A company with some of everything that documents can meet."""

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from models.contacts import (
    AttributeDefinition,
    AttributeTarget,
    AttributeType,
    Contact,
    ContactExport,
    ContactImport,
    ContactNote,
    Segment,
)
from models.conversations import (
    AttemptOutcome,
    BulkAction,
    BulkOperation,
    Conversation,
    DeliveryAttempt,
    Draft,
    DraftKind,
    Label,
    Message,
    SatisfactionRequest,
)
from models.conversations.merging import merge
from models.conversations.revision import MessageRevision
from models.events import Event
from models.files import Attachment, Upload
from models.identifiers import global_id
from models.identity import ApiKey, Company, Invitation, Member, Role, Session
from models.inboxes import InboundEvent, InboundState, Inbox
from models.job import Job, JobState
from models.notifications import Notification, NotificationType, PushDevice
from models.outreach import Template, TemplateVisibility
from models.oversight import SlaClock, SlaPolicy, observe
from models.queues import Assignment, BusinessHours, Level, Queue, QueueMember
from models.queues.routing import route
from models.tenancy import acting_for
from models.views import View, ViewVisibility
from tests.contacts_kept import around
from tests.people import Cast
from tests.telling import a_device, noticed
from tests.threads import hear, open_inbox

if TYPE_CHECKING:
    from tests.schema.compiler.world import World

NOW = datetime.now(UTC)
ODD = 'Zoë "☎" \\ \u2028 🙈'


async def furnish(company: Cast, world: "World", *, times: int) -> None:
    inboxes = [await open_inbox(company), await open_inbox(company)]
    with acting_for(company.id):
        labels = [
            await Label.add(
                f"{ODD} {n}", colour="#ff0000", description=n and ODD, by=company.viewer
            )
            for n in ("", "b")
        ]
        key = await _defined(company)
    for place in range(times):
        said = [
            await hear(company, inboxes[place % 2], f"{ODD} {again}", handle=f"kim{place}")
            for again in range(3)
        ]
        with acting_for(company.id):
            conversation = await said[0].conversation
            await _answer(company, conversation, said[0])
            await _notify(company, conversation, said[: place % 3])
            await _sort(company, conversation, labels[: place % 3])
            if place % 2:
                await around(await conversation.contact, ODD, by=company.viewer)
            if place % 2:
                await conversation.set_attributes({key: ODD}, by=company.viewer)
            if place % 3 == 1:
                await inboxes[place % 2].update(csat_enabled=True, by=company.viewer)
                await conversation.resolve(by=company.viewer)
                await (await SatisfactionRequest.get()).rate(4, ODD)
            if place % 3 == 2:
                await conversation.assign(company.owner, by=company.viewer)
    with acting_for(company.id):
        await _odds(company, inboxes[0])
        await _promise(company)
        await _write(company)
        await _line(company)
        await _work(company)
        every: list[type[Any]] = [
            ApiKey, AttributeDefinition, BusinessHours, Contact, Conversation, Draft, InboundEvent,
            Inbox, Invitation, Job, Label, Member, Message, Notification, PushDevice, Queue,
            Session, SlaClock, SlaPolicy, Template, Upload, View, ContactNote, Segment,
            ContactImport, ContactExport, BulkOperation,
        ]  # fmt: skip
        for model in every:
            ids = world.ids.setdefault(model.__name__, [])
            ids += [global_id(model.__name__, row.id) for row in await model.all().limit(2 * times)]
        world.ids.setdefault("Company", []).append(
            global_id("Company", (await Company.current()).id)
        )


async def _defined(company: Cast) -> str:
    """An attribute of each type; the key of one that takes texts."""
    key = ""
    for kind in (*AttributeType, AttributeType.TEXT):
        key, options = uuid4().hex, [ODD, "a"] if kind is AttributeType.LIST else []
        target, by = AttributeTarget.CONVERSATION, company.viewer
        await AttributeDefinition.add(target, key, label=ODD, type=kind, options=options, by=by)
    return key


async def _sort(company: Cast, conversation: Conversation, labels: list[Label]) -> None:
    """Labels, participants, a mention and drafts: of each none, one or several."""
    viewer = company.viewer
    await conversation.add_labels(labels, by=viewer)
    for label, kind in zip(labels, DraftKind, strict=False):
        await conversation.post(ODD, author=viewer, note=True, mentions=[company.owner])
        await conversation.mute(muted=label is labels[0], by=viewer)
        await Draft.keep(conversation, kind, ODD, by=viewer)


async def _notify(company: Cast, conversation: Conversation, said: list[Message]) -> None:
    """Of no message, one or several; some read, some snoozed, and a device."""
    member_id = company.viewer.member_id
    notification = await noticed(conversation, member_id, type=NotificationType.MENTION)
    for message in said:
        await noticed(conversation, member_id, message=message)
    if said:
        await notification.read()
        await a_device(ODD, by=company.viewer)
    else:
        await notification.snooze(NOW + timedelta(days=1))


async def _write(company: Cast) -> None:
    """Templates of all, of their owner, in two versions, archived."""
    for shortcode, visibility in (("a", "ALL"), ("b", "OWN"), ("c", "ALL"), ("d", "ALL")):
        template = await Template.add(
            by=company.viewer,
            name=ODD,
            shortcode=shortcode,
            language="pt-BR",
            category=None if shortcode == "a" else ODD,
            body=f"{ODD} {{{{ contact.name }}}} {{{{ who }}}}",
            variables=[{"name": "who", "type": "TEXT", "label": ODD, "default": None}],
            visibility=TemplateVisibility(visibility),
        )
        if shortcode == "c":
            await template.edit(by=company.viewer, body="{{ contact.custom.odd }}", variables=[])
        if shortcode == "d":
            await template.archive(by=company.viewer)


async def _answer(company: Cast, conversation: Conversation, heard: Message) -> None:
    viewer = company.viewer
    sent = await conversation.post(ODD, author=viewer, reply_to=heard)
    await conversation.post("A note", author=viewer, note=True)
    mistaken = await conversation.post("Mistkae", author=viewer)
    await mistaken.edit("Mistake", by=viewer)
    await (await conversation.post("Never mind", author=viewer)).erase(by=viewer)
    for number, outcome in enumerate((AttemptOutcome.AMBIGUOUS, AttemptOutcome.ACCEPTED), 1):
        await DeliveryAttempt.create(
            message_id=sent.id, number=number, outcome=outcome, status_code=None, duration_ms=number
        )
    files = [
        await Upload.bring(b"Hi", by=viewer, file_name=f"{ODD}.txt", content_type="text/plain")
        for _ in range(3)
    ]
    ids = [upload.id for upload in files[:2]]
    shown = await conversation.post("", author=viewer, attachments=ids)
    [first, _] = await Attachment.filter(message_id=shown.id).order_by("id")
    await first.show(width=4, height=3)
    await MessageRevision.create(message_id=sent.id, edited_by_id=None, body="Before")


async def _work(company: Cast) -> None:
    """Lists in different orders, a change of many of which one fails, and two made one."""
    viewer = company.viewer
    for place, order in enumerate(("LAST_MESSAGE_AT", "WAITING_SINCE", "NUMBER")):
        await View.keep(
            ODD,
            {"waiting": place == 1, "search": "Zoë", "status": ["OPEN"]} if place else {},
            by=viewer,
            order_by=order,
            direction="ASC" if place else "DESC",
            visibility=ViewVisibility.ALL if place else ViewVisibility.OWN,
            position=place,
        )
    until = (NOW + timedelta(days=1)).isoformat()
    rows = viewer.conversations
    snoozed = await BulkOperation.begin(
        rows, BulkAction.SNOOZE, {"until": until}, by=viewer, asked=[], later=False
    )
    await snoozed.run(by=viewer)
    await BulkOperation.begin(rows, BulkAction.REOPEN, {}, by=viewer, asked=[], later=True)
    into, *others = await Conversation.all().order_by("id")
    if others:
        contact, inbox = await into.contact, await into.inbox
        await merge(await Conversation.start(inbox, contact, by=viewer), into, by=viewer)


async def _promise(company: Cast) -> None:
    """Hours with odd names, a policy, and clocks of what has happened so far."""
    hours = await BusinessHours.add(
        name=ODD,
        timezone="Australia/Lord_Howe",
        weekly=[{"day": "SUNDAY", "opens": "22:00", "closes": "02:00"}],
        holidays=[
            {
                "name": ODD,
                "date": "2024-02-29",
                "yearly": True,
                "closedFrom": "00:00",
                "closedUntil": "12:30",
            }
        ],
        by=company.viewer,
    )
    for seconds, name in ((60, ODD), (None, "b")):
        policy = await SlaPolicy.add(
            name=name,
            first_response_seconds=seconds,
            resolution_seconds=3600,
            business_hours_id=seconds and hours.id,
            by=company.viewer,
        )
        if seconds is None:
            await policy.make_default(by=company.viewer)
    for event in await Event.all().order_by("seq"):
        await observe(event)


async def _line(company: Cast) -> None:
    """A queue whose only member has one on offer, and in which all others wait."""
    other = await Queue.open(name=ODD, description=ODD, colour="#00ff00", by=company.viewer)
    queue = await Queue.open(
        name=f"{ODD} b",
        greeting=ODD,
        assignment=Assignment.ROUND_ROBIN,
        accept_timeout_seconds=3600,
        overflow_queue_id=other.id,
        overflow_after_seconds=3600,
        by=company.viewer,
    )
    await company.owner.set_capacity(3, by=company.viewer)
    await QueueMember.add(queue, company.owner, Level.BACKUP, by=company.viewer)
    for conversation in await Conversation.all():
        await conversation.move_to_queue(queue, keep_assignee=True, by=company.viewer)
    await route(queue.id)


async def _odds(company: Cast, inbox: Inbox) -> None:
    await Contact.create(
        name=ODD, search_name=ODD, custom_attributes={"a": [1, 2.5, None], "b": {"c": ODD}}
    )
    await Contact.create(
        name="Gone", search_name="gone", deleted_at=NOW, blocked_at=NOW.replace(microsecond=0)
    )
    for state in InboundState:
        await InboundEvent.create(
            inbox_id=inbox.id, external_id=uuid4().hex, payload={"odd": ODD}, state=state
        )
    for days, accepted, revoked in (
        (1, None, None),
        (-1, None, None),
        (1, NOW, None),
        (1, None, NOW),
    ):
        await Invitation.create(
            email=f"{uuid4().hex}@example.org", role=Role.MEMBER, token_hash=uuid4().hex,
            invited_by_id=company.owner.id if days > 0 else None,
            expires_at=NOW + timedelta(days=days), accepted_at=accepted, revoked_at=revoked,
        )  # fmt: skip
    await Session.create(
        member_id=company.owner.id, user_id=company.owner.user_id, user_agent=ODD,
        expires_at=NOW + timedelta(days=1),
    )  # fmt: skip
    error = {"at": NOW.isoformat(), "attempt": 1, "error": "Timeout", "message": "-"}
    for job_state in (JobState.PENDING, JobState.DEAD):
        await Job.create(kind="test.odd", state=job_state, run_at=NOW, errors=[error])
