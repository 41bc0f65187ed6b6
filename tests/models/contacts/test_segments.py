"""Contacts chosen by conditions, and segments that keep them."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from models.contacts import (
    ConsentState,
    Contact,
    ContactConsent,
    ContactFilter,
    Segment,
    SegmentExists,
)
from models.contacts.segment import counted
from models.errors import Conflict, Invalid
from models.events import Event
from models.idempotency import ClientIdReused
from models.inboxes import InboxKind
from models.tenancy import ForeignCompany, acting_for
from tests.people import Cast

LONG_AGO = datetime.now(UTC) - timedelta(days=90)


@pytest.fixture
async def crowd(acme: Cast, rival: Cast) -> Cast:
    """Ana, Bruno and Çelik; and a rival who has the same."""
    for company in (acme, rival):
        with acting_for(company.id):
            add, by = Contact.add, company.viewer
            ana = await add(
                by=by, name="Ana", email="ana@example.org", custom_attributes={"plan": "gold"}
            )
            bruno = await add(
                by=by, name="Bruno", phone="+5551999990000", locale="pt-BR",
                custom_attributes={"seats": 12, "vip": True},
            )  # fmt: skip
            celik = await add(by=by, name="Çelik", custom_attributes={"seats": "7.5", "plan": "%"})
            await Contact.filter(id=ana.id).update(last_activity_at=LONG_AGO)
            await Contact.filter(id=bruno.id).update(last_activity_at=datetime.now(UTC))
            await celik.block(by=by)
            for contact, state in ((ana, "OPTED_IN"), (bruno, "OPTED_OUT"), (celik, "UNKNOWN")):
                stated = ConsentState(state)
                await ContactConsent.declare(contact, InboxKind.API, stated, by=by)
            await add(by=by, name="Dora")
    return acme


@pytest.mark.parametrize(
    ("filter", "names"),
    [
        ({}, "Ana Bruno Çelik Dora"),
        ({"name": {"is": ["ANA", "celik"]}}, "Ana Çelik"),
        ({"name": {"startsWith": "ç"}}, "Çelik"),
        ({"name": {"contains": "n"}}, "Ana Bruno"),
        ({"name": {"contains": "n", "startsWith": "b"}}, "Bruno"),
        ({"name": {"contains": "%"}}, ""),
        ({"email": {"known": True}}, "Ana"),
        ({"email": {"known": False}, "phone": {"known": False}}, "Çelik Dora"),
        ({"email": {"is": ["ANA@example.org "]}}, "Ana"),
        ({"phone": {"startsWith": "+55 51"}}, "Bruno"),
        ({"locale": {"is": ["pt-BR"]}}, "Bruno"),
        ({"not": {"locale": {"is": ["pt-BR"]}}}, "Ana Çelik Dora"),
        ({"not": {}}, ""),
        ({"not": {"any": [{"email": {"known": True}}, {"blocked": True}]}}, "Bruno Dora"),
        ({"any": [{"name": {"is": ["ana"]}}, {"name": {"is": ["dora"]}}]}, "Ana Dora"),
        ({"all": [{"name": {"contains": "a"}}, {"email": {"known": False}}]}, "Dora"),
        ({"attribute": {"key": "plan", "is": ["gold", "tin"]}}, "Ana"),
        ({"attribute": {"key": "plan", "contains": "%"}}, "Çelik"),
        ({"attribute": {"key": "plan", "known": False}}, "Bruno Dora"),
        ({"attribute": {"key": "vip", "is": ["true"]}}, "Bruno"),
        ({"attribute": {"key": "seats", "atLeast": 7.5}}, "Bruno Çelik"),
        ({"attribute": {"key": "seats", "atMost": 10}}, "Çelik"),
        ({"attribute": {"key": "plan", "atLeast": 0}}, ""),
        ({"not": {"attribute": {"key": "plan", "is": ["gold"]}}}, "Bruno Çelik Dora"),
        ({"consent": {"channel": "API", "state": "OPTED_IN"}}, "Ana"),
        ({"consent": {"channel": "API", "state": "UNKNOWN"}}, "Çelik Dora"),
        ({"blocked": True}, "Çelik"),
        ({"blocked": False}, "Ana Bruno Dora"),
        ({"lastActivity": {"withinDays": 30}}, "Bruno"),
        ({"lastActivity": {"longerAgo": 30}}, "Ana"),
        ({"lastActivity": {"known": False}}, "Çelik Dora"),
        ({"not": {"lastActivity": {"withinDays": 30}}}, "Ana Çelik Dora"),
        ({"lastActivity": {"before": LONG_AGO.isoformat()}}, ""),
        ({"created": {"after": LONG_AGO.isoformat()}}, "Ana Bruno Çelik Dora"),
    ],
)
async def test_who_is_chosen(crowd: Cast, filter: dict[str, Any], names: str) -> None:
    with acting_for(crowd.id):
        read = ContactFilter.read(filter)
        found = await read.among(Contact.all()).order_by("search_name")
        assert " ".join(contact.name for contact in found) == names
        again = await ContactFilter.read(read.kept()).among(Contact.all())
        assert {each.id for each in again} == {each.id for each in found}


@pytest.mark.parametrize(
    ("filter", "path"),
    [
        ({"nickname": {"is": ["x"]}}, "filter.nickname"),
        ({"name": {"like": "x"}}, "filter.name.like"),
        ({"name": {"is": []}}, "filter.name.is"),
        ({"name": {"is": ["x"] * 101}}, "filter.name.is"),
        ({"name": {"contains": "x" * 201}}, "filter.name.contains"),
        ({"attribute": {"is": ["x"]}}, "filter.attribute.key"),
        ({"attribute": {"key": "x", "atLeast": float("nan")}}, "filter.attribute.atLeast"),
        ({"created": {"after": "2026-01-01T00:00:00"}}, "filter.created.after"),
        ({"created": {"before": "9999-12-31T23:59:59-12:00"}}, "filter.created.before"),
        ({"created": {"withinDays": -1}}, "filter.created.withinDays"),
        ({"consent": {"channel": "FAX", "state": "OPTED_IN"}}, "filter.consent.channel"),
        ({"any": []}, "filter.any"),
        ({"any": [{"blocked": True}] * 50}, "filter"),
        ({"not": {"not": {"not": {"not": {"not": {"blocked": True}}}}}}, "filter"),
        ([], "filter"),
    ],
)
def test_what_is_no_filter(filter: Any, path: str) -> None:
    with pytest.raises(Invalid) as refused:
        ContactFilter.read(filter)
    assert path in [field.path for field in refused.value.fields]


async def test_a_segment_is_made_changed_and_forgotten(crowd: Cast, rival: Cast) -> None:
    gold = {"attribute": {"key": "plan", "is": ["gold"]}}
    with acting_for(crowd.id):
        segment = await Segment.make("Gold", gold, by=crowd.viewer, client_id="s1")
        same = await Segment.make(" Gold ", gold, by=crowd.viewer, client_id="s1")
        assert (same.id, same.conditions) == (segment.id, gold)
        with pytest.raises(ClientIdReused):
            await Segment.make("Gold", {}, by=crowd.viewer, client_id="s1")
        with pytest.raises(SegmentExists):
            await Segment.make("Gold", {}, by=crowd.viewer)
        with pytest.raises(Invalid) as wrong:
            await Segment.make("", {"x": 1}, by=crowd.viewer)
        assert [field.path for field in wrong.value.fields] == ["name", "filter.x"]
        assert [each.name for each in await segment.among(Contact.all())] == ["Ana"]

        await segment.revise(by=crowd.viewer, name="Silent", filter={"email": {"known": False}})
        assert (segment.version, await counted(segment.among(Contact.all()))) == (2, 3)
        with pytest.raises(Conflict):
            await segment.revise(by=crowd.viewer, name="Late", version=1)
        other = await Segment.make("Other", {}, by=crowd.viewer)
        with pytest.raises(SegmentExists):
            await other.revise(by=crowd.viewer, name="Silent")
        with pytest.raises(Conflict):
            await other.discard(by=crowd.viewer, version=9)
    with acting_for(rival.id):
        assert await Segment.all().count() == 0
        with pytest.raises(ForeignCompany):
            await segment.discard(by=rival.viewer)
    with acting_for(crowd.id):
        await segment.discard(by=crowd.viewer)
        told = await Event.filter(subject_id=segment.id).order_by("seq")
    assert [event.name for event in told] == [
        "segment.created",
        "segment.updated",
        "segment.deleted",
    ]
