"""A template said in a conversation."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any
from uuid import UUID

from models.contacts import Contact
from models.conversations import Conversation, Message
from models.conversations.message import MessageKind
from models.idempotency import fingerprint
from models.identity import Company, Member
from models.outreach.template import Template, TemplateArchived
from models.outreach.variables import values
from models.outreach.wording import worded

if TYPE_CHECKING:
    from models.viewer import Viewer


async def filled(
    template: Template, conversation: Conversation, given: Mapping[str, Any], *, by: "Viewer"
) -> str:
    """What it says there. Raises VariablesMissing, which names all that is not to be had."""
    told = values(template.variables, given)
    contact = await Contact.get(id=conversation.contact_id)
    company = await Company.current()
    known = {
        "contact": {
            "name": contact.name,
            "first_name": _first(contact.name),
            "email": contact.email,
            "phone": contact.phone,
            "locale": contact.locale,
            "custom": contact.custom_attributes,
        },
        "conversation": {
            "number": conversation.number,
            "subject": conversation.subject,
            "custom": conversation.custom_attributes,
        },
        "member": await _member(by),
        "company": {"name": company.name},
    }
    return worded(template.body, {**told, **known})


async def send(
    template: Template,
    conversation: Conversation,
    given: Mapping[str, Any],
    *,
    by: "Viewer",
    client_id: str | None = None,
) -> Message:
    """Post what it says. The same `client_id` with the same values is the same message.

    Raises TemplateArchived, VariablesMissing, TextTooLong, and what posting raises.
    """
    asked = fingerprint(by.actor_id, template.id, given)
    earlier = client_id and await Message.get_or_none(
        conversation_id=conversation.id, client_id=client_id
    )
    if earlier and earlier.client_hash == asked:
        return earlier
    if template.archived_at is not None:
        raise TemplateArchived
    made_of = {
        "kind": MessageKind.TEMPLATE,
        "template_id": template.id,
        "template_version": template.version,
    }
    said = await filled(template, conversation, given, by=by)
    return await conversation.post(
        said, author=by, client_id=client_id, made_of=made_of, asked=asked
    )


async def _member(by: "Viewer") -> dict[str, Any]:
    """Who sends it; of a machine its name is known."""
    member_id: UUID | None = by.member_id
    if member_id is None:
        return {"name": by.name, "first_name": _first(by.name)}
    member = await Member.get(id=member_id)
    return {"name": member.name, "first_name": _first(member.name), "email": member.email}


def _first(name: str) -> str:
    return name.split()[0] if name.split() else ""
