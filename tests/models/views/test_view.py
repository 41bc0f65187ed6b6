"""Lists that are kept: for whom, by whom, and told when they change."""

import pytest

from models.conversations import Conversation
from models.errors import Conflict, Forbidden, Invalid
from models.events import Event
from models.identity import Role
from models.tenancy import acting_for
from models.viewer import Viewer, ViewerKind
from models.views import Criteria, View, ViewVisibility, counted, tally
from tests.people import Cast, hire
from tests.sights import a_queue, placed, seeing
from tests.threads import open_conversation


async def keep(
    company: Cast,
    criteria: Criteria | None = None,
    visibility: ViewVisibility = ViewVisibility.ALL,
    by: Viewer | None = None,
    **columns: object,
) -> View:
    return await View.keep(
        "Ours",
        criteria or Criteria(),
        by=by or company.viewer,
        order_by="NUMBER",
        direction="ASC",
        visibility=visibility,
        **columns,  # type: ignore[arg-type]
    )


async def test_each_change_of_a_list_is_told(acme: Cast, rival: Cast) -> None:
    with acting_for(acme.id):
        view = await keep(acme)
        await view.change(by=acme.viewer, name="Ours")  # as it is
        await view.change(by=acme.viewer, name="Theirs", version=1)
        with pytest.raises(Conflict):
            await view.change(by=acme.viewer, name="Nobody's", version=1)
        await view.drop(by=acme.viewer)

        told = await Event.filter(subject_type="View").order_by("seq")
        assert await View.all().count() == 0
    assert [event.name for event in told] == ["view.created", "view.updated", "view.deleted"]
    with acting_for(rival.id):
        assert await Event.filter(subject_type="View").count() == 0


async def test_a_list_of_a_queue_is_for_who_sees_it(acme: Cast, rival: Cast) -> None:
    robin, kit = await hire(acme, Role.MEMBER), await hire(acme, Role.MEMBER)
    queue = await a_queue(acme, robin)
    await a_queue(rival)
    with acting_for(acme.id):
        view = await keep(acme, visibility=ViewVisibility.QUEUE, queue_id=queue.id)
        with pytest.raises(Invalid):
            await keep(acme, visibility=ViewVisibility.QUEUE)
        with pytest.raises(Invalid):
            await keep(acme, queue_id=queue.id)
        with pytest.raises(Invalid):
            await view.change(by=acme.viewer, visibility=ViewVisibility.ALL)

        seen = [await (await seeing(who)).views for who in (robin, kit)]
        with pytest.raises(Forbidden):
            await view.change(by=await seeing(robin), name="Mine")
    assert [[each.id for each in views] for views in seen] == [[view.id], []]


async def test_counts_are_of_what_they_see_and_end_at_the_cap(acme: Cast, rival: Cast) -> None:
    ours = [await open_conversation(acme) for _ in range(3)]
    await open_conversation(rival)
    robin = await hire(acme, Role.MEMBER)
    await placed(acme, ours[0], await a_queue(acme))
    seeing_robin = await seeing(robin)
    with acting_for(acme.id):
        view, none = await keep(acme, {"waiting": True}), await keep(acme, {"unassigned": False})
        await ours[1].take(by=acme.viewer)
        mine = await keep(acme, {"mine": True})

        for by, expected in ((acme.viewer, (3, 3, 1)), (seeing_robin, (2, 2, 0))):
            counts = await counted([view, none, mine], by=by)
            assert tuple(counts[each.id].value for each in (view, none, mine)) == expected
        capped = await counted([view], by=acme.viewer, cap=2)
        assert await counted([], by=acme.viewer) == {}
    assert capped[view.id] == (2, True)


async def test_counts_are_made_once_for_all_who_share_them(acme: Cast, rival: Cast) -> None:
    await open_conversation(acme)
    robin = await hire(acme, Role.MEMBER)
    with acting_for(acme.id):
        view, mine = await keep(acme, {"status": ["OPEN"]}), await keep(acme, {"mine": True})
        head = await Event.head()

    place, first = await tally.of([view, mine], by=acme.viewer, behind=head)
    with acting_for(acme.id):
        await Conversation.all().update(status="RESOLVED", assignee_id=acme.owner.id)  # unheard
    _, again = await tally.of([view, mine], by=robin, behind=head)
    with acting_for(acme.id):
        await view.change(by=acme.viewer, position=2)  # is heard
        later = await Event.head()
        changed = await View.get(id=view.id)
    ahead, afterwards = await tally.of([changed, mine], by=acme.viewer, behind=later)

    assert place >= head
    assert first[view.id].value == again[view.id].value == 1
    assert (first[mine.id].value, again[mine.id].value) == (0, 0)
    assert ahead >= later
    assert (afterwards[view.id].value, afterwards[mine.id].value) == (0, 1)


async def test_what_an_api_key_has_shared_is_theirs_who_make_it_their_own(acme: Cast) -> None:
    sue = await hire(acme, Role.SUPERVISOR)
    shares = frozenset({"conversations:read", "conversations:assign"})
    key = Viewer(company_id=acme.id, kind=ViewerKind.API_KEY, permissions=shares)
    with acting_for(acme.id):
        view = await keep(acme, by=key)
        await view.change(by=sue, visibility=ViewVisibility.OWN)

        assert [each.id for each in await sue.views] == [view.id]
        assert await key.views == []
