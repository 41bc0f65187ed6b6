"""Scenarios of inboxes, of what comes in by them, and of jobs."""

from models.database import transaction
from models.inboxes import InboundEvent, InboundState, Inbox
from models.job import Job, JobLane, PermanentFailure
from models.tenancy import acting_for
from tests.doors import receipt, sender
from tests.errands import due_now, perform
from tests.state.world import Deed, World, id_of, scenario

URL = "http://127.0.0.1:9/hook"


@scenario("createInbox")
async def create(world: World) -> Deed:
    return world.deed(kind="API", name="Second shop", callbackUrl=URL)


@scenario("updateInbox")
async def update(world: World) -> Deed:
    inbox = await _inbox(world)
    return world.deed(inboxId=id_of(inbox), name="Renamed", afterResolve="START_NEW")


@scenario("updateInbox", "that asks how it was")
async def ask_rating(world: World) -> Deed:
    return world.deed(inboxId=id_of(await _inbox(world)), csatEnabled=True, csatQuestion="Well?")


@scenario("rotateInboxSecret")
async def rotate(world: World) -> Deed:
    return world.deed(inboxId=id_of(await _inbox(world)))


@scenario("disableInbox")
async def disable(world: World) -> Deed:
    return world.deed(inboxId=id_of(await _inbox(world)))


@scenario("enableInbox")
async def enable(world: World) -> Deed:
    inbox = await _inbox(world)
    with acting_for(world.company.id):
        await inbox.disable(by=world.viewer)
    return world.deed(inboxId=id_of(inbox))


@scenario("replayInboundEvent")
async def replay(world: World) -> Deed:
    await world.shop.push(receipt("nobody", "read"))
    await perform(world.company, "inbound_event.apply")
    with acting_for(world.company.id):
        failed = await InboundEvent.get(state=InboundState.FAILED)
    return world.deed(inboundEventId=id_of(failed))


@scenario("retryJob")
async def retry(world: World) -> Deed:
    job = await _want(world, "errand")
    lease = await due_now(job)
    with acting_for(world.company.id):
        await lease.bury(PermanentFailure("Nobody knows how."))
    return world.deed(jobId=id_of(job))


@scenario("retryDeadJobs")
async def retry_dead(world: World) -> Deed:
    await retry(world)
    return world.deed()


@scenario("pauseJobs")
async def pause(world: World) -> Deed:
    return world.deed(kind="errand")


@scenario("resumeJobs")
async def resume(world: World) -> Deed:
    with acting_for(world.company.id):
        await JobLane.pause("errand.other", by=world.viewer)
    return world.deed(kind="errand.other")


@scenario("cancelJob")
async def cancel(world: World) -> Deed:
    return world.deed(jobId=id_of(await _want(world, "errand")))


async def _want(world: World, kind: str) -> Job:
    with acting_for(world.company.id):
        async with transaction():
            id = await Job.enqueue(kind, {})
        return await Job.get(id=id)


async def _inbox(world: World) -> Inbox:
    return (await sender(world.company)).inbox
