"""Attributes are defined, changed and archived."""

from typing import Any

import pytest

from models.events import Event
from models.identity import Role
from models.tenancy import acting_for
from tests.answers import codes
from tests.conftest import Ask
from tests.people import Cast, hire
from tests.schema.attributes.asking import (
    ALL,
    ARCHIVE,
    CHANGE,
    DEFINE,
    HEAR,
    define,
    faults,
)
from tests.schema.conversations.test_live import first, position


async def test_an_attribute_is_defined_changed_and_archived(
    ask: Ask, acme: Cast, rival: Cast
) -> None:
    ids = await define(ask, acme, "plan", "seats")
    await define(ask, rival, "vip")
    plan = ids["plan"]

    changed = await ask(
        acme.viewer,
        CHANGE,
        input={"attributeDefinitionId": plan, "label": "Tariff", "options": ["a", "b", "a"]},
    )
    stale = await ask(
        acme.viewer, CHANGE, input={"attributeDefinitionId": plan, "required": True, "version": 1}
    )
    foreign = await ask(rival.viewer, CHANGE, input={"attributeDefinitionId": plan, "label": "x"})
    twice = await ask(
        acme.viewer,
        DEFINE,
        input={"target": "CONTACT", "key": "seats", "label": "x", "type": "TEXT"},
    )
    archived = await ask(acme.viewer, ARCHIVE, input={"attributeDefinitionId": plan})
    late = await ask(acme.viewer, CHANGE, input={"attributeDefinitionId": plan, "label": "x"})

    assert changed["data"]["updateAttributeDefinition"]["attributeDefinition"] == {
        "label": "Tariff",
        "options": ["a", "b"],
        "pattern": None,
        "required": False,
        "version": 2,
    }
    assert codes(stale) == ["CONFLICT"]
    assert codes(foreign) == ["NOT_FOUND"]
    assert codes(twice) == ["ATTRIBUTE_EXISTS"]
    assert archived["data"]["archiveAttributeDefinition"]["attributeDefinition"]["archivedAt"]
    assert codes(late) == ["ATTRIBUTE_ARCHIVED"]
    listed = await ask(acme.viewer, ALL, target="CONTACT")
    old = await ask(acme.viewer, ALL, archived=True)
    assert [edge["node"]["key"] for edge in listed["data"]["attributeDefinitions"]["edges"]] == [
        "seats"
    ]
    assert [edge["node"]["key"] for edge in old["data"]["attributeDefinitions"]["edges"]] == [
        "plan"
    ]
    with acting_for(acme.id):
        events = await Event.filter(name__startswith="attribute.").order_by("seq")
    assert [event.name for event in events] == [
        "attribute.created",
        "attribute.created",
        "attribute.updated",
        "attribute.archived",
    ]


async def test_only_admins_define_and_the_same_client_id_is_the_same(ask: Ask, acme: Cast) -> None:
    asked = {"target": "CONTACT", "key": "a", "label": "A", "type": "TEXT", "clientId": "a-1"}
    supervisor, admin = await hire(acme, Role.SUPERVISOR), await hire(acme, Role.ADMIN)

    assert codes(await ask(supervisor, DEFINE, input=asked)) == ["FORBIDDEN"]
    one = await ask(admin, DEFINE, input=asked)
    assert one == await ask(admin, DEFINE, input=asked)
    assert codes(await ask(admin, DEFINE, input={**asked, "key": "b"})) == ["CLIENT_ID_REUSED"]


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"type": "LIST"}, [("options", "OUT_OF_RANGE")]),
        ({"type": "TEXT", "options": ["a"]}, [("options", "NOT_A_LIST")]),
        ({"type": "NUMBER", "pattern": "a"}, [("pattern", "NOT_A_TEXT")]),
        ({"type": "TEXT", "pattern": "(?=a)"}, [("pattern", "PATTERN_INVALID")]),
        ({"type": "TEXT", "pattern": "((a{0,99}){0,99}){0,99}"}, [("pattern", "PATTERN_INVALID")]),
        (
            {"type": "LIST", "key": " ", "label": "", "options": [""]},
            [("key", "BLANK"), ("label", "BLANK"), ("options.0", "BLANK")],
        ),
    ],
)
async def test_what_is_wrong_with_a_definition_is_said_at_once(
    ask: Ask, acme: Cast, given: dict[str, Any], expected: list[tuple[str, str]]
) -> None:
    asked = {"target": "CONTACT", "key": "k", "label": "K", **given}

    answer = await ask(acme.viewer, DEFINE, input=asked)

    assert faults(answer) == expected


async def test_attributes_are_heard_as_they_change(ask: Ask, acme: Cast, rival: Cast) -> None:
    start = await position(ask, acme)
    ids = await define(ask, acme, "seats")
    await define(ask, rival, "plan")
    await ask(acme.viewer, ARCHIVE, input={"attributeDefinitionId": ids["seats"]})

    heard = await first(2, acme.viewer, HEAR, after=start)

    assert [(each["event"], each["attributeDefinition"]["key"]) for each in heard] == [
        ("attribute.created", "seats"),
        ("attribute.archived", "seats"),
    ]
