"""Reports, as a supervisor asks for them."""

from datetime import timedelta
from typing import Any, Final

from models.conversations import Label
from models.identifiers import global_id
from models.identity import Company, Role
from models.tenancy import acting_for
from models.viewer import Viewer
from tests.answers import codes
from tests.conftest import Ask
from tests.histories import MONDAY, History
from tests.people import Cast, hire
from tests.sights import a_queue, placed, seeing

REPORT: Final = """query ($metric: ReportMetric!, $since: DateTime!, $until: DateTime!,
    $groupBy: [ReportGrouping!], $filter: ReportFilter, $clock: ReportClock! = WALL) {
  report(metric: $metric, since: $since, until: $until, groupBy: $groupBy, filter: $filter,
      clock: $clock) {
    timezone capped rows { period count sum average median p90
      member { name } inbox { id } queue { id } label { name } } } }"""
WEEK: Final = {
    "since": MONDAY.isoformat(),
    "until": (MONDAY + timedelta(days=14)).isoformat(),
}


async def asked(ask: Ask, viewer: Viewer, metric: str, **variables: Any) -> list[dict[str, Any]]:
    answer = await ask(viewer, REPORT, metric=metric, **{**WEEK, **variables})
    assert "errors" not in answer, answer
    rows: list[dict[str, Any]] = answer["data"]["report"]["rows"]
    return rows


async def worked(company: Cast) -> Viewer:
    """Robin answers after one, two and six hours, and the owner after twenty-four."""
    robin = await hire(company, Role.MEMBER)
    for hours, who in ((1, robin), (2, robin), (6, robin), (24, company.viewer)):
        history = await History.begin(company)
        await history.tell("conversation.created", 0, by="CONTACT")
        await history.hear(0)
        await history.answer(hours, by=who)
    return robin


async def test_first_responses_by_member(ask: Ask, acme: Cast, rival: Cast) -> None:
    await worked(acme)
    await worked(rival)

    rows = await asked(ask, acme.viewer, "FIRST_RESPONSE", groupBy=["MEMBER"])

    by_name = {row["member"]["name"]: row for row in rows}
    robins = by_name["Robin"]
    assert (robins["count"], robins["sum"], robins["average"]) == (3, 9 * 3600, 3 * 3600)
    assert (robins["median"], robins["p90"]) == (2 * 3600, 5.2 * 3600)
    assert by_name["Acme owner"]["sum"] == 24 * 3600


async def test_days_are_the_companys(ask: Ask, acme: Cast, rival: Cast) -> None:
    await worked(acme)
    with acting_for(acme.id):
        await (await Company.current()).update(by=acme.viewer, timezone="Pacific/Auckland")

    rows = await asked(ask, acme.viewer, "MESSAGE_OUT", groupBy=["DAY"])
    weeks = await asked(ask, acme.viewer, "MESSAGE_OUT", groupBy=["WEEK"])
    months = await asked(ask, acme.viewer, "MESSAGE_OUT", groupBy=["MONTH", "INBOX"])

    # Nine o'clock of UTC is ten at night there: 23:00, 00:00, 04:00 and 22:00.
    counted = [(row["period"], row["count"]) for row in rows]
    assert counted == [("2026-11-16", 1), ("2026-11-17", 3)]
    assert [(row["period"], row["count"]) for row in weeks] == [("2026-11-16", 4)]
    assert [(row["period"], row["count"]) for row in months] == [("2026-11-01", 1)] * 4
    assert await asked(ask, rival.viewer, "MESSAGE_OUT", groupBy=["DAY"]) == []


async def test_by_label_and_only_of_some(ask: Ask, acme: Cast, rival: Cast) -> None:
    history = await History.begin(acme)
    with acting_for(acme.id):
        labels = [
            await Label.add(name, colour="#ff0000", description=None, by=acme.viewer)
            for name in ("a", "b")
        ]
        await history.conversation.add_labels(labels, by=acme.viewer)
    await history.hear(1)
    await (await History.begin(acme)).hear(2)

    rows = await asked(ask, acme.viewer, "MESSAGE_IN", groupBy=["LABEL"])
    assert sorted((row["label"] or {}).get("name", "") for row in rows) == ["", "a", "b"]
    only = {"labelId": global_id("Label", labels[0].id)}
    assert [row["count"] for row in await asked(ask, acme.viewer, "MESSAGE_IN", filter=only)] == [1]
    assert await asked(ask, rival.viewer, "MESSAGE_IN", filter=only) == []
    nobody = {"memberId": global_id("Member", rival.owner.id)}
    assert await asked(ask, acme.viewer, "MESSAGE_IN", filter=nobody) == []


async def test_who_may_and_what_may_be_asked(ask: Ask, acme: Cast) -> None:
    member, supervisor = await hire(acme, Role.MEMBER), await hire(acme, Role.SUPERVISOR)

    answer = await ask(member, REPORT, metric="REPLY", **WEEK)
    assert codes(answer) == ["FORBIDDEN"]
    assert await asked(ask, supervisor, "REPLY") == []
    for wrong, code in (
        ({"until": WEEK["since"]}, "NOT_LATER"),
        ({"until": "2030-01-01T00:00:00Z"}, "OUT_OF_RANGE"),
        ({"groupBy": ["DAY", "WEEK"]}, "SEVERAL_PERIODS"),
    ):
        answer = await ask(supervisor, REPORT, metric="REPLY", **{**WEEK, **wrong})
        assert answer["errors"][0]["extensions"]["fields"][0]["code"] == code


async def test_a_supervisor_counts_what_is_in_their_queues(
    ask: Ask, acme: Cast, rival: Cast
) -> None:
    supervisor, admin = await hire(acme, Role.SUPERVISOR), await hire(acme, Role.ADMIN)
    theirs, other = await a_queue(acme, supervisor), await a_queue(acme)
    for queue in (theirs, other, None):
        history = await History.begin(acme)
        await placed(acme, history.conversation, queue)
        await history.hear(1)
    elsewhere = await History.begin(rival)
    await elsewhere.hear(1)

    rows = await asked(ask, await seeing(supervisor), "MESSAGE_IN", groupBy=["QUEUE"])
    assert {row["queue"] and row["queue"]["id"] for row in rows} == {
        None,
        global_id("Queue", theirs.id),
    }
    rows = await asked(ask, await seeing(admin), "MESSAGE_IN", groupBy=["QUEUE"])
    assert sum(row["count"] for row in rows) == 3
    only = {"queueId": global_id("Queue", other.id)}
    assert await asked(ask, await seeing(supervisor), "MESSAGE_IN", filter=only) == []
