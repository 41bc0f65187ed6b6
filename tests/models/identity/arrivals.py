"""People who come to us from outside, and the mail they get."""

import re
from itertools import count
from uuid import UUID

from models.database import transaction
from models.identifiers import uuid7
from models.identity import (
    Entry,
    Member,
    Origin,
    Role,
    Session,
    SessionTokens,
    confirm_sign_up,
    found_company,
    invite,
)
from models.identity import accept_invitation as accept
from models.identity.sign_up import register
from models.job import Job
from models.mail import Mail
from models.tenancy import acting_for, every_company
from models.viewer import Viewer

PASSWORD = "correct horse battery staple"
NEW_PASSWORD = "a different horse, same battery"
_houses = count(1)


def somewhere() -> Origin:
    """An address from which nothing was tried before."""
    return Origin(f"2001:db8:{uuid7().hex[-4:]}:{next(_houses):x}::1", "tests")


def an_email(at: str = "people.example") -> str:
    return f"{uuid7().hex}@{at}"


async def arrive(company: str = "Acme", *, email: str | None = None) -> Entry:
    """Somebody signs up, and confirms; who is here already founds one more company."""
    email = email or an_email()
    with every_company():
        member = await Member.filter(email=email).order_by("id").first()
    if member is not None:
        viewer = Viewer.member(member)
        return await found_company(company, by=viewer, origin=somewhere())
    await register(company_name=company, name="Ana Souza", email=email, password=PASSWORD)
    code = code_in(await last_mail(await home_of(email)))
    return await confirm_sign_up(code, PASSWORD, origin=somewhere())


async def home_of(email: str) -> UUID:
    """The first company of this e-mail."""
    with every_company():
        return (await Member.filter(email=email).order_by("id"))[0].company_id


async def join(entry: Entry, role: Role = Role.MEMBER, *, email: str | None = None) -> Entry:
    """Somebody is invited to the company of `entry`, and comes."""
    email = email or an_email()
    company = entry.seat.company.id
    with acting_for(company):
        await invite(email, role, by=viewer_of(entry))
    token = code_in(await last_mail(company, to=email))
    return await accept(token, name="Robin", password=PASSWORD, origin=somewhere())


async def sign_in_again(entry: Entry) -> SessionTokens:
    """The same member on one more device."""
    with acting_for(entry.seat.company.id):
        async with transaction():
            return await Session.start(entry.seat.member, origin=somewhere())


def viewer_of(entry: Entry) -> Viewer:
    return Viewer.member(entry.seat.member, session_id=entry.tokens.session.id)


async def mails(company: UUID, *, to: str | None = None) -> list[Mail]:
    """What this company's jobs will send, oldest first."""
    with acting_for(company):
        jobs = await Job.filter(kind="mail.send").order_by("id")
    sent = [Mail.unsealed(job.payload["sealed"]) for job in jobs]
    return [mail for mail in sent if to in (None, mail.to)]


async def last_mail(company: UUID, *, to: str | None = None) -> Mail:
    return (await mails(company, to=to))[-1]


def code_in(mail: Mail) -> str:
    found = re.search(r"Your code: (\S+)", mail.text)
    assert found is not None, mail.text
    return found[1]


async def is_live(tokens: SessionTokens) -> bool:
    with every_company():
        return (await Session.get(id=tokens.session.id)).is_live


async def latest(member: Member) -> Member:
    with every_company():
        return await Member.get(id=member.id)
