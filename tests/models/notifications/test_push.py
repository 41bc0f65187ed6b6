"""Web Push: only the browser can read it, and what its push service says is obeyed."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from os import urandom

import http_ece
import jwt
import orjson
import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from models.database import execute
from models.errors import Invalid
from models.events import Event
from models.identity import Member, Role
from models.job import Job, PermanentFailure, RetryAfter
from models.notifications import Notification, NotificationSettings, PushDevice
from models.notifications.push import PushFailed, push
from models.notifications.vapid import public_key
from models.tenancy import acting_for
from models.viewer import Viewer
from tests.consuming import consume, meet
from tests.customer import CustomerSystem
from tests.people import Cast, hire
from tests.threads import open_conversation


class Browser:
    """Keys as a browser makes them."""

    def __init__(self) -> None:
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.secret = urandom(16)

    @property
    def keys(self) -> dict[str, str]:
        point = self.key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        return {"p256dh": encoded(point), "auth": encoded(self.secret)}

    def read(self, body: bytes) -> dict[str, object]:
        plain = http_ece.decrypt(
            body, private_key=self.key, auth_secret=self.secret, version="aes128gcm"
        )
        told: dict[str, object] = orjson.loads(plain)
        return told


def encoded(raw: bytes) -> str:
    return urlsafe_b64encode(raw).decode().rstrip("=")


@pytest.fixture
async def robin(acme: Cast, rival: Cast) -> Viewer:
    return await hire(acme, Role.MEMBER)


async def registered(who: Viewer, customer: CustomerSystem, browser: Browser) -> PushDevice:
    with acting_for(who.company_id):
        return await PushDevice.register(
            name="Laptop", endpoint=f"{customer.url}/push/abc", by=who, **browser.keys
        )


async def assigned(company: Cast, to: Viewer) -> Notification:
    await meet(company.id)
    conversation = await open_conversation(company)
    with acting_for(company.id):
        await conversation.assign(await Member.get(id=to.member_id), by=company.viewer)
    await consume(company.id)
    with acting_for(company.id):
        return await Notification.get(member_id=to.member_id, read_at=None)


async def jobs(company: Cast) -> list[Job]:
    with acting_for(company.id):
        return await Job.filter(kind="notification.push")


async def test_the_browser_reads_what_was_pushed_and_its_service_who_sent_it(
    acme: Cast, rival: Cast, robin: Viewer, customer: CustomerSystem
) -> None:
    browser = Browser()
    device = await registered(robin, customer, browser)
    notification = await assigned(acme, robin)
    [job] = await jobs(acme)
    assert await jobs(rival) == []

    customer.then(201)
    with acting_for(acme.id):
        await push(**{name: job.payload[name] for name in ("notification_id", "device_id")})

    [request] = customer.received
    told = browser.read(request.body)
    assert told["title"] == "A conversation was assigned to you"
    assert (told["type"], told["count"]) == ("CONVERSATION_ASSIGNED", 1)
    headers = request.headers
    assert headers["content-encoding"] == "aes128gcm"
    assert int(headers["ttl"]) > 0
    signed, key = headers["authorization"].removeprefix("vapid t=").split(",k=")
    assert key == public_key()
    point = EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), urlsafe_b64decode(key + "=="))
    claims = jwt.decode(
        signed, point, algorithms=["ES256"], audience=customer.url.removesuffix("/hook")
    )
    assert claims["sub"].startswith("mailto:")
    with acting_for(acme.id):
        assert (await PushDevice.get(id=device.id)).last_pushed_at is not None
        await notification.read()
        await push(notification.id, device.id)
    assert len(customer.received) == 1  # what was read meanwhile is not pushed


@pytest.mark.parametrize("status", [404, 410])
async def test_a_browser_that_is_gone_is_forgotten(
    acme: Cast, rival: Cast, robin: Viewer, customer: CustomerSystem, status: int
) -> None:
    device = await registered(robin, customer, Browser())
    notification = await assigned(acme, robin)

    customer.then(status)
    with acting_for(acme.id):
        await push(notification.id, device.id)
        assert not await PushDevice.filter(id=device.id).exists()
        assert await Event.filter(name="notification.device_removed").count() == 1
        await push(notification.id, device.id)  # the job's next attempt finds nothing to do
    with acting_for(rival.id):
        await push(notification.id, device.id)
    assert len(customer.received) == 1


async def test_a_push_service_says_when_to_come_back_and_what_never_will_be(
    acme: Cast, robin: Viewer, customer: CustomerSystem
) -> None:
    device = await registered(robin, customer, Browser())
    notification = await assigned(acme, robin)

    with acting_for(acme.id):
        customer.then(429, headers={"Retry-After": "120"})
        with pytest.raises(RetryAfter) as later:
            await push(notification.id, device.id)
        customer.then(503)
        with pytest.raises(PushFailed):
            await push(notification.id, device.id)
        customer.then(413)
        with pytest.raises(PermanentFailure):
            await push(notification.id, device.id)

    assert later.value.seconds == 120


async def test_quiet_hours_keep_it_back(
    acme: Cast, robin: Viewer, customer: CustomerSystem
) -> None:
    await registered(robin, customer, Browser())
    with acting_for(acme.id):
        await NotificationSettings.change(by=robin, quiet_from="00:00", quiet_until="23:59")
    await assigned(acme, robin)

    [job] = await jobs(acme)
    assert (job.run_at - job.created_at).total_seconds() >= 0
    assert job.run_at.strftime("%H:%M") == "23:59"


async def test_one_browser_is_one_device_whoever_registers_it(
    acme: Cast, rival: Cast, robin: Viewer, customer: CustomerSystem
) -> None:
    browser = Browser()
    first = await registered(robin, customer, browser)
    again = await registered(robin, customer, browser)
    mine = await registered(acme.viewer, customer, browser)
    theirs = await registered(rival.viewer, customer, browser)

    assert first.id == again.id != mine.id
    with acting_for(acme.id):
        assert [device.id for device in await PushDevice.all()] == [mine.id]
    with acting_for(rival.id):
        assert [device.id for device in await PushDevice.all()] == [theirs.id]


async def test_addresses_in_our_own_network_and_keys_that_are_none_are_refused(
    acme: Cast, robin: Viewer, public_only: None
) -> None:
    with acting_for(acme.id):
        for endpoint in ("https://127.0.0.1/x", "https://[::1]/x", "https://169.254.169.254/x"):
            with pytest.raises(Invalid) as no:
                await PushDevice.register(name="x", endpoint=endpoint, by=robin, **Browser().keys)
            assert [field.code for field in no.value.fields] == ["ADDRESS_PRIVATE"]
        with pytest.raises(Invalid) as no:
            await PushDevice.register(
                name="x", endpoint="https://example.org/", p256dh="x", auth="é", by=robin
            )
        assert {field.path for field in no.value.fields} == {"p256dh", "auth"}


async def test_a_snoozed_one_is_not_pushed(
    acme: Cast, robin: Viewer, customer: CustomerSystem
) -> None:
    device = await registered(robin, customer, Browser())
    notification = await assigned(acme, robin)
    with acting_for(acme.id):
        await execute(
            "UPDATE notifications SET snoozed_until = now() WHERE id = $1", notification.id
        )
        await push(notification.id, device.id)

    assert customer.received == []
