"""A company sees, retries and cancels its own jobs and no others."""

import asyncio
from contextlib import aclosing
from typing import Any
from uuid import UUID

from models.database import execute, transaction
from models.identifiers import global_id
from models.identity import Role
from models.job import Job, RetryAfter
from models.job.turns import recover
from models.tenancy import acting_for
from models.viewer import Viewer
from schema import schema
from schema.context import Context
from tests.answers import codes
from tests.conftest import Ask
from tests.people import Cast, hire
from tests.work import look, succeed, take, want

JOBS = """query($filter: JobFilter, $order: JobOrder! = NEWEST_FIRST, $after: String) {
  jobs(filter: $filter, order: $order, first: 2, after: $after) {
    edges { node { id kind state attempts errors { error message } } }
    pageInfo { endCursor hasNextPage }
  }
}"""
RETRY = "mutation($id: ID!) { retryJob(input: {jobId: $id}) { job { state attempts } cursor } }"
CANCEL = "mutation($id: ID!) { cancelJob(input: {jobId: $id}) { job { state } cursor } }"


async def enqueued(company: Cast, kind: str = "message.deliver") -> UUID:
    with acting_for(company.id):
        async with transaction():
            job_id = await Job.enqueue(kind, {})
    assert job_id is not None
    return job_id


async def killed(company: Cast, job_id: UUID) -> None:
    with acting_for(company.id):
        await execute("UPDATE jobs SET state = 'DEAD', attempts = 3 WHERE id = $1", job_id)


async def test_jobs_are_listed_newest_first_in_pages_by_state_and_kind(
    ask: Ask, acme: Cast, rival: Cast
) -> None:
    old, dead, new = [await enqueued(acme) for _ in range(3)]
    await enqueued(acme, "conversation.wake")
    await enqueued(rival)
    await killed(acme, dead)
    delivering = {"kinds": ["message.deliver"]}

    first = await ask(acme.viewer, JOBS, filter=delivering)
    second = await ask(
        acme.viewer,
        JOBS,
        filter=delivering,
        after=first["data"]["jobs"]["pageInfo"]["endCursor"],
    )
    only_dead = await ask(acme.viewer, JOBS, filter={"states": ["DEAD"]})
    oldest = await ask(acme.viewer, JOBS, order="OLDEST_FIRST", filter=delivering)

    ids = [edge["node"]["id"] for edge in first["data"]["jobs"]["edges"]]
    assert ids == [global_id("Job", new), global_id("Job", dead)]
    assert [edge["node"]["id"] for edge in second["data"]["jobs"]["edges"]] == [
        global_id("Job", old)
    ]
    assert not second["data"]["jobs"]["pageInfo"]["hasNextPage"]
    assert [edge["node"]["id"] for edge in oldest["data"]["jobs"]["edges"]] == [
        global_id("Job", old),
        global_id("Job", dead),
    ]
    assert [edge["node"]["id"] for edge in only_dead["data"]["jobs"]["edges"]] == [
        global_id("Job", dead)
    ]


async def test_a_dead_job_is_retried_and_a_waiting_one_cancelled(ask: Ask, acme: Cast) -> None:
    dead, waiting = await enqueued(acme), await enqueued(acme)
    await killed(acme, dead)

    retried = await ask(acme.viewer, RETRY, id=global_id("Job", dead))
    cancelled = await ask(acme.viewer, CANCEL, id=global_id("Job", waiting))
    again = await ask(acme.viewer, RETRY, id=global_id("Job", dead))

    assert retried["data"]["retryJob"]["job"] == {"state": "PENDING", "attempts": 0}
    assert cancelled["data"]["cancelJob"]["job"] == {"state": "CANCELLED"}
    assert codes(again) == ["JOB_NOT_DEAD"]


async def test_a_rival_neither_sees_nor_touches_our_jobs(ask: Ask, acme: Cast, rival: Cast) -> None:
    ours = await enqueued(acme)

    id = global_id("Job", ours)
    answers = [await ask(rival.viewer, document, id=id) for document in (RETRY, CANCEL)]
    listed = await ask(rival.viewer, JOBS)
    found = await ask(rival.viewer, "query($id: ID!) { job(id: $id) { kind } }", id=id)

    assert [codes(answer) for answer in answers] == [["NOT_FOUND"], ["NOT_FOUND"]]
    assert listed["data"]["jobs"]["edges"] == []
    assert codes(found) == ["NOT_FOUND"]
    with acting_for(acme.id):
        assert (await Job.get(id=ours)).state == "PENDING"


async def test_who_may_see_jobs_may_not_yet_manage_them(ask: Ask, acme: Cast) -> None:
    supervisor, member = await hire(acme, Role.SUPERVISOR), await hire(acme, Role.MEMBER)
    id = global_id("Job", await enqueued(acme))

    assert "errors" not in await ask(supervisor, JOBS)
    assert codes(await ask(supervisor, CANCEL, id=id)) == ["FORBIDDEN"]
    assert codes(await ask(member, JOBS)) == ["FORBIDDEN"]


HISTORY = """query($id: ID!) { job(id: $id) { state attempts deaths progress { done total }
  history { number outcome error message startedAt endedAt } errors { error retryAt } } }"""
RETRY_DEAD = """mutation($filter: JobFilter) {
  retryDeadJobs(input: {filter: $filter}) { retried cursor } }"""
PAUSE = "mutation($kind: String) { pauseJobs(input: {kind: $kind}) { lane { id kind pausedAt } } }"
RESUME = "mutation($kind: String) { resumeJobs(input: {kind: $kind}) { lane { id pausedAt } } }"
LANES = "{ jobLanes { edges { node { id kind pausedAt weight concurrency perMinute } } } }"
CHANGED = """subscription($id: ID, $kinds: [String!], $after: Cursor) {
  jobChanged(jobId: $id, kinds: $kinds, after: $after) { event cursor job { id state } } }"""


async def test_a_job_tells_all_its_attempts_and_no_secret(ask: Ask, acme: Cast) -> None:
    id = await enqueued(acme)
    first = await take(id)
    with acting_for(acme.id):
        await first.retry(ValueError("secret=hunter2"), after=0)
    await take(id, seconds=0, kind="message.deliver")
    await recover()
    third = await take(id)
    with acting_for(acme.id):
        await third.retry(RetryAfter(0, "Busy."), after=0)
    fourth = await take(id)
    running = await ask(acme.viewer, HISTORY, id=global_id("Job", id))
    await succeed(fourth)
    done = await ask(acme.viewer, HISTORY, id=global_id("Job", id))

    told = [
        (each["number"], each["outcome"], each["error"], each["message"])
        for each in running["data"]["job"]["history"]
    ]
    assert told == [
        (1, "FAILED", "ValueError", None),
        (2, "WORKER_LOST", "WorkerLost", None),
        (2, "FAILED", "RetryAfter", "Busy."),
        (3, "RUNNING", None, None),
    ]
    assert "hunter2" not in str(running)
    assert all(each["startedAt"] for each in running["data"]["job"]["history"])
    job = done["data"]["job"]
    assert (job["state"], job["attempts"], job["deaths"]) == ("SUCCEEDED", 3, 1)
    assert job["history"][-1]["outcome"] == "SUCCEEDED"
    assert job["errors"][0]["retryAt"] is not None


async def test_dead_jobs_are_retried_together_and_only_ours(
    ask: Ask, acme: Cast, rival: Cast
) -> None:
    ours = [await enqueued(acme) for _ in range(3)]
    [other, theirs] = await enqueued(acme, "conversation.wake"), await enqueued(rival)
    for company, id in (*((acme, id) for id in (*ours, other)), (rival, theirs)):
        await killed(company, id)

    some = await ask(acme.viewer, RETRY_DEAD, filter={"kinds": ["message.deliver"]})
    rest = await ask(acme.viewer, RETRY_DEAD)
    none = await ask(acme.viewer, RETRY_DEAD)

    retried = [answer["data"]["retryDeadJobs"]["retried"] for answer in (some, rest, none)]
    assert retried == [3, 1, 0]
    assert (await look(rival, theirs)).state == "DEAD"
    assert {(await look(acme, id)).state for id in (*ours, other)} == {"PENDING"}


async def test_a_dead_job_stays_dead_beside_its_replacement(ask: Ask, acme: Cast) -> None:
    [dead] = await want(acme, unique_key="one")
    await killed(acme, dead)
    await want(acme, unique_key="one")

    answer = await ask(acme.viewer, RETRY_DEAD)

    assert answer["data"]["retryDeadJobs"]["retried"] == 0
    assert (await look(acme, dead)).state == "DEAD"


async def test_kinds_are_paused_and_resumed(ask: Ask, acme: Cast, rival: Cast) -> None:
    paused = await ask(acme.viewer, PAUSE, kind="message.deliver")
    await ask(acme.viewer, PAUSE)
    listed = await ask(acme.viewer, LANES)
    theirs = await ask(rival.viewer, LANES)
    resumed = await ask(acme.viewer, RESUME, kind="message.deliver")

    lanes = [edge["node"] for edge in listed["data"]["jobLanes"]["edges"]]
    assert [lane["kind"] for lane in lanes] == ["message.deliver", None]
    assert all(lane["pausedAt"] for lane in lanes)
    assert paused["data"]["pauseJobs"]["lane"]["id"] == lanes[0]["id"]
    assert resumed["data"]["resumeJobs"]["lane"] == {"id": lanes[0]["id"], "pausedAt": None}
    assert theirs["data"]["jobLanes"]["edges"] == []
    assert codes(await ask(acme.viewer, PAUSE, kind="'; --")) == ["INVALID"]


async def test_a_jobs_changes_are_heard_in_order_and_from_any_position(
    ask: Ask, acme: Cast, rival: Cast
) -> None:
    start = (await ask(acme.viewer, "{ cursor }"))["data"]["cursor"]
    id, other = await enqueued(acme), await enqueued(acme, "conversation.wake")
    theirs = await enqueued(rival)
    for company, each in ((acme, id), (acme, other), (rival, theirs)):
        lease = await take(each)
        with acting_for(company.id):
            await lease.retry(RetryAfter(0), after=0)
            await (await look(company, each)).cancel(by=company.viewer)

    both = [("job.retrying", "CANCELLED"), ("job.cancelled", "CANCELLED")]
    for given, expected in (
        ({}, both * 2),
        ({"id": global_id("Job", id)}, both),
        ({"kinds": ["conversation.wake"]}, both),
    ):
        told_of = await heard(acme.viewer, CHANGED, len(expected), after=start, **given)
        told = [each["data"]["jobChanged"] for each in told_of]
        assert [(each["event"], each["job"]["state"]) for each in told] == expected
    [last] = await heard(acme.viewer, CHANGED, 1, after=told[-2]["cursor"], **given)
    assert last["data"]["jobChanged"]["cursor"] == told[-1]["cursor"]


async def heard(viewer: Viewer, document: str, number: int, **variables: Any) -> list[Any]:
    """What a subscription says first, so many times."""
    source: Any = await schema.subscribe(
        document, variable_values=variables, context_value=Context(identity=viewer)
    )
    said: list[Any] = []
    async with asyncio.timeout(10), aclosing(source) as stream:
        async for result in stream:
            assert result.errors is None, result.errors
            said.append({"data": result.data})
            if len(said) == number:
                break
    return said
