"""A company sees, retries and cancels its own jobs and no others."""

from uuid import UUID

from models.database import execute, transaction
from models.identifiers import global_id
from models.identity import Role
from models.job import Job
from models.tenancy import acting_for
from tests.answers import codes
from tests.conftest import Ask
from tests.people import Cast, hire

JOBS = """query($state: JobState, $kind: String, $after: String) {
  jobs(state: $state, kind: $kind, first: 2, after: $after) {
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

    first = await ask(acme.viewer, JOBS, kind="message.deliver")
    second = await ask(
        acme.viewer,
        JOBS,
        kind="message.deliver",
        after=first["data"]["jobs"]["pageInfo"]["endCursor"],
    )
    only_dead = await ask(acme.viewer, JOBS, state="DEAD")

    ids = [edge["node"]["id"] for edge in first["data"]["jobs"]["edges"]]
    assert ids == [global_id("Job", new), global_id("Job", dead)]
    assert [edge["node"]["id"] for edge in second["data"]["jobs"]["edges"]] == [
        global_id("Job", old)
    ]
    assert not second["data"]["jobs"]["pageInfo"]["hasNextPage"]
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
