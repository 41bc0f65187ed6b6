"""What HTTP says of a mutation's idempotency key, beyond what every transport says.

https://datatracker.ietf.org/doc/draft-ietf-httpapi-idempotency-key-header/
"""

from collections.abc import Mapping
from typing import Any, Final

from strawberry.types import ExecutionResult

from api.answers import Refused
from models.idempotency_key import (
    IdempotencyKeyInUse,
    IdempotencyKeyInvalid,
    IdempotencyKeyReused,
)
from schema.repetition import key_of

HEADER: Final = "idempotency-key"
RAW: Final = HEADER.encode()
REPLAYED: Final = (b"idempotent-replayed", b"true")
_STATUSES: Final = {IdempotencyKeyInUse.code: 409, IdempotencyKeyReused.code: 422}


def key_sent(extensions: Mapping[str, Any] | None, header: bytes | str | None) -> str | None:
    """The key in the header, or in `extensions`. Raises Refused."""
    if header is None and not extensions:
        return None
    try:
        return key_of(extensions, header.decode("latin-1") if isinstance(header, bytes) else header)
    except IdempotencyKeyInvalid as refusal:
        raise Refused(400, refusal.code, str(refusal)) from None


def status_of(result: ExecutionResult) -> int | None:
    """The draft's own, where the key was refused and nothing was executed for it."""
    for error in result.errors or ():
        if (code := (error.extensions or {}).get("code")) in _STATUSES:
            return _STATUSES[code]
    return None
