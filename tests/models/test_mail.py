"""Mail: sealed until it goes, sent by a job, shown in the terminal in development."""

from collections.abc import AsyncIterator, Callable, Iterator
from urllib.parse import urlsplit

import aiosmtplib
import pytest

from jobs.task import is_permanent, registered
from models.database import transaction
from models.job import Job, PermanentFailure
from models.mail import Mail, _connection
from models.settings import settings
from models.tenancy import acting_for
from tests.mailbox import Mailbox, mailbox
from tests.people import Cast

Environ = Callable[..., None]
HELLO = Mail("ana@acme.example", "Olá, Ana", "Your code: 1234567890\nÀ bientôt.\n")


@pytest.fixture
def environ(database: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Environ]:
    def change(**variables: str) -> None:
        for name, value in variables.items():
            monkeypatch.setenv(name, value)
        settings.cache_clear()

    yield change
    monkeypatch.undo()
    settings.cache_clear()


@pytest.fixture
async def box(environ: Environ) -> AsyncIterator[Mailbox]:
    async with mailbox() as box:
        environ(SMTP_URL=box.url, MAIL_FROM="ChatIA <hello@chatia.example>")
        yield box


async def posted(company: Cast, mail: Mail = HELLO) -> Job:
    with acting_for(company.id):
        async with transaction():
            await mail.post(company_id=company.id)
        return await Job.get(kind="mail.send")


async def run(job: Job) -> None:
    with acting_for(job.company_id):
        await registered()[job.kind].run(job.payload)


async def test_a_posted_mail_is_sent_by_its_job(acme: Cast, rival: Cast, box: Mailbox) -> None:
    job = await posted(acme)

    await run(job)

    (message,) = box.messages
    assert message["To"] == "ana@acme.example"
    assert message["From"] == "ChatIA <hello@chatia.example>"
    assert message["Subject"] == "Olá, Ana"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message.get_content().replace("\r\n", "\n") == HELLO.text
    with acting_for(rival.id):
        assert await Job.all().count() == 0


async def test_a_mail_whose_transaction_fails_was_never_wanted(acme: Cast) -> None:
    with acting_for(acme.id):
        with pytest.raises(ZeroDivisionError):
            async with transaction():
                await HELLO.post(company_id=acme.id)
                raise ZeroDivisionError

        assert await Job.all().count() == 0


async def test_the_job_table_shows_neither_address_nor_text(acme: Cast) -> None:
    payload = str((await posted(acme)).payload)

    for secret in ("1234567890", "ana@acme", "Ana"):
        assert secret not in payload


async def test_a_mail_sent_twice_bears_the_same_id(acme: Cast, box: Mailbox) -> None:
    job = await posted(acme)

    await run(job)
    await run(job)
    await Mail(HELLO.to, HELLO.subject, "another").send()

    first, second, other = [message["Message-ID"] for message in box.messages]
    assert first == second != other
    assert first.endswith("@chatia.example>")


async def test_an_address_refused_for_good_is_given_up(acme: Cast, box: Mailbox) -> None:
    box.refuse = "550 no such ana@acme.example"
    job = await posted(acme)

    with pytest.raises(PermanentFailure) as failed:
        await run(job)

    assert str(failed.value) == "The address was refused: 550."
    assert box.messages == []


async def test_a_mailbox_that_is_full_is_tried_again(acme: Cast, box: Mailbox) -> None:
    box.refuse = "452 full"
    job = await posted(acme)

    with pytest.raises(aiosmtplib.SMTPRecipientsRefused) as failed:
        await run(job)
    assert not is_permanent(failed.value)

    box.refuse = ""
    await run(job)
    assert len(box.messages) == 1


async def test_a_server_that_is_away_is_tried_again(acme: Cast, environ: Environ) -> None:
    async with mailbox() as box:
        environ(SMTP_URL=box.url)
    job = await posted(acme)

    with pytest.raises(aiosmtplib.SMTPConnectError) as failed:
        await run(job)

    assert not is_permanent(failed.value)
    assert registered()["mail.send"].policy.attempts >= 5


async def test_a_password_is_given_where_asked(box: Mailbox, environ: Environ) -> None:
    environ(SMTP_URL=f"smtp://user:p%40ss@127.0.0.1:{box.port}")

    await HELLO.send()

    assert len(box.logins) == 1
    assert len(box.messages) == 1


@pytest.mark.parametrize(
    ("url", "port", "tls", "start_tls"),
    [
        ("smtp://mail.example", 25, False, None),
        ("smtp://user:secret@mail.example", 587, False, True),
        ("smtp://user:secret@mail.example:2525", 2525, False, True),
        ("smtp://user:secret@localhost:1025", 1025, False, None),
        ("smtps://user:secret@mail.example", 465, True, False),
    ],
)
def test_a_password_never_travels_in_the_clear(
    url: str, port: int, tls: bool, start_tls: bool | None
) -> None:
    options = _connection(urlsplit(url))

    assert (options["port"], options["use_tls"], options["start_tls"]) == (port, tls, start_tls)


async def test_in_development_the_mail_is_shown_in_the_terminal(
    environ: Environ, capsys: pytest.CaptureFixture[str]
) -> None:
    environ(CHATIA_ENV="development", SMTP_URL="")

    await HELLO.send()

    shown = capsys.readouterr().out
    assert "Mail to ana@acme.example: Olá, Ana" in shown
    assert "Your code: 1234567890" in shown


async def test_in_production_no_mail_is_ever_shown(
    environ: Environ, capsys: pytest.CaptureFixture[str]
) -> None:
    environ(CHATIA_ENV="production", SMTP_URL="")

    with pytest.raises(PermanentFailure):
        await HELLO.send()

    assert capsys.readouterr().out == ""


async def test_a_mail_sealed_with_a_key_that_is_gone_is_given_up(
    acme: Cast, environ: Environ, box: Mailbox
) -> None:
    job = await posted(acme)
    environ(SECRET_KEYS="another secret that is long enough")

    with pytest.raises(PermanentFailure):
        await run(job)

    assert box.messages == []


async def test_a_line_break_cannot_smuggle_a_header(environ: Environ, box: Mailbox) -> None:
    with pytest.raises(ValueError, match=r"linefeed|newline"):
        await Mail("ana@acme.example", "Hello\r\nBcc: eve@evil.example", "text").send()

    assert box.messages == []
    assert "1234567890" not in repr(HELLO)
