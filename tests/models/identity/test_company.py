"""The company's own settings."""

from typing import Any

import pytest
from tortoise.exceptions import OperationalError

from models.errors import Invalid, NotFound
from models.identifiers import uuid7
from models.identity import Company, CompanyStatus
from models.identity.company import set_status
from models.tenancy import acting_for
from tests.models.identity.log import told
from tests.people import Cast


async def update(company: Cast, **details: Any) -> Company:
    with acting_for(company.id):
        return await (await Company.current()).update(by=company.viewer, **details)


async def current(company: Cast) -> Company:
    with acting_for(company.id):
        return await Company.current()


async def test_a_company_changes_what_is_given(acme: Cast, rival: Cast) -> None:
    await update(
        acme,
        name=" Acme  Brasil ",
        locale="pt-BR",
        timezone="America/Sao_Paulo",
        settings={"greeting": "Olá", "colour": "green"},
    )
    await update(acme, settings={"colour": None, "hours": [9, 18]})
    await update(acme, name="Acme Brasil")

    after = await current(acme)
    assert (after.name, after.locale, after.timezone) == (
        "Acme Brasil",
        "pt-BR",
        "America/Sao_Paulo",
    )
    assert after.settings == {"greeting": "Olá", "hours": [9, 18]}
    assert await told(acme.id, "company.updated") == [
        {"fields": ["locale", "name", "settings", "timezone"]},
        {"fields": ["settings"]},
    ]
    assert (await current(rival)).name == "Rival"
    assert await told(rival.id, "company.updated") == []


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("name", "  ", "BLANK"),
        ("name", "x" * 201, "TOO_LONG"),
        ("locale", "Portuguese, please", "LOCALE_INVALID"),
        ("locale", "pt-BR" + "-abcdefgh" * 5, "LOCALE_INVALID"),
        ("timezone", "Mars/Olympus", "TIMEZONE_UNKNOWN"),
        ("timezone", "America", "TIMEZONE_UNKNOWN"),
        ("timezone", "../../etc/passwd", "TIMEZONE_UNKNOWN"),
        ("timezone", "/etc/passwd", "TIMEZONE_UNKNOWN"),
        ("timezone", "", "TIMEZONE_UNKNOWN"),
        ("timezone", "half \ud800", "TIMEZONE_UNKNOWN"),
        ("settings", ["a", "list"], "NOT_AN_OBJECT"),
        ("settings", {"text": "x" * 17_000}, "TOO_LARGE"),
        ("settings", {"text": "a\0b"}, "UNSTORABLE"),
        ("settings", {"text": "half \ud800"}, "UNSTORABLE"),
        ("settings", {"number": 2**70}, "UNSTORABLE"),
    ],
)
async def test_a_wrong_value_is_refused_and_the_rest_not_saved(
    field: str, value: Any, code: str, acme: Cast, rival: Cast
) -> None:
    other = {"locale": "de"} if field != "locale" else {"name": "Other"}

    with pytest.raises(Invalid) as refused:
        await update(acme, **{field: value}, **other)

    assert [(each.path, each.code) for each in refused.value.fields] == [(field, code)]
    after = await current(acme)
    assert (after.name, after.locale, after.timezone, after.settings) == ("Acme", "en", "UTC", {})


async def test_everything_wrong_is_said_at_once(acme: Cast) -> None:
    with pytest.raises(Invalid) as refused:
        await update(acme, name="", locale="?", timezone="?")

    assert [field.path for field in refused.value.fields] == ["name", "locale", "timezone"]


async def test_two_who_set_different_keys_at_once_both_succeed(acme: Cast) -> None:
    with acting_for(acme.id):
        first, second = await Company.current(), await Company.current()
        await first.update(by=acme.viewer, settings={"one": 1})
        await second.update(by=acme.viewer, settings={"two": 2})

    assert (await current(acme)).settings == {"one": 1, "two": 2}


async def test_nobody_is_current_but_ourselves(acme: Cast, rival: Cast) -> None:
    with acting_for(rival.id):
        assert [company.id for company in await Company.all()] == [rival.id]
        assert await Company.get_or_none(id=acme.id) is None
        assert await Company.filter(id=acme.id).update(name="Taken") == 0
    assert (await current(acme)).name == "Acme"


async def test_an_operator_suspends_a_company_and_lets_it_back_in(acme: Cast, rival: Cast) -> None:
    await set_status(acme.id, CompanyStatus.SUSPENDED)
    await set_status(acme.id, CompanyStatus.SUSPENDED)
    assert not (await current(acme)).is_active
    assert (await current(rival)).is_active

    await set_status(acme.id, CompanyStatus.ACTIVE)

    assert (await current(acme)).is_active
    assert await told(acme.id, "company.updated") == [{"fields": ["status"]}] * 2
    with pytest.raises(NotFound):
        await set_status(uuid7(), CompanyStatus.SUSPENDED)


async def test_a_company_cannot_let_itself_back_in(acme: Cast, rival: Cast) -> None:
    """The runtime role has no right to the column."""
    await set_status(acme.id, CompanyStatus.SUSPENDED)

    with acting_for(acme.id), pytest.raises(OperationalError):
        await Company.filter(id=acme.id).update(status=CompanyStatus.ACTIVE)

    assert not (await current(acme)).is_active
