"""Templates of one member, of a queue and of all: whose they are, and what hides what."""

from models.identity import Role
from models.tenancy import acting_for
from models.viewer import Viewer, ViewerKind
from tests.models.outreach.test_template import OWN, QUEUE, added, shortcodes
from tests.people import Cast, hire
from tests.sights import a_queue, seeing


async def test_one_of_a_queue_does_not_hide_a_more_general_one_from_who_is_not_in_it(
    acme: Cast,
) -> None:
    kim, lee = await hire(acme, Role.MEMBER), await hire(acme, Role.MEMBER)
    queue = await a_queue(acme, kim)
    await added(acme.viewer, language="pt")
    await added(acme.viewer, language="pt-BR", visibility=QUEUE, queue=queue)

    found = {
        who: await shortcodes(viewer, language="pt-BR")
        for who, viewer in (
            ("kim", await seeing(kim)),
            ("lee", await seeing(lee)),
            ("owner", acme.viewer),
        )
    }

    assert found == {
        "kim": [("hello", "pt-BR")],
        "lee": [("hello", "pt")],
        "owner": [("hello", "pt-BR")],
    }


async def test_what_an_api_key_has_shared_is_theirs_who_make_it_their_own(acme: Cast) -> None:
    sue, key = await hire(acme, Role.SUPERVISOR), a_key(acme)
    template = await added(key)
    with acting_for(acme.id):
        await template.edit(by=sue, visibility=OWN)

        assert [each.id for each in await sue.templates] == [template.id]
        assert await key.templates == []


def a_key(company: Cast) -> Viewer:
    permissions = frozenset({"templates:read", "templates:write", "templates:share"})
    return Viewer(company_id=company.id, kind=ViewerKind.API_KEY, permissions=permissions)
