"""Whether a contact wants to hear from the company, channel by channel."""

from datetime import UTC, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final, Self
from uuid import UUID

from tortoise import fields

from models.checks import Checks, aware, line
from models.contacts.authored import Authored, author
from models.contacts.contact import Contact
from models.database import fetch, transaction
from models.errors import Invalid, Refusal
from models.events import Event
from models.inboxes.inbox import InboxKind
from models.tenancy import current_company

if TYPE_CHECKING:
    from models.viewer import Viewer

MAX_SOURCE: Final = 200


class ConsentState(StrEnum):
    OPTED_IN = "OPTED_IN"
    OPTED_OUT = "OPTED_OUT"
    UNKNOWN = "UNKNOWN"


class ContactOptedOut(Refusal):
    """This contact does not want to be written to on this channel."""

    code = "CONTACT_OPTED_OUT"
    cure = "Wait until they write: answers are allowed. Or record that they have opted in again."


class Stated(Authored):
    """What they said, `source` where, and `stated_at` when; who wrote it down is the author."""

    contact: fields.ForeignKeyRelation[Contact] = fields.ForeignKeyField(
        "models.Contact", related_name=False, db_constraint=False
    )
    contact_id: UUID
    channel = fields.CharEnumField(InboxKind, max_length=20)
    state = fields.CharEnumField(ConsentState, max_length=20)
    source = fields.CharField(max_length=MAX_SOURCE, null=True)
    stated_at: Any = fields.DatetimeField()

    class Meta:
        abstract = True


class ConsentChange(Stated):
    """Each time something was stated: the history that proves what holds now."""

    class Meta:
        table = "consent_changes"


class ContactConsent(Stated):
    """What holds now, one row for a contact and a channel; without a row it is UNKNOWN."""

    class Meta:
        table = "contact_consents"

    @classmethod
    async def declare(
        cls,
        contact: Contact,
        channel: InboxKind,
        state: ConsentState,
        *,
        by: "Viewer",
        source: str | None = None,
        at: datetime | None = None,
    ) -> Self:
        """Write down what they said; when the same is known already, nothing happens."""
        checks = Checks()
        source = checks.run(_checked_source, source)
        at = checks.run(_checked_time, at)
        checks.refuse()
        async with transaction():
            await contact.hold()
            known = await cls.get_or_none(contact_id=contact.id, channel=channel)
            if known and (known.state, known.source) == (state, source):
                return known
            said = {"state": state, "source": source, "stated_at": at, **author(by)}
            before = known.state if known else ConsentState.UNKNOWN
            await ConsentChange.create(contact_id=contact.id, channel=channel, **said)
            if known is None:
                known = await cls.create(contact_id=contact.id, channel=channel, **said)
            else:
                known.update_from_dict(said)
                await known.save(update_fields=said)
            changes = {"channel": channel, "from": before, "to": state}
            await Event.record("contact.consent_changed", contact, actor=by, changes=changes)
        return known


async def require_consent(*, contact_id: UUID, inbox_id: UUID) -> None:
    """Refuse to write first to who does not want it there. Raises ContactOptedOut."""
    if await fetch(OPTED_OUT, current_company(), contact_id, inbox_id):
        raise ContactOptedOut


def _checked_source(source: str | None) -> str | None:
    return None if source is None else line("source", source, longest=MAX_SOURCE)


def _checked_time(at: datetime | None) -> datetime:
    now = datetime.now(UTC)
    if at is None:
        return now
    at = aware("at", at)
    if at > now:
        raise Invalid.because("at", "IN_THE_FUTURE", "`at` must not lie in the future.")
    return at


OPTED_OUT: Final = """
    SELECT 1 FROM contact_consents c
    JOIN inboxes i ON i.company_id = c.company_id AND i.kind = c.channel
    WHERE c.company_id = $1 AND c.contact_id = $2 AND c.state = 'OPTED_OUT' AND i.id = $3
"""
