"""Mail of notifications: one for all that is due, with a way out of it (RFC 8058)."""

from datetime import UTC, datetime
from typing import Final
from uuid import UUID

from models.database import transaction
from models.identity.company import Company
from models.identity.member import Member
from models.mail import Mail
from models.notifications.notification import Notification
from models.notifications.policy import NotificationPolicy
from models.notifications.preferences import NotificationSettings
from models.notifications.saying import Said, say
from models.seal import is_signed, signature
from models.settings import settings
from models.sight import sights
from models.tenancy import acting_for

PURPOSE: Final = b"chatia unsubscribe"
MOST: Final = 50  # in one mail
PATH: Final = "/unsubscribe/"


async def write_due(member_id: UUID) -> None:
    """Mail this member what is due and still unread, at most once; in their company."""
    from models.viewer import Viewer  # noqa: PLC0415 - it imports the areas

    async with transaction():
        member = await Member.active().get_or_none(id=member_id)
        if member is None:
            return
        await member.lock()  # of two jobs at once, the second finds nothing
        due = Notification.filter(member_id=member.id, mail_due_at__lte=datetime.now(UTC))
        latest = await due.order_by("-happened_at").limit(MOST)
        if not latest:
            return
        number = await due.update(mail_due_at=None)
        chosen = await NotificationSettings.get_or_none(member_id=member.id)
        if chosen is not None and not chosen.email:
            return
        viewer = Viewer.member(member, sight=(await sights([member.id]))[member.id])
        quoting = (await NotificationPolicy.current()).previews
        said = [await say(each, to=viewer, quoting=quoting) for each in reversed(latest)]
        told = [each for each in said if each is not None]
        if told:
            company = await Company.current()
            mail = _letter(member, told, company=company.name, more=number - len(latest))
            await mail.post(company_id=member.company_id)


def unsubscribe_url(member: Member) -> str:
    """Whoever has it can end this member's mail, and nothing else."""
    who = f"{member.company_id.hex}{member.id.hex}"
    return f"{settings().public_url}{PATH}{who}.{signature(PURPOSE, who)}"


async def unsubscribe(token: str) -> bool:
    """False for what is none of ours."""
    who, _, signed = token.partition(".")
    if len(who) != 64 or not is_signed(PURPOSE, who, signed):
        return False
    with acting_for(UUID(who[:32])):
        return await NotificationSettings.unsubscribe(UUID(who[32:]))


def _letter(member: Member, told: list[Said], *, company: str, more: int) -> Mail:
    url = unsubscribe_url(member)
    subject = told[0].title if len(told) == 1 else f"{len(told) + more} notifications"
    paragraphs = [f"Hello {member.name},", *map(_paragraph, told)]
    if more:
        paragraphs.append(f"And {more} more.")
    paragraphs.append(f"{company}, on ChatIA Flow\nNo more of these mails: {url}")
    return Mail(member.email, subject, "\n\n".join(paragraphs), unsubscribe=url)


def _paragraph(said: Said) -> str:
    head = f"{said.title}: {said.about}" if said.about else said.title
    return "\n".join(filter(None, (head, said.text and f"“{said.text}”", said.link)))
