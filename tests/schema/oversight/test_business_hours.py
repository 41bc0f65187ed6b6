"""Business hours, as those who set them see them."""

from typing import Any, Final

import orjson

from models.events import Event
from models.identity import Role
from models.queues import BusinessHours
from models.tenancy import acting_for
from schema.context import Context
from tests.answers import codes
from tests.asking import planned
from tests.conftest import Ask
from tests.people import Cast, hire
from tests.plans import needs_plans

CREATE: Final = """mutation ($input: CreateBusinessHoursInput!) {
  createBusinessHours(input: $input) { businessHours { id weekly { day opens closes } } } }"""
UPDATE: Final = """mutation ($input: UpdateBusinessHoursInput!) {
  updateBusinessHours(input: $input) { businessHours { name version holidays { name } } } }"""
DELETE: Final = """mutation ($input: DeleteBusinessHoursInput!) {
  deleteBusinessHours(input: $input) { name } }"""
PROMISE: Final = """mutation ($input: CreateSlaPolicyInput!) {
  createSlaPolicy(input: $input) { slaPolicy { id businessHours { name } } } }"""
LIST: Final = """query ($at: DateTime) { businessHours { edges { node {
  name open(at: $at) nextOpening(at: $at) } } } }"""
OFFICE: Final[dict[str, Any]] = {
    "name": "Office",
    "timezone": "America/Sao_Paulo",
    "weekly": [
        {"day": "FRIDAY", "opens": "22:00", "closes": "02:00"},
        {"day": "MONDAY", "opens": "13:00", "closes": "18:00"},
        {"day": "MONDAY", "opens": "08:00", "closes": "12:00"},
    ],
    "holidays": [{"name": "Christmas", "date": "2026-12-25", "yearly": True}],
}


async def test_they_are_set_and_ask_whether_somebody_is_there(ask: Ask, acme: Cast) -> None:
    answer = await ask(acme.viewer, CREATE, input=OFFICE)

    weekly = answer["data"]["createBusinessHours"]["businessHours"]["weekly"]
    assert [each["opens"] for each in weekly] == ["08:00", "13:00", "22:00"]
    for at, is_open, opens in (
        ("2026-11-21T03:00:00Z", True, None),  # Saturday 00:00
        ("2026-11-23T15:30:00Z", False, "2026-11-23T16:00:00+00:00"),  # at noon
        # Friday night is Christmas, of which two hours are Saturday's.
        ("2026-12-25T00:30:00Z", False, "2026-12-26T03:00:00+00:00"),
    ):
        answer = await ask(acme.viewer, LIST, at=at)
        (edge,) = answer["data"]["businessHours"]["edges"]
        assert edge["node"] == {"name": "Office", "open": is_open, "nextOpening": opens}


@needs_plans
async def test_a_plan_answers_whether_they_are_open(ask: Ask, acme: Cast, rival: Cast) -> None:
    for company in (acme, rival):
        assert codes(await ask(company.viewer, CREATE, input=OFFICE)) == []
    # The columns that it depends on are not asked for.
    document = """{ businessHours { edges { node {
        open(at: "2026-11-21T03:00:00Z") nextOpening(at: "2026-11-23T15:30:00Z") } } } }"""

    answer = await planned(document, {}, Context(identity=acme.viewer, quiet=True))

    assert answer.data is not None, answer.reason
    (edge,) = orjson.loads(answer.data)["businessHours"]["edges"]
    assert edge["node"] == {"open": True, "nextOpening": "2026-11-23T16:00:00+00:00"}


async def test_all_that_is_wrong_is_said_at_once(ask: Ask, acme: Cast) -> None:
    wrong = {
        "name": " ",
        "timezone": "Atlantis/Center",
        "weekly": [
            {"day": "MONDAY", "opens": "8:00", "closes": "25:00"},
            {"day": "TUESDAY", "opens": "24:00", "closes": "01:00"},
        ],
        "holidays": [
            {"name": "", "date": "2026-02-30"},
            {"name": "A", "date": "2026-02-03", "closedFrom": "12:00", "closedUntil": "11:00"},
        ],
    }

    answer = await ask(acme.viewer, CREATE, input=wrong)

    (error,) = answer["errors"]
    assert {field["path"]: field["code"] for field in error["extensions"]["fields"]} == {
        "name": "BLANK",
        "timezone": "TIMEZONE_UNKNOWN",
        "weekly.0.opens": "NOT_A_TIME",
        "weekly.0.closes": "NOT_A_TIME",
        "weekly.1.opens": "NOT_A_TIME",
        "holidays.0.name": "BLANK",
        "holidays.0.date": "NOT_A_DATE",
        "holidays.1.closedUntil": "NOT_LATER",
    }
    overlapping = [
        {"day": "SUNDAY", "opens": "22:00", "closes": "08:30"},
        {"day": "MONDAY", "opens": "08:00", "closes": "09:00"},
    ]
    answer = await ask(acme.viewer, CREATE, input=OFFICE | {"weekly": overlapping})
    assert answer["errors"][0]["extensions"]["fields"][0]["code"] == "OVERLAP"
    answer = await ask(acme.viewer, CREATE, input=OFFICE | {"weekly": []})
    assert answer["errors"][0]["extensions"]["fields"][0]["code"] == "OUT_OF_RANGE"
    with acting_for(acme.id):
        assert await BusinessHours.all() == []


async def test_two_people_do_not_overwrite_each_other(ask: Ask, acme: Cast) -> None:
    made = (await ask(acme.viewer, CREATE, input=OFFICE))["data"]["createBusinessHours"]
    id = made["businessHours"]["id"]

    first = await ask(
        acme.viewer, UPDATE, input={"businessHoursId": id, "name": "Shop", "version": 1}
    )
    second = await ask(
        acme.viewer, UPDATE, input={"businessHoursId": id, "holidays": [], "version": 1}
    )

    assert first["data"]["updateBusinessHours"]["businessHours"]["version"] == 2
    assert codes(second) == ["CONFLICT"]
    again = {**OFFICE, "name": "Shop"}
    assert codes(await ask(acme.viewer, CREATE, input=again)) == ["INVALID"]


async def test_what_is_counted_by_is_not_deleted(ask: Ask, acme: Cast, rival: Cast) -> None:
    made = (await ask(acme.viewer, CREATE, input=OFFICE))["data"]["createBusinessHours"]
    id = made["businessHours"]["id"]
    await ask(
        acme.viewer,
        PROMISE,
        input={"name": "Gold", "resolutionSeconds": 600, "businessHoursId": id},
    )

    assert codes(await ask(acme.viewer, DELETE, input={"businessHoursId": id})) == [
        "BUSINESS_HOURS_IN_USE"
    ]
    assert codes(await ask(rival.viewer, DELETE, input={"businessHoursId": id})) == ["NOT_FOUND"]
    spare = await ask(acme.viewer, CREATE, input=OFFICE | {"name": "Spare"})
    id = spare["data"]["createBusinessHours"]["businessHours"]["id"]
    answer = await ask(acme.viewer, DELETE, input={"businessHoursId": id})
    assert answer["data"]["deleteBusinessHours"] == {"name": "Spare"}


async def test_each_change_is_told(ask: Ask, acme: Cast, rival: Cast) -> None:
    made = (await ask(acme.viewer, CREATE, input=OFFICE))["data"]["createBusinessHours"]
    id = made["businessHours"]["id"]
    for name in ("Shop", "Shop", "Office"):
        await ask(acme.viewer, UPDATE, input={"businessHoursId": id, "name": name})
    await ask(acme.viewer, DELETE, input={"businessHoursId": id})

    with acting_for(acme.id):
        told = await Event.filter(subject_type="BusinessHours").order_by("seq")
    assert [(event.name, event.changes) for event in told] == [
        ("business_hours.created", {}),
        ("business_hours.updated", {"fields": ["name"]}),
        ("business_hours.updated", {"fields": ["name"]}),
        ("business_hours.deleted", {}),
    ]
    with acting_for(rival.id):
        assert await Event.filter(subject_type="BusinessHours") == []


async def test_members_read_them_and_admins_set_them(ask: Ask, acme: Cast, rival: Cast) -> None:
    await ask(acme.viewer, CREATE, input=OFFICE)
    supervisor = await hire(acme, Role.SUPERVISOR)

    assert codes(await ask(supervisor, CREATE, input=OFFICE)) == ["FORBIDDEN"]
    seen = await ask(await hire(acme, Role.READ_ONLY), LIST)
    assert len(seen["data"]["businessHours"]["edges"]) == 1
    theirs = await ask(rival.viewer, LIST)
    assert theirs["data"]["businessHours"]["edges"] == []
