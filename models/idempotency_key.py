"""Keys by which clients repeat a mutation without its effect: the answer is stored with it.

https://datatracker.ietf.org/doc/draft-ietf-httpapi-idempotency-key-header/
"""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import TYPE_CHECKING, Final
from uuid import UUID

import orjson
from tortoise import fields

from models.database import fetch, transaction, write
from models.errors import DomainError, Unauthenticated
from models.forgetting import forget
from models.identifiers import uuid7
from models.seal import seal, unseal
from models.tenancy import CompanyModel

if TYPE_CHECKING:
    from models.viewer import Viewer

LOCK_NOT_AVAILABLE: Final = "55P03"
_KEY: Final = re.compile(r"[\x21-\x7e]{1,255}")


class IdempotencyKeyInvalid(DomainError):
    """An idempotency key has 1 to 255 visible ASCII characters. Send a UUID, for one."""

    code = "IDEMPOTENCY_KEY_INVALID"


class IdempotencyKeyReused(DomainError):
    """This idempotency key came before, with another request. Make a new one for every request."""

    code = "IDEMPOTENCY_KEY_REUSED"


class IdempotencyKeyInUse(DomainError):
    """The first request with this idempotency key is still at work. Repeat it in a moment."""

    code = "IDEMPOTENCY_KEY_IN_USE"
    retryable = True

    def __init__(self) -> None:
        super().__init__(retryAfter=1)


class IdempotencyKeyUnsupported(DomainError):
    """This mutation takes no idempotency key. Send it without; its description says why."""

    code = "IDEMPOTENCY_KEY_UNSUPPORTED"


def checked_key(key: object) -> str:
    """Raises IdempotencyKeyInvalid."""
    if not isinstance(key, str) or not _KEY.fullmatch(key):
        raise IdempotencyKeyInvalid
    return key


class IdempotencyKey(CompanyModel):
    """What a viewer asked under a key, as hashes, and its answers; some of them hold secrets."""

    key_hash = fields.CharField(max_length=64)
    asked_hash = fields.CharField(max_length=64)
    sealed_answers = fields.TextField(null=True)

    class Meta:
        table = "idempotency_keys"

    @classmethod
    @asynccontextmanager
    async def held(cls, key: str, *, by: "Viewer", asked: str) -> AsyncIterator["Answers"]:
        """In one transaction with the effect: what was answered under this key so far.

        Another that holds it is waited for, as long as for any lock. Raises IdempotencyKeyReused,
        IdempotencyKeyInUse.
        """
        if by.actor_id is None:
            raise Unauthenticated
        key_hash, now = _hash(f"{by.actor_id} {key}"), datetime.now(UTC)
        async with transaction():
            try:
                [row] = await fetch(CLAIM, uuid7(), by.company_id, key_hash, _hash(asked), now)
            except Exception as failure:
                causes = failure, failure.__cause__
                if any(getattr(each, "sqlstate", None) == LOCK_NOT_AVAILABLE for each in causes):
                    raise IdempotencyKeyInUse from None
                raise
            if row["asked_hash"] != _hash(asked):
                raise IdempotencyKeyReused
            yield Answers(by.company_id, row["id"], row["sealed_answers"])

    @staticmethod
    async def forget_old(*, hours: int) -> int:
        """Drop those that came so many hours ago; how many. For every company."""
        then = datetime.now(UTC) - timedelta(hours=hours)
        return await forget(FORGET_OLD, UUID(int=int(then.timestamp() * 1000) << 80))


class Answers:
    """The answers of one key, as JSON by the name of their field."""

    def __init__(self, company_id: UUID, id: UUID, sealed: str | None) -> None:
        self._place = (company_id, id)
        self._known: dict[str, str] = {} if sealed is None else orjson.loads(unseal(sealed))

    def get(self, name: str) -> str | None:
        return self._known.get(name)

    async def keep(self, name: str, answer: str) -> None:
        """Written with the rest of the transaction."""
        self._known[name] = answer
        await write(KEEP, *self._place, seal(orjson.dumps(self._known).decode()))


def _hash(text: str) -> str:
    return sha256(text.encode(errors="surrogatepass")).hexdigest()


CLAIM: Final = """
    INSERT INTO idempotency_keys
        (id, company_id, key_hash, asked_hash, created_at, updated_at)
    VALUES ($1, $2, $3, $4, $5, $5)
    ON CONFLICT (company_id, key_hash) DO UPDATE SET updated_at = $5
    RETURNING id, asked_hash, sealed_answers
"""
KEEP: Final = """
    UPDATE idempotency_keys SET sealed_answers = $3 WHERE company_id = $1 AND id = $2 RETURNING 1
"""
FORGET_OLD: Final = """
    DELETE FROM idempotency_keys WHERE id IN (
        SELECT id FROM idempotency_keys WHERE id < $1 ORDER BY id LIMIT $2 FOR UPDATE SKIP LOCKED)
"""
