"""The small company that `make run` opens with, made by the product's own verbs, and its rival."""

from datetime import UTC, datetime, timedelta
from typing import Final

from models.contacts import Contact
from models.conversations import Conversation, Label
from models.database import transaction
from models.events import Event
from models.identity import Company, Member, Role, User
from models.identity import password as passwords
from models.inboxes import Inbox, InboxKind
from models.outreach import Template, TemplateVisibility
from models.queues import Level, Queue, QueueMember
from models.tenancy import acting_for, every_company
from models.viewer import Viewer

# Known to everybody, so it is for development only.
PASSWORD: Final = "a demo password"  # noqa: S105
OWNER, COLLEAGUE, RIVAL = "ada@acme.example", "bob@acme.example", "rita@rival.example"
ACCOUNTS: Final = (OWNER, COLLEAGUE, RIVAL)
CALLBACK = "http://127.0.0.1:9000/"

# What is said again and again, by its shortcode.
TEMPLATES = {
    "hello": ("Greeting", "Hello {{ contact.name }}, thank you for writing to us."),
    "bye": ("Goodbye", "Thank you, {{ contact.name }}. Write again whenever you like."),
}
LABELS = {"order": "#0e7490", "invoice": "#a16207", "urgent": "#c8321f"}

# Contact, subject, what they wrote, and whether Ada has it.
THREADS = (
    ("Grace Hopper", "Where is my order?", ["Hello!", "My order 1207 has not arrived."], False),
    ("Alan Turing", "Two invoices", ["I was charged twice this month, please check."], True),
    ("Katherine Johnson", "Change of address", ["We moved.", "The new address is below."], False),
)


async def welcome() -> None:
    """Make the demo companies, unless they are there."""
    with every_company():
        if await User.exists(email=OWNER):
            return
    ada = await _found("Acme", "Ada Lovelace", OWNER)
    await _found("Rival", "Rita Rival", RIVAL)
    bob = await _hire(ada, "Bob Babbage", COLLEAGUE)
    with acting_for(ada.company_id):
        viewer = Viewer.member(ada)
        inbox, _ = await Inbox.open(
            kind=InboxKind.API, name="Website", callback_url=CALLBACK, by=viewer
        )
        queue = await Queue.open(name="Support", colour="#047857", by=viewer)
        for member in (ada, bob):
            await QueueMember.add(queue, member, Level.PRIMARY, by=viewer)
        await inbox.set_default_queue(queue, by=viewer)
        for label, colour in LABELS.items():
            await Label.add(label, colour=colour, by=viewer)
        for shortcode, (name, body) in TEMPLATES.items():
            await Template.add(
                name=name,
                shortcode=shortcode,
                language="en",
                body=body,
                variables=(),
                visibility=TemplateVisibility.ALL,
                by=viewer,
            )
        for number, (name, subject, texts, taken) in enumerate(THREADS, start=1):
            await _thread(inbox, f"visitor-{number}", name, subject, texts, ada=viewer, taken=taken)


async def _found(company: str, name: str, email: str) -> Member:
    hashed = await passwords.hashed(PASSWORD)
    with every_company():
        async with transaction():
            user = await _user(email, name, hashed)
            return await Company.found(company, owner=user)


async def _hire(owner: Member, name: str, email: str) -> Member:
    hashed = await passwords.hashed(PASSWORD)
    with every_company():
        async with transaction():
            user = await _user(email, name, hashed)
            member = await Member.create(
                company_id=owner.company_id,
                user_id=user.id,
                name=name,
                email=email,
                role=Role.MEMBER,
            )
            await Event.record("member.added", member, actor=owner, changes={"role": member.role})
            return member


async def _user(email: str, name: str, password_hash: str) -> User:
    confirmed = datetime.now(UTC)
    return await User.create(
        email=email, name=name, password_hash=password_hash, email_verified_at=confirmed
    )


async def _thread(
    inbox: Inbox,
    handle: str,
    name: str,
    subject: str,
    texts: list[str],
    *,
    ada: Viewer,
    taken: bool,
) -> None:
    began = datetime.now(UTC) - timedelta(minutes=len(texts))
    async with transaction():
        identity = await Contact.identified(inbox, handle, name=name)
        for place, text in enumerate(texts):
            message = await Conversation.receive(
                identity,
                text,
                external_id=f"{handle}-{place}",
                occurred_at=began + timedelta(minutes=place),
            )
    conversation = await Conversation.get(id=message.conversation_id)
    await conversation.rename(subject, by=ada)
    if taken:
        await conversation.take(by=ada)
        await conversation.post("Refund the second invoice?", author=ada, note=True)
