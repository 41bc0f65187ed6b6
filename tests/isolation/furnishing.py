"""A company that has one of everything, made by the product's own verbs."""

from typing import Any

from models.contacts import AttributeDefinition, AttributeTarget, AttributeType, Contact
from models.conversations import BulkAction, BulkOperation, Conversation, Draft, DraftKind, Label
from models.database import transaction
from models.events import Event
from models.files import Upload
from models.identifiers import global_id, uuid7
from models.identity import ApiKey, Member, Role, SignIn
from models.identity.history import Outcome
from models.identity.inviting import invite
from models.identity.session import Origin, Session
from models.inboxes import Inbox, InboxKind
from models.outreach import Template, TemplateVisibility
from models.oversight import SlaPolicy, observe, set_policy
from models.queues import BusinessHours, Level, Queue, QueueMember
from models.tenancy import acting_for
from models.viewer import Viewer
from models.views import View, ViewVisibility
from tests.contacts_kept import around
from tests.people import Cast, hire
from tests.telling import a_device, noticed


async def furnish(company: Cast, name: str) -> dict[str, Any]:
    """One of everything; ids by the names that arguments have for them."""
    member = await hire(company, Role.MEMBER, name)
    with acting_for(company.id):
        viewer = company.viewer
        async with transaction():
            tokens = await Session.start(company.owner, origin=Origin(user_agent=name))
            await SignIn.note(company.owner, Outcome.ENTERED, origin=Origin(user_agent=name))
        await invite(f"{uuid7().hex}@{name.split()[0].lower()}.example.org", Role.MEMBER, by=viewer)
        await ApiKey.make(name, scopes=["contacts:read"], expires_at=None, by=viewer)
        inbox, _ = await Inbox.open(
            kind=InboxKind.API, name=name, callback_url="http://127.0.0.1:9/", by=viewer
        )
        async with transaction():
            identity = await Contact.identified(inbox, uuid7().hex, name=name)
            message = await Conversation.receive(
                identity, name, external_id=uuid7().hex, occurred_at=identity.created_at
            )
        conversation = await Conversation.get(id=message.conversation_id)
        await conversation.rename(name, by=viewer)
        await conversation.post(name, author=viewer, client_id=uuid7().hex)
        queue = await _waiting(conversation, name, by=viewer)
        for each in await AttributeDefinition.filter(archived_at=None):
            await each.archive(by=viewer)  # whatever a rival has had required meanwhile
        definition = await AttributeDefinition.add(
            AttributeTarget.CONVERSATION,
            uuid7().hex,
            label=name,
            type=AttributeType.TEXT,
            by=viewer,
        )
        await conversation.set_attributes({definition.key: name}, by=viewer)
        label = await Label.add(name, colour="#ff0000", description=name, by=viewer)
        await conversation.add_labels([label], by=viewer)
        await conversation.post(
            name, author=viewer, note=True, mentions=[await Member.get(id=member.member_id)]
        )
        upload = await _sent(conversation, name, by=viewer)
        template = await Template.add(
            name=name,
            shortcode=uuid7().hex,
            language="en",
            category=name,
            body=name,
            variables=[{"name": "who", "type": "TEXT", "label": name, "default": name}],
            visibility=TemplateVisibility.ALL,
            by=viewer,
        )
        draft = await Draft.keep(conversation, DraftKind.REPLY, name, by=viewer)
        hours, policy = await _promised(conversation, name, by=viewer)
        view, operation = await _kept(name, by=viewer)
        notification = await noticed(conversation, viewer.member_id, message=message)
        device = await a_device(name, by=viewer)
        contact_id = global_id("Contact", identity.contact_id)
        kept = await around(await Contact.get(id=identity.contact_id), name, by=viewer)
        return {
            **kept,
            "memberId": global_id("Member", member.member_id or uuid7()),
            "inboxId": global_id("Inbox", inbox.id),
            "inbox": global_id("Inbox", inbox.id),
            "contactId": contact_id,
            "contact": contact_id,
            "conversationId": global_id("Conversation", conversation.id),
            "viewId": global_id("View", view.id),
            "viewIds": [global_id("View", view.id)],
            "operationId": global_id("BulkOperation", operation.id),
            "messageId": global_id("Message", message.id),
            "attributeDefinitionId": global_id("AttributeDefinition", definition.id),
            "labelId": global_id("Label", label.id),
            "labelIds": [global_id("Label", label.id)],
            "memberIds": [global_id("Member", member.member_id or uuid7())],
            "draftId": global_id("Draft", draft.id),
            "queueId": global_id("Queue", queue.id),
            "overflowQueueId": global_id("Queue", queue.id),
            "businessHoursId": global_id("BusinessHours", hours.id),
            "slaPolicyId": global_id("SlaPolicy", policy.id),
            "templateId": global_id("Template", template.id),
            "attachmentIds": [global_id("Upload", upload.id)],
            "notificationId": global_id("Notification", notification.id),
            "deviceId": global_id("PushDevice", device.id),
            "sessionId": global_id("Session", tokens.session.id),
        }


async def _kept(name: str, *, by: Viewer) -> tuple[View, BulkOperation]:
    """A list for all, and a change of all that is in it, which goes on."""
    view = await View.keep(
        name,
        {"search": name},
        by=by,
        order_by="NUMBER",
        direction="ASC",
        visibility=ViewVisibility.ALL,
    )
    operation = await BulkOperation.begin(
        by.conversations, BulkAction.REOPEN, {}, by=by, asked=[], later=True
    )
    return view, operation


async def _sent(conversation: Conversation, name: str, *, by: Viewer) -> Upload:
    """A message with a file, and another file that has come."""
    told = {"file_name": f"{name}.txt", "content_type": "text/plain"}
    sent, kept = [await Upload.bring(name.encode(), by=by, **told) for _ in range(2)]
    await conversation.post("", author=by, attachments=[sent.id])
    return kept


async def _waiting(conversation: Conversation, name: str, *, by: Viewer) -> Queue:
    queue = await Queue.open(
        name=name, description=name, greeting=name, out_of_hours_message=name, by=by
    )
    assert by.member_id is not None
    await QueueMember.add(queue, await Member.get(id=by.member_id), Level.PRIMARY, by=by)
    await conversation.move_to_queue(queue, by=by)
    return queue


async def _promised(
    conversation: Conversation, name: str, *, by: Viewer
) -> tuple[BusinessHours, SlaPolicy]:
    hours = await BusinessHours.add(
        name=name,
        timezone="UTC",
        weekly=[{"day": "MONDAY", "opens": "09:00", "closes": "17:00"}],
        holidays=[
            {
                "name": name,
                "date": "2026-12-25",
                "yearly": True,
                "closedFrom": "00:00",
                "closedUntil": "24:00",
            }
        ],
        by=by,
    )
    policy = await SlaPolicy.add(
        name=name, first_response_seconds=60, business_hours_id=hours.id, by=by
    )
    await set_policy(conversation, policy, by=by)
    for event in await Event.filter(conversation_id=conversation.id).order_by("seq"):
        await observe(event)
    return hours, policy
