"""Where a member is told by Web Push: a browser that subscribed (RFC 8030)."""

from base64 import urlsafe_b64decode
from binascii import Error as Malformed
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Final, Self
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, EllipticCurvePublicKey
from tortoise import fields

from models.callback import Uncallable, check
from models.checks import Checks, line
from models.database import transaction
from models.errors import Invalid, Refusal
from models.events import Actor, Event, EventName
from models.identity.member import Member
from models.tenancy import CompanyModel

if TYPE_CHECKING:
    from models.viewer import Viewer

MOST: Final = 20
AUTH_BYTES: Final = 16


class TooManyDevices(Refusal):
    """A member can have 20 devices. Remove one that is no longer used."""

    code = "TOO_MANY_DEVICES"


class PushDevice(CompanyModel):
    """The keys are the browser's: what we send only it can read (RFC 8291)."""

    member: fields.ForeignKeyRelation[Member] = fields.ForeignKeyField(
        "models.Member", related_name=False, db_constraint=False
    )
    member_id: UUID
    name = fields.CharField(max_length=200)
    endpoint = fields.CharField(max_length=2000)
    endpoint_hash = fields.CharField(max_length=64)
    p256dh = fields.CharField(max_length=120)
    auth = fields.CharField(max_length=40)
    last_pushed_at = fields.DatetimeField(null=True)

    class Meta:
        table = "push_devices"

    @classmethod
    async def register(
        cls, *, name: str, endpoint: str, p256dh: str, auth: str, by: "Viewer"
    ) -> Self:
        """The same endpoint again is the same device, whoever had it: it is one browser.

        Raises Invalid for an address that we do not call, and TooManyDevices.
        """
        checks = Checks()
        columns: dict[str, Any] = {
            "name": checks.run(line, "name", name, longest=200),
            "p256dh": checks.run(_public_key, p256dh),
            "auth": checks.run(_auth, auth),
        }
        checks.refuse()
        try:
            await check(endpoint)
        except Uncallable as no:
            raise Invalid.because("endpoint", no.code, str(no)) from None
        member = await Member.of(by)
        hashed = sha256(endpoint.encode()).hexdigest()
        async with transaction():
            await member.lock()
            device = await cls.get_or_none(endpoint_hash=hashed)
            if device is not None and device.member_id != member.id:
                await device.drop(by=by)
                device = None
            if device is None:
                if await cls.filter(member_id=member.id).count() >= MOST:
                    raise TooManyDevices
                device = await cls.create(
                    member_id=member.id, endpoint=endpoint, endpoint_hash=hashed, **columns
                )
                await device._tell("notification.device_added", by=by)
            elif any(getattr(device, column) != value for column, value in columns.items()):
                device.update_from_dict(columns)
                await device.save(update_fields=list(columns))
                await device._tell("notification.device_added", by=by)
        return device

    async def drop(self, *, by: Actor | None = None) -> None:
        """It is not pushed to any more: its member or its browser says so."""
        async with transaction():
            await self.lock()
            await self._tell("notification.device_removed", by=by)
            await self.delete()

    async def _tell(self, name: EventName, *, by: Actor | None) -> None:
        await Event.record(name, self, actor=by, changes={"member_id": self.member_id})


def _public_key(text: str) -> str:
    """An uncompressed point of P-256."""
    try:
        EllipticCurvePublicKey.from_encoded_point(SECP256R1(), _bytes(text))
    except (ValueError, Malformed):
        message = "`p256dh` is the subscription's public key, in base64url."
        raise Invalid.because("p256dh", "KEY_INVALID", message) from None
    return text.rstrip("=")


def _auth(text: str) -> str:
    try:
        known = _bytes(text)
    except (ValueError, Malformed):
        known = b""
    if len(known) != AUTH_BYTES:
        message = "`auth` is the subscription's secret, 16 bytes in base64url."
        raise Invalid.because("auth", "KEY_INVALID", message)
    return text.rstrip("=")


def _bytes(text: str) -> bytes:
    bare = text.rstrip("=")
    return urlsafe_b64decode(bare + "=" * (-len(bare) % 4))
