"""A search finds what is seen, in pages without holes, however much of the rest says the same."""

from models.conversations import Conversation
from models.database import execute, fetch
from models.identifiers import uuid7
from models.search import Hit, SearchKind, found, hits
from models.sight import Sight
from models.tenancy import acting_for
from tests.people import Cast
from tests.sights import Shop, follows, seeing

EVERY = list(SearchKind)
# As many messages that say the same as make the search go back from the newest, and more.
SAY = """
    INSERT INTO messages (id, company_id, conversation_id, inbox_id, seq, inbound_count, direction,
                          sender_kind, body, status, occurred_at, created_at, updated_at, kind)
    SELECT ($1::text || lpad(to_hex(n), 12, '0'))::uuid, c.company_id, c.id, c.inbox_id, 1000 + n,
           0, 'INBOUND', 'CONTACT', 'refund ' || n, 'RECEIVED', now(), now(), now(), 'TEXT'
    FROM generate_series(1, $2::int) n
    JOIN conversations c ON c.id = CASE WHEN n % 3 = 0 THEN $3::uuid ELSE $4::uuid END
"""


async def walked(wanted: str, *, size: int, sight: Sight | None, pages: int = 100) -> list[Hit]:
    """All of it, page by page; none but the last is short."""
    told: list[Hit] = []
    for _ in range(pages):
        past = (told[-1].rank, told[-1].id) if told else None
        page = await hits(wanted, kinds=EVERY, size=size, past=past, sight=sight)
        told += page
        if len(page) < size:
            break
    assert len({hit.id for hit in told}) == len(told)
    return told


async def test_what_is_not_seen_is_passed_over(acme: Cast, rival: Cast) -> None:
    shop, theirs = await Shop().opened(acme), await Shop().opened(rival)
    for colour in ("red", "blue", "green", "black", "white", "grey", "pink"):
        for each in (shop, theirs):
            await each.say(f"A {colour} zeppelin", to="kim")
            await each.say(f"A {colour} zeppelin", to="lee")
    kim, lee = await seeing(shop.kim), await seeing(shop.lee)
    with acting_for(acme.id):
        for conversation in (shop.for_kim, shop.for_lee):
            row = await Conversation.get(id=conversation.id)
            await row.rename("Zeppelins", by=acme.viewer)
        both = await walked("zeppelin", size=3, sight=None)
        ours = await walked("zeppelin", size=3, sight=kim.sight)
        thread = {row[0] for row in await fetch(OF, acme.id, shop.for_kim.id)}
        assert [hit for hit in both if hit.id in thread] == ours
        assert len(both) == 16
        assert len(ours) == 8

        number = str(shop.for_lee.number)
        assert await walked(number, size=3, sight=kim.sight) == []
        assert [hit.id for hit in await walked(number, size=3, sight=lee.sight)] == [
            shop.for_lee.id
        ]
        listed = found(kim.conversations, "zeppelin", SearchKind.CONVERSATION, sight=kim.sight)
        assert [row.id for row in await listed] == [shop.for_kim.id]
        of_lee = {"kinds": EVERY, "size": 9, "thread": shop.for_lee.id, "sight": kim.sight}
        assert [h for h in await hits("zeppelin", **of_lee) if h.rank == 1] == []  # type: ignore[arg-type]

    await follows(acme, shop.kim, shop.for_lee)
    with acting_for(acme.id):
        assert await walked("zeppelin", size=3, sight=kim.sight) == both


async def test_what_thousands_say_is_found_by_going_back(acme: Cast, rival: Cast) -> None:
    shop = await Shop().opened(acme)
    await Shop().opened(rival)
    kim = await seeing(shop.kim)
    with acting_for(acme.id):
        await execute(SAY, str(uuid7())[:-12], 7_000, shop.for_kim.id, shop.for_lee.id)
        expected = await fetch(SAID, acme.id, shop.for_kim.id)
        told = await walked("refund", size=700, sight=kim.sight)

    assert len(expected) > 2_000
    assert [hit.id for hit in told] == [row[0] for row in expected]


OF = """
    SELECT id FROM messages WHERE company_id = $1 AND conversation_id = $2
    UNION ALL SELECT $2
"""
SAID = """
    SELECT id FROM messages WHERE company_id = $1 AND conversation_id = $2 AND body ~ 'refund'
    ORDER BY id DESC
"""
