"""The clock has what is old dropped."""

from structlog.testing import capture_logs

from jobs.clock import RECURRING
from jobs.forgetting import forget_identity, forget_inbound_events
from models.identity import User
from models.identity.user import Purpose, UserToken
from models.inboxes import InboundEvent
from models.tenancy import acting_for, every_company
from tests.doors import written
from tests.models.identity.test_forgetting import start
from tests.models.inboxes.test_forgetting import age
from tests.people import Cast
from tests.threads import open_inbox


def test_each_is_done_every_hour() -> None:
    for name in ("identity.forget", "inbound_events.forget", "idempotency_keys.forget"):
        assert RECURRING[name].cron.endswith(" * * * *")


async def test_what_is_old_is_dropped_and_what_lives_stays(acme: Cast, rival: Cast) -> None:
    await start(acme)
    inbox = await open_inbox(acme)
    with acting_for(acme.id):
        for place in ("m1", "m2"):
            await InboundEvent.receive(inbox, place, written(id=place))
        old = await InboundEvent.get(external_id="m1")
    with every_company():
        await age(old.id, days=40, state="APPLIED")
        user = await User.get(id=rival.owner.user_id)
        await UserToken.issue(user, Purpose.RESET_PASSWORD)
        await UserToken.filter(user_id=user.id).update(expires_at=user.created_at)

    with capture_logs() as log:
        await forget_identity()
        await forget_inbound_events()

    told = {line["what"]: line["rows"] for line in log if line["event"] == "forgotten"}
    assert told["inbound_events"] >= 1
    assert told["user_tokens"] >= 1
    with acting_for(acme.id):
        assert [event.external_id for event in await InboundEvent.all()] == ["m2"]
    with every_company():
        assert await UserToken.filter(user_id=user.id).count() == 0
