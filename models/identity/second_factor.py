"""A second proof at sign-in: codes of an authenticator app, and on paper for when it is lost."""

from base64 import b32encode
from datetime import UTC, datetime
from hmac import compare_digest
from secrets import token_bytes
from time import time
from typing import Final, Self
from uuid import UUID

from pyotp import TOTP, random_base32
from tortoise import fields
from tortoise.models import Model

from models.identifiers import uuid7
from models.identity.refusals import SecondFactorOff, SecondFactorWrong
from models.identity.secret import digest
from models.identity.user import User
from models.seal import seal, unseal

ISSUER: Final = "ChatIA Flow"
STEP: Final = 30  # seconds, as RFC 6238 recommends and every app does it
DRIFT: Final = (-1, 0, 1)  # steps that a phone's clock may be off
RECOVERY_CODES: Final = 10
DIGITS: Final = 6


class SecondFactor(Model):
    """The authenticator app of one user (TOTP, RFC 6238); asked for once it is confirmed.

    `last_step` is the latest whose code was used: none is good twice, nor is an earlier one.
    """

    id = fields.UUIDField(primary_key=True, default=uuid7)
    user: fields.ForeignKeyRelation[User] = fields.ForeignKeyField(
        "models.User", related_name=False, db_constraint=False
    )
    user_id: UUID
    sealed_secret = fields.TextField()
    confirmed_at = fields.DatetimeField(null=True)
    last_step = fields.BigIntField(null=True)
    created_at = fields.DatetimeField(auto_now_add=True)
    updated_at = fields.DatetimeField(auto_now=True)

    class Meta:
        table = "second_factors"

    @classmethod
    async def of(cls, user: User) -> Self | None:
        """Only what is confirmed guards anything."""
        return await cls.get_or_none(user_id=user.id, confirmed_at__isnull=False)

    @classmethod
    async def offer(cls, user: User) -> Self:
        """One to be confirmed, in place of any that was not."""
        await cls.filter(user_id=user.id, confirmed_at=None).delete()
        return await cls.create(user_id=user.id, sealed_secret=seal(random_base32()))

    @classmethod
    async def offered(cls, user: User) -> Self:
        """Raises SecondFactorOff when none waits to be confirmed."""
        waiting = await cls.get_or_none(user_id=user.id, confirmed_at=None)
        if waiting is None:
            raise SecondFactorOff
        return waiting

    @property
    def secret(self) -> str:
        return unseal(self.sealed_secret)

    def uri(self, account: str) -> str:
        """What an app reads out of the square picture."""
        return TOTP(self.secret).provisioning_uri(name=account, issuer_name=ISSUER)

    async def confirm(self, code: str) -> list[str]:
        """From now on it is asked for; the recovery codes. Raises SecondFactorWrong."""
        await self.accept(code)
        self.confirmed_at = datetime.now(UTC)
        await self.save(update_fields=["confirmed_at", "updated_at"])
        return await RecoveryCode.issue(self.user_id)

    async def accept(self, code: str, *, spend: bool = True) -> bool:
        """Take a code of the app or of the paper, with the user held; was it one of the paper?

        Raises SecondFactorWrong. Unless it is to `spend`, the code is good once more.
        """
        plain = "".join(character for character in code if character.isalnum()).upper()
        if len(plain) == DIGITS and plain.isdecimal():
            step = self._step(plain)
            if step is None:
                raise SecondFactorWrong
            if spend:
                self.last_step = step
                await self.save(update_fields=["last_step", "updated_at"])
            return False
        if self.confirmed_at is None:
            raise SecondFactorWrong
        await RecoveryCode.accept(self.user_id, plain, spend=spend)
        return True

    async def drop(self) -> None:
        await RecoveryCode.filter(user_id=self.user_id).delete()
        await self.delete()

    def _step(self, code: str) -> int | None:
        """The step whose code this is, if it was not used; all are compared, in the same time."""
        totp, now = TOTP(self.secret), int(time()) // STEP
        fitting = [
            step
            for step in (now + drift for drift in DRIFT)
            if compare_digest(totp.generate_otp(step), code)
        ]
        fresh = [step for step in fitting if self.last_step is None or step > self.last_step]
        return fresh[0] if fresh else None


class RecoveryCode(Model):
    """One of the codes on paper; 80 random bits, of which only the SHA-256 is kept."""

    id = fields.UUIDField(primary_key=True, default=uuid7)
    user: fields.ForeignKeyRelation[User] = fields.ForeignKeyField(
        "models.User", related_name=False, db_constraint=False
    )
    user_id: UUID
    code_hash = fields.CharField(max_length=64, unique=True)
    used_at = fields.DatetimeField(null=True)
    created_at = fields.DatetimeField(auto_now_add=True)

    class Meta:
        table = "recovery_codes"

    @classmethod
    async def issue(cls, user_id: UUID) -> list[str]:
        """New ones, in place of all before; shown this once."""
        await cls.filter(user_id=user_id).delete()
        plain = [b32encode(token_bytes(10)).decode() for _ in range(RECOVERY_CODES)]
        for code in plain:
            await cls.create(user_id=user_id, code_hash=_hash(code))
        return ["-".join(code[at : at + 4] for at in range(0, 16, 4)).lower() for code in plain]

    @classmethod
    async def accept(cls, user_id: UUID, plain: str, *, spend: bool) -> None:
        unused = cls.filter(user_id=user_id, code_hash=_hash(plain), used_at=None)
        if not await unused.exists():
            raise SecondFactorWrong
        if spend:
            await unused.update(used_at=datetime.now(UTC))

    @classmethod
    async def left(cls, user_id: UUID) -> int:
        return await cls.filter(user_id=user_id, used_at=None).count()


def _hash(plain: str) -> str:
    return digest(f"recovery code {plain}")
