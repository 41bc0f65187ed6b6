"""A change of many conversations, by a worker of its own."""

from models.conversations import BulkAction, BulkOperation, Conversation, ConversationStatus
from models.events import Event
from models.job import Job
from models.tenancy import acting_for
from tests.jobs.conftest import Working
from tests.people import Cast
from tests.threads import open_conversation
from tests.work import finished


async def test_a_worker_changes_all_that_a_filter_chose(
    working: Working, acme: Cast, rival: Cast
) -> None:
    for _ in range(5):
        await open_conversation(acme)
    theirs = await open_conversation(rival)
    with acting_for(acme.id):
        operation = await BulkOperation.begin(
            acme.viewer.conversations, BulkAction.RESOLVE, {}, by=acme.viewer, asked=[], later=True
        )
        job = await Job.get(kind="conversation.bulk")

    async with working():
        await finished(acme, job.id)

    with acting_for(acme.id):
        done = await BulkOperation.get(id=operation.id)
        assert (done.done, done.failed, bool(done.finished_at)) == (5, 0, True)
        assert await Conversation.filter(status=ConversationStatus.RESOLVED).count() == 5
        by = await Event.filter(name="conversation.resolved").values_list("actor_id", flat=True)
        assert set(by) == {acme.owner.id}
    with acting_for(rival.id):
        assert (await Conversation.get(id=theirs.id)).status is ConversationStatus.OPEN
