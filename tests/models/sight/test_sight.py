"""Who sees which conversations, told by the database and by what was read of them: alike."""

import pytest

from models.conversations import Conversation, Message
from models.database import transaction
from models.errors import NotFound
from models.holding import held, upon
from models.identity import ApiKey, Role
from models.sight import Sight, sights, whereabouts
from models.tenancy import acting_for, find, locked
from models.viewer import Viewer
from tests.people import Cast, hire
from tests.sights import a_queue, follows, placed, seeing
from tests.threads import hear, open_inbox


class Floor:
    """Conversations at every place that matters, and people of every role."""

    def __init__(self, company: Cast) -> None:
        self.company = company
        self.at: dict[str, Conversation] = {}

    async def made(self) -> "Floor":
        company = self.company
        self.people = {role: await hire(company, role) for role in Role}
        self.other = await hire(company, Role.MEMBER)
        mine = await a_queue(company, *self.people.values())
        theirs = await a_queue(company, self.other)
        inbox = await open_inbox(company)
        for name in ("outside", "waiting", "taken", "elsewhere", "elsewhere taken", "followed"):
            message = await hear(company, inbox, f"Say {name}", handle=name.replace(" ", ""))
            with acting_for(company.id):
                self.at[name] = await message.conversation
        await placed(company, self.at["waiting"], mine)
        await placed(company, self.at["taken"], mine, assignee=self.other)
        await placed(company, self.at["elsewhere"], theirs)
        await placed(company, self.at["elsewhere taken"], theirs, assignee=self.other)
        await placed(company, self.at["followed"], theirs)
        for viewer in self.people.values():
            await follows(company, viewer, self.at["followed"])
        return self

    async def seen_by(self, viewer: Viewer) -> set[str]:
        """The same by list, by their messages, one by one, held, and by what was read of them."""
        with acting_for(self.company.id):
            found = {row.id for row in await viewer.conversations}
            said = {row.conversation_id for row in await viewer.messages}
            where = await whereabouts([row.id for row in self.at.values()])
            names = {name for name, row in self.at.items() if row.id in found}
            for name, row in self.at.items():
                sees = name in names
                assert (row.id in said) is sees
                assert viewer.sight is None or viewer.sight.sees(where[row.id]) is sees
                assert await is_found(viewer, row) is sees
            assert await viewer.conversations.count() == len(names)
        return names


async def is_found(viewer: Viewer, row: Conversation) -> bool:
    """By each way to get hold of one."""
    answers = set()
    for way in (find, locked, holding, doing):
        try:
            async with transaction():
                await way(viewer.conversations, row.id)
            answers.add(True)
        except NotFound:
            answers.add(False)
    try:
        message = await Message.get(conversation_id=row.id)
        await find(viewer.messages, message.id)
        answers.add(True)
    except NotFound:
        answers.add(False)
    (answer,) = answers
    return answer


async def holding(rows, id):  # type: ignore[no-untyped-def]
    async with held(rows, id):
        pass


async def doing(rows, id):  # type: ignore[no-untyped-def]
    async def verb(row: Conversation) -> Conversation:
        return row

    await upon(rows, id, verb)


OWN = {"outside", "waiting", "followed"}
EVERYTHING = OWN | {"taken", "elsewhere", "elsewhere taken"}


async def test_each_role_sees_its_own_part(acme: Cast, rival: Cast) -> None:
    floor = await Floor(acme).made()
    await a_queue(rival)

    seen = {
        role: await floor.seen_by(await seeing(viewer)) for role, viewer in floor.people.items()
    }

    assert seen == {
        Role.OWNER: EVERYTHING,
        Role.ADMIN: EVERYTHING,
        Role.SUPERVISOR: OWN | {"taken"},
        Role.MEMBER: OWN,
        Role.READ_ONLY: OWN | {"taken"},
    }
    theirs = await seeing(floor.other)
    assert await floor.seen_by(theirs) == EVERYTHING - {"waiting"}
    assert await floor.seen_by(Viewer.system(acme.id)) == EVERYTHING
    with acting_for(acme.id):
        key, _ = await ApiKey.make(
            "k", scopes=["conversations:read"], expires_at=None, by=acme.viewer
        )
    assert await floor.seen_by(Viewer.machine(key)) == EVERYTHING


async def test_without_queues_nobody_is_restricted(acme: Cast, rival: Cast) -> None:
    member = await hire(acme, Role.MEMBER)
    await a_queue(rival)

    with acting_for(acme.id):
        assert await sights([member.member_id]) == {member.member_id: None}  # type: ignore[list-item]
        assert str(member.conversations.sql()) == str(Conversation.all().sql())


async def test_who_is_in_no_queue_sees_what_is_in_none(acme: Cast, rival: Cast) -> None:
    floor = await Floor(acme).made()
    stranger = await seeing(await hire(acme, Role.SUPERVISOR))

    assert isinstance(stranger.sight, Sight)
    assert await floor.seen_by(stranger) == {"outside"}


async def test_an_assignee_whose_hold_was_waited_for_is_looked_at_again(
    acme: Cast, rival: Cast
) -> None:
    """What has left their sight while they waited for the lock is not theirs to change."""
    floor = await Floor(acme).made()
    member = await seeing(floor.people[Role.MEMBER])
    row = floor.at["waiting"]

    with acting_for(acme.id), pytest.raises(NotFound):
        async with transaction():
            await placed(acme, row, None)
            await placed(acme, row, await a_queue(acme))
            await locked(member.conversations, row.id)
