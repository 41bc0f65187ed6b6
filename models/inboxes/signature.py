"""Standard Webhooks (standardwebhooks.com), both ways: id, time and bytes are signed."""

import base64
import secrets
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Final

from standardwebhooks import Webhook, WebhookVerificationError

PREFIX: Final = "whsec_"
HEADERS: Final = ("webhook-id", "webhook-timestamp", "webhook-signature")
CODES: Final = {
    "Missing required headers": "SIGNATURE_MISSING",
    "Invalid Signature Headers": "TIMESTAMP_INVALID",
    "Message timestamp too old": "TIMESTAMP_TOO_OLD",
    "Message timestamp too new": "TIMESTAMP_TOO_NEW",
}


class SignatureRefused(Exception):
    """Not signed with any of these secrets within five minutes of now; `code` says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def new_secret() -> str:
    """As long as HMAC-SHA256 makes use of."""
    return PREFIX + base64.b64encode(secrets.token_bytes(32)).decode()


def signed(secrets: Sequence[str], *, id: str, body: bytes) -> dict[str, str]:
    """The headers that sign a body, once per secret: receivers accept any."""
    now = datetime.now(UTC)
    signatures = [Webhook(secret).sign(id, now, body.decode()) for secret in secrets]
    values = (id, str(int(now.timestamp())), " ".join(signatures))
    return dict(zip(HEADERS, values, strict=True))


def verify(secrets: Sequence[str], headers: Mapping[str, str], body: bytes) -> None:
    """Raises SignatureRefused."""
    given = {name: headers.get(name, "") for name in HEADERS}
    code = "SIGNATURE_INVALID"
    for secret in secrets:
        try:
            Webhook(secret).verify(body, given, json_parse=False)
        except WebhookVerificationError as error:
            code = CODES.get(str(error), code)
        except ValueError:  # the library's, for a signature that is not base64 or a body not UTF-8
            pass
        else:
            return
    raise SignatureRefused(code)
