"""Mail that we send: as certain as a job, and sealed until it goes."""

import sys
from dataclasses import asdict, dataclass, field
from email.message import EmailMessage
from email.utils import formatdate, parseaddr
from hashlib import sha256
from typing import Any, Final, Self
from urllib.parse import SplitResult, unquote, urlsplit
from uuid import UUID

import aiosmtplib
import orjson

from models.job import Job, JobPriority, PermanentFailure
from models.seal import Unsealable, seal, unseal
from models.settings import settings

JOB: Final = "mail.send"
TIMEOUT: Final = 20.0  # seconds
LOCAL: Final = {"localhost", "127.0.0.1", "::1", None}


@dataclass(frozen=True, slots=True)
class Mail:
    """One message to one address."""

    to: str
    subject: str
    text: str = field(repr=False)
    unsubscribe: str = field(default="", repr=False)  # where a POST ends mail like this

    async def post(self, *, company_id: UUID) -> None:
        """Have it sent once the running transaction commits, by a job of this company.

        It may carry a token, so the job holds it sealed: who reads the job table reads no mail.
        """
        payload = {"sealed": seal(orjson.dumps(asdict(self)).decode())}
        await Job.enqueue(JOB, payload, company_id=company_id, priority=JobPriority.INTERACTIVE)

    @classmethod
    def unsealed(cls, sealed: str) -> Self:
        """Raises PermanentFailure when its key is gone."""
        try:
            return cls(**orjson.loads(unseal(sealed)))
        except Unsealable:
            raise PermanentFailure("Sealed with a key that is no longer in SECRET_KEYS.") from None

    async def send(self) -> None:
        """Hand it to SMTP_URL; in development, without one, show it in the terminal."""
        url = settings().smtp_url
        if url:
            await self._hand_over(urlsplit(url))
        elif settings().environment == "production":
            raise PermanentFailure("There is no SMTP_URL.")
        else:
            self._show()

    async def _hand_over(self, server: SplitResult) -> None:
        try:
            await aiosmtplib.send(self._message(), timeout=TIMEOUT, **_connection(server))
        except aiosmtplib.SMTPRecipientsRefused as refused:
            code = refused.recipients[0].code
            if 500 <= code < 600:
                # Without the server's words: they repeat the address, and errors are kept.
                raise PermanentFailure(f"The address was refused: {code}.") from None
            raise

    def _message(self) -> EmailMessage:
        message = EmailMessage()
        message["From"] = settings().mail_from
        message["To"] = self.to
        message["Subject"] = self.subject
        message["Date"] = formatdate()
        # The same at every attempt, so that a mail sent twice can be shown once.
        domain = parseaddr(settings().mail_from)[1].rpartition("@")[2] or "localhost"
        seed = sha256("\0".join((self.to, self.subject, self.text)).encode()).hexdigest()[:32]
        message["Message-ID"] = f"<{seed}@{domain}>"
        message["Auto-Submitted"] = "auto-generated"  # RFC 3834: no holiday replies
        if self.unsubscribe:  # RFC 8058
            message["List-Unsubscribe"] = f"<{self.unsubscribe}>"
            message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
        message.set_content(self.text)
        return message

    def _show(self) -> None:
        lines = [f"Mail to {self.to}: {self.subject}", "", *self.text.splitlines()]
        sys.stdout.write("\n" + "".join(f"  | {line}\n" for line in lines) + "\n")
        sys.stdout.flush()


def _connection(server: SplitResult) -> dict[str, Any]:
    """`smtps://` is TLS from the start; `smtp://` turns to TLS, and must before a password."""
    implicit = server.scheme == "smtps"
    must_turn = bool(server.password) and server.hostname not in LOCAL
    return {
        "hostname": server.hostname,
        "port": server.port or (465 if implicit else 587 if server.password else 25),
        "username": unquote(server.username) if server.username else None,
        "password": unquote(server.password) if server.password else None,
        "use_tls": implicit,
        "start_tls": False if implicit else True if must_turn else None,
    }
