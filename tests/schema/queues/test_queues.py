"""Queues as administrators set them up, and as everybody reads them."""

from models.identifiers import global_id
from models.identity import Role
from models.tenancy import acting_for
from tests.answers import codes
from tests.conftest import Ask
from tests.people import Cast, hire
from tests.queueing import join, me, open_queue, waiting
from tests.threads import open_inbox

CREATE = """
    mutation ($input: CreateQueueInput!) {
        createQueue(input: $input) { cursor queue { id name version assignment greeting
            overflowQueue { name } line { waiting longestSince estimatedSeconds } } }
    }
"""
UPDATE = """
    mutation ($input: UpdateQueueInput!) {
        updateQueue(input: $input) { queue { id name colour version assignment
            acceptTimeoutSeconds overflowAfterSeconds overflowQueue { id } } }
    }
"""
ARCHIVE = "mutation ($input: ArchiveQueueInput!) { archiveQueue(input: $input) { queue { id } } }"
RESTORE = "mutation ($input: RestoreQueueInput!) { restoreQueue(input: $input) { queue { id } } }"
ADD = """
    mutation ($input: AddQueueMemberInput!) {
        addQueueMember(input: $input) { queue { members { level member { id name } } } }
    }
"""
CHANGE = """
    mutation ($input: ChangeQueueMemberInput!) {
        changeQueueMember(input: $input) { queue { members { level member { id } } } }
    }
"""
REMOVE = """
    mutation ($input: RemoveQueueMemberInput!) {
        removeQueueMember(input: $input) { queue { members { member { id } } } }
    }
"""
CAPACITY = """
    mutation ($input: SetMemberCapacityInput!) {
        setMemberCapacity(input: $input) { member { id capacity } }
    }
"""
DEFAULT = """
    mutation ($input: SetDefaultQueueInput!) {
        setDefaultQueue(input: $input) { inbox { id defaultQueue { id name } } }
    }
"""
LIST = "{ queues { edges { node { id name archivedAt } } } }"


async def test_a_queue_is_opened_once_and_read_by_everybody(
    ask: Ask, acme: Cast, rival: Cast
) -> None:
    details = {"name": " Support ", "greeting": "Welcome!", "clientId": "c1"}

    first = await ask(acme.viewer, CREATE, input=details)
    again = await ask(acme.viewer, CREATE, input=details)
    other = await ask(acme.viewer, CREATE, input=details | {"name": "Sales"})
    twice = await ask(acme.viewer, CREATE, input={"name": "SUPPORT"})
    read = await ask(await hire(acme, Role.READ_ONLY), LIST)

    queue = first["data"]["createQueue"]["queue"]
    assert queue["name"] == "Support"
    assert queue["line"] == {"waiting": 0, "longestSince": None, "estimatedSeconds": None}
    assert again["data"]["createQueue"]["queue"]["id"] == queue["id"]
    assert codes(other) == ["CLIENT_ID_REUSED"]
    assert twice["errors"][0]["extensions"]["fields"][0]["code"] == "TAKEN"
    names = [edge["node"]["name"] for edge in read["data"]["queues"]["edges"]]
    assert names == ["Support"]
    assert (await ask(rival.viewer, LIST))["data"]["queues"]["edges"] == []
    assert codes(await ask(rival.viewer, UPDATE, input={"queueId": queue["id"]})) == ["NOT_FOUND"]


async def test_all_that_is_wrong_is_told_at_once(ask: Ask, acme: Cast) -> None:
    answer = await ask(
        acme.viewer,
        CREATE,
        input={
            "name": " ",
            "colour": "red",
            "acceptTimeoutSeconds": 1,
            "overflowAfterSeconds": 1,
            "assignment": "ROUND_ROBIN",
        },
    )

    wrong = {each["path"] for each in answer["errors"][0]["extensions"]["fields"]}
    assert wrong == {"name", "colour", "acceptTimeoutSeconds", "overflowAfterSeconds"}


async def test_offers_need_an_assignment_and_an_overflow_needs_both_its_halves(
    ask: Ask, acme: Cast
) -> None:
    details = {"name": "Support", "acceptTimeoutSeconds": 30, "overflowAfterSeconds": 30}

    answer = await ask(acme.viewer, CREATE, input=details)

    wrong = [each["code"] for each in answer["errors"][0]["extensions"]["fields"]]
    assert wrong == ["OFFERS_TO_NOBODY", "OVERFLOW_INCOMPLETE"]


async def test_queues_do_not_overflow_in_circles(ask: Ask, acme: Cast, rival: Cast) -> None:
    a, b, c = [await open_queue(acme, name) for name in "abc"]
    theirs = await open_queue(rival)

    async def point(source: object, target: object) -> list[str]:
        answer = await ask(
            acme.viewer,
            UPDATE,
            input={
                "queueId": global_id("Queue", source.id),  # type: ignore[attr-defined]
                "overflowQueueId": global_id("Queue", target.id),  # type: ignore[attr-defined]
                "overflowAfterSeconds": 60,
            },
        )
        errors = answer.get("errors") or []
        fields = errors and errors[0]["extensions"].get("fields")
        return [each["code"] for each in fields] if fields else codes(answer)

    assert await point(a, b) == []
    assert await point(b, c) == []
    assert await point(c, a) == ["OVERFLOW_CYCLE"]
    assert await point(a, a) == ["OVERFLOW_CYCLE"]
    assert await point(c, theirs) == ["NOT_FOUND"]


async def test_who_saw_an_older_version_changes_nothing(ask: Ask, acme: Cast) -> None:
    queue = await open_queue(acme)
    id = global_id("Queue", queue.id)

    changed = await ask(
        acme.viewer, UPDATE, input={"queueId": id, "version": 1, "colour": "#AABBCC"}
    )
    late = await ask(acme.viewer, UPDATE, input={"queueId": id, "version": 1, "name": "Sales"})
    nothing = {"colour": None, "name": None, "assignment": None}
    cleared = await ask(acme.viewer, UPDATE, input={"queueId": id, **nothing})

    assert changed["data"]["updateQueue"]["queue"]["colour"] == "#aabbcc"
    assert codes(late) == ["CONFLICT"]
    assert late["errors"][0]["extensions"]["currentVersion"] == 2
    cleared = cleared["data"]["updateQueue"]["queue"]
    assert (cleared["colour"], cleared["name"]) == (None, "Support")


async def test_a_queue_in_use_is_not_archived_and_its_name_is_free_once_it_is(
    ask: Ask, acme: Cast
) -> None:
    queue = await open_queue(acme)
    inbox = await open_inbox(acme)
    id = global_id("Queue", queue.id)
    begin = {"inboxId": global_id("Inbox", inbox.id), "queueId": id}

    set_ = await ask(acme.viewer, DEFAULT, input=begin)
    refused = await ask(acme.viewer, ARCHIVE, input={"queueId": id})
    await ask(acme.viewer, DEFAULT, input=begin | {"queueId": None})
    archived = await ask(acme.viewer, ARCHIVE, input={"queueId": id})
    same = await ask(acme.viewer, CREATE, input={"name": "support"})
    back = await ask(acme.viewer, RESTORE, input={"queueId": id})

    assert set_["data"]["setDefaultQueue"]["inbox"]["defaultQueue"]["name"] == "Support"
    assert codes(refused) == ["QUEUE_IN_USE"]
    assert "errors" not in archived
    assert "errors" not in same
    assert back["errors"][0]["extensions"]["fields"][0]["code"] == "TAKEN"


async def test_members_of_a_queue_come_change_and_go(ask: Ask, acme: Cast, rival: Cast) -> None:
    queue = await open_queue(acme)
    robin = await hire(acme, Role.MEMBER)
    stranger = await hire(rival, Role.MEMBER)
    place = {
        "queueId": global_id("Queue", queue.id),
        "memberId": me(robin),
    }
    foreign = place | {"memberId": me(stranger)}

    added = await ask(acme.viewer, ADD, input=place)
    again = await ask(acme.viewer, ADD, input=place)
    changed = await ask(acme.viewer, CHANGE, input=place | {"level": "BACKUP"})
    removed = await ask(acme.viewer, REMOVE, input=place)
    gone = await ask(acme.viewer, CHANGE, input=place | {"level": "BACKUP"})
    ours = [
        await ask(acme.viewer, ADD, input=foreign),
        await ask(robin, ADD, input=place),
        await ask(robin, CAPACITY, input={"memberId": place["memberId"], "capacity": 3}),
    ]

    [member] = added["data"]["addQueueMember"]["queue"]["members"]
    assert (member["level"], member["member"]["id"]) == ("PRIMARY", place["memberId"])
    assert len(again["data"]["addQueueMember"]["queue"]["members"]) == 1
    [member] = changed["data"]["changeQueueMember"]["queue"]["members"]
    assert member["level"] == "BACKUP"
    assert removed["data"]["removeQueueMember"]["queue"]["members"] == []
    assert codes(gone) == ["NOT_FOUND"]
    assert [codes(each) for each in ours] == [["NOT_FOUND"], ["FORBIDDEN"], ["FORBIDDEN"]]


async def test_administrators_say_how_much_a_member_is_given(ask: Ask, acme: Cast) -> None:
    member = me(await join(acme))

    set_ = await ask(acme.viewer, CAPACITY, input={"memberId": member, "capacity": 3})
    wrong = await ask(acme.viewer, CAPACITY, input={"memberId": member, "capacity": -1})

    assert set_["data"]["setMemberCapacity"]["member"]["capacity"] == 3
    assert codes(wrong) == ["INVALID"]


async def test_an_archived_queue_is_listed_apart(ask: Ask, acme: Cast) -> None:
    queue = await open_queue(acme)
    await waiting(acme, await open_queue(acme, "Sales"))
    with acting_for(acme.id):
        await queue.archive(by=acme.viewer)

    listed = await ask(acme.viewer, LIST)
    archived = await ask(acme.viewer, "{ queues(archived: true) { edges { node { name } } } }")

    assert [e["node"]["name"] for e in listed["data"]["queues"]["edges"]] == ["Sales"]
    assert [e["node"]["name"] for e in archived["data"]["queues"]["edges"]] == ["Support"]
