"""Lines as members see them: where each conversation stands, and who takes the next."""

from typing import Any

from models.identifiers import global_id
from models.identity import Role
from models.queues import Assignment
from models.tenancy import acting_for
from tests.answers import codes
from tests.conftest import Ask
from tests.people import Cast, hire
from tests.queueing import join, me, open_queue, routed, waiting
from tests.sights import seeing

TAKE = """
    mutation ($input: TakeNextInput!) {
        takeNext(input: $input) { cursor conversation { id assignee { id } queue { id } } }
    }
"""
MOVE = """
    mutation ($input: MoveToQueueInput!) {
        moveToQueue(input: $input) { conversation { id version queue { id } assignee { id }
            waiting { position enteredAt } } }
    }
"""
ACCEPT = """
    mutation ($input: AcceptOfferInput!) {
        acceptOffer(input: $input) { conversation { assignee { id } waiting { position } } }
    }
"""
DECLINE = """
    mutation ($input: DeclineOfferInput!) {
        declineOffer(input: $input) { conversation { waiting { position offeredTo { id } } } }
    }
"""
LINE = """
    query ($id: ID!) {
        queue(id: $id) {
            line { waiting longestSince estimatedSeconds }
            waiting(first: 2) {
                edges { cursor node { enqueuedAt joinedAt offerExpiresAt offeredTo { id }
                    conversation { id number waiting { position estimatedSeconds enteredAt
                        offerExpiresAt offeredTo { name } } } } }
                pageInfo { hasNextPage endCursor }
            }
        }
    }
"""
POSITIONS = "{ conversations { edges { node { id waiting { position } queue { name } } } } }"


def of(queue: Any) -> str:
    return global_id(type(queue).__name__, queue.id)


async def test_everybody_takes_the_next_and_a_rival_nothing(
    ask: Ask, acme: Cast, rival: Cast
) -> None:
    queue, theirs = await open_queue(acme), await open_queue(rival)
    robin, sam = await join(acme, queue), await join(rival, theirs)
    first, _ = await waiting(acme, queue, 2)

    taken = await ask(robin, TAKE, input={"queueId": of(queue)})
    none = await ask(sam, TAKE, input={})
    foreign = await ask(sam, TAKE, input={"queueId": of(queue)})
    reader = await ask(await hire(acme, Role.READ_ONLY), TAKE, input={})

    conversation = taken["data"]["takeNext"]["conversation"]
    assert conversation["id"] == of(first)
    assert conversation["assignee"]["id"] == me(robin)
    assert none["data"]["takeNext"]["conversation"] is None
    assert [codes(foreign), codes(reader)] == [["NOT_FOUND"], ["FORBIDDEN"]]


async def test_a_line_says_how_long_it_is_and_where_each_one_stands(
    ask: Ask, acme: Cast, rival: Cast
) -> None:
    queue = await open_queue(acme)
    robin = await join(acme, queue)
    ours = await waiting(acme, queue, 4)
    await waiting(rival, await open_queue(rival), 2)
    await ask(robin, TAKE, input={})

    answer = await ask(robin, LINE, id=of(queue))
    positions = await ask(robin, POSITIONS)

    read = answer["data"]["queue"]
    assert read["line"]["waiting"] == 3
    assert read["line"]["longestSince"] == read["waiting"]["edges"][0]["node"]["enqueuedAt"]
    assert read["line"]["estimatedSeconds"] >= 0
    nodes = [edge["node"]["conversation"] for edge in read["waiting"]["edges"]]
    assert [node["id"] for node in nodes] == [of(each) for each in ours[1:3]]
    assert [node["waiting"]["position"] for node in nodes] == [1, 2]
    assert read["waiting"]["pageInfo"]["hasNextPage"]
    found = {
        edge["node"]["id"]: (edge["node"]["waiting"] or {}).get("position")
        for edge in positions["data"]["conversations"]["edges"]
    }
    assert found == {of(each): place or None for place, each in enumerate(ours)}


async def test_supervisors_hand_a_conversation_to_another_queue(
    ask: Ask, acme: Cast, rival: Cast
) -> None:
    queue, sales, theirs = (
        await open_queue(acme),
        await open_queue(acme, "Sales"),
        await open_queue(rival),
    )
    supervisor = await join(acme, queue, sales, role=Role.SUPERVISOR)
    member = await join(acme, queue)
    [ours] = await waiting(acme, queue)
    move = {"conversationId": of(ours), "queueId": of(sales)}

    moved = await ask(supervisor, MOVE, input=move)
    again = await ask(supervisor, MOVE, input=move | {"version": 1})
    late = await ask(supervisor, MOVE, input=move | {"version": 1, "queueId": of(queue)})
    foreign = await ask(supervisor, MOVE, input=move | {"queueId": of(theirs)})
    refused = await ask(member, MOVE, input=move)
    out = await ask(acme.viewer, MOVE, input=move | {"queueId": None})

    conversation = moved["data"]["moveToQueue"]["conversation"]
    assert conversation["queue"]["id"] == of(sales)
    assert conversation["waiting"]["position"] == 1
    assert "errors" not in again
    assert [codes(late), codes(foreign), codes(refused)] == [
        ["CONFLICT"],
        ["NOT_FOUND"],
        ["FORBIDDEN"],
    ]
    assert out["data"]["moveToQueue"]["conversation"]["queue"] is None
    assert out["data"]["moveToQueue"]["conversation"]["waiting"] is None


async def test_an_offer_is_seen_declined_and_accepted(ask: Ask, acme: Cast, rival: Cast) -> None:
    queue = await open_queue(acme, assignment=Assignment.ROUND_ROBIN, accept_timeout_seconds=60)
    ada, bo = await join(acme, queue, name="Ada"), await join(acme, queue, name="Bo")
    [ours] = await waiting(acme, queue)
    offer = {"conversationId": of(ours)}
    await routed(acme, queue)

    seen = await ask(bo, LINE, id=of(queue))
    early = await ask(bo, ACCEPT, input=offer)
    declined = await ask(ada, DECLINE, input=offer)
    await routed(acme, queue)
    accepted = await ask(bo, ACCEPT, input=offer)
    foreign = await ask(rival.viewer, ACCEPT, input=offer)

    [edge] = seen["data"]["queue"]["waiting"]["edges"]
    assert edge["node"]["offeredTo"]["id"] == me(ada)
    assert edge["node"]["conversation"]["waiting"]["offeredTo"] == {"name": "Ada"}
    assert codes(early) == ["NOT_OFFERED"]
    waits = declined["data"]["declineOffer"]["conversation"]["waiting"]
    assert waits == {"position": 1, "offeredTo": None}
    conversation = accepted["data"]["acceptOffer"]["conversation"]
    assert conversation["assignee"]["id"] == me(bo)
    assert conversation["waiting"] is None
    assert codes(foreign) == ["NOT_FOUND"]


async def test_who_is_full_is_told_what_to_do(ask: Ask, acme: Cast) -> None:
    queue = await open_queue(acme)
    robin = await join(acme, queue, capacity=0)
    await waiting(acme, queue)

    full = await ask(robin, TAKE, input={})
    outside = await ask(acme.viewer, TAKE, input={"queueId": of(queue)})

    assert [codes(full), codes(outside)] == [["AT_CAPACITY"], ["NOT_IN_QUEUE"]]


async def test_positions_of_a_page_are_read_together(ask: Ask, acme: Cast) -> None:
    queue = await open_queue(acme)
    await waiting(acme, queue, 12)
    robin = await join(acme, queue)

    answer = await ask(robin, POSITIONS, statements=4)

    places = [e["node"]["waiting"]["position"] for e in answer["data"]["conversations"]["edges"]]
    assert sorted(places) == list(range(1, 13))


async def test_a_member_does_not_see_who_waits_in_queues_of_others(ask: Ask, acme: Cast) -> None:
    queue, other = await open_queue(acme), await open_queue(acme, "Sales")
    await waiting(acme, queue, 2)
    stranger = await seeing(await join(acme, other))

    answer = await ask(stranger, LINE, id=of(queue))

    assert answer["data"]["queue"]["waiting"]["edges"] == []
    with acting_for(acme.id):
        assert answer["data"]["queue"]["line"]["waiting"] == 2
