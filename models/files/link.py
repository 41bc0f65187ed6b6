"""Signed addresses of files: whoever has one may do that one thing with that one file, for a while.

An address carries the company, the file and its end, and proves that they are of our making. It is
the same for an hour, so that a browser that has the file need not fetch it again.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from time import time
from typing import Final, Literal
from urllib.parse import urlencode
from uuid import UUID

from models.seal import is_signed, signature
from models.settings import settings

Use = Literal["put", "get", "preview"]
USES: Final[tuple[Use, ...]] = ("put", "get", "preview")
PURPOSE: Final = b"chatia files"
HOUR: Final = 3600
DAY: Final = 24 * HOUR


@dataclass(frozen=True, slots=True)
class Link:
    """What an address allows: `expires` in seconds since 1970."""

    use: Use
    company_id: UUID
    file_id: UUID
    expires: int

    @property
    def url(self) -> str:
        said = {"company": self.company_id.hex, "use": self.use, "expires": self.expires}
        signed = {**said, "signature": signature(PURPOSE, self._text)}
        return f"{settings().public_url}/files/{self.file_id.hex}?{urlencode(signed)}"

    @classmethod
    def read(cls, file_id: str, said: dict[str, str]) -> "Link | None":
        """The link that an address is, unless it is expired or not of our making."""
        use = next((each for each in USES if each == said.get("use")), None)
        try:
            company, file = UUID(said.get("company", "")), UUID(file_id)
            expires = int(said.get("expires", ""))
        except ValueError:
            return None
        if use is None:
            return None
        link = cls(use, company, file, expires)
        signed = is_signed(PURPOSE, link._text, said.get("signature", ""))
        return link if signed and time() < expires else None

    @property
    def _text(self) -> str:
        return f"{self.use} {self.company_id.hex} {self.file_id.hex} {self.expires}"


def reading(company_id: UUID, file_id: UUID, *, use: Use = "get") -> str:
    """An address to read from, for one to two hours."""
    return Link(use, company_id, file_id, (int(time()) // HOUR + 2) * HOUR).url


def lasting(company_id: UUID, file_id: UUID, *, since: datetime) -> str:
    """An address for seven to eight days, the same all day: for systems, which may come late."""
    begun = max(since, datetime.now(UTC) - timedelta(days=1))
    return Link("get", company_id, file_id, (int(begun.timestamp()) // DAY + 9) * DAY).url


def writing(company_id: UUID, file_id: UUID, *, until: datetime) -> str:
    """An address to send the file to, once."""
    return Link("put", company_id, file_id, int(until.timestamp())).url
