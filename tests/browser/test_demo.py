"""The demo page in a real browser, three of them; skipped where there is none."""

import asyncio
import shutil
from pathlib import Path
from typing import Any

import httpx
import orjson
import pytest

from api.demo import demo_routes
from models.demo import ACCOUNTS, PASSWORD, welcome
from models.settings import settings
from tests.chaos.story import CREATE_INBOX, Person, Shop
from tests.customer import CustomerSystem
from tests.fleet import Process, start, start_api
from tests.npm import installed

HERE = Path(__file__).parent
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
CHROMIUM = next(filter(None, map(shutil.which, BROWSERS)), None)
LONGEST = 120.0  # seconds
ASKED = "Do you bake on Sundays?"
SIGN_IN = "mutation ($input: SignInInput!) { signIn(input: $input) { session { accessToken } } }"


async def test_a_team_works_while_one_of_them_is_cut_off(
    house: None, customer: CustomerSystem, tmp_path: Path
) -> None:
    if CHROMIUM is None:
        pytest.skip("no Chromium here: the page is not looked at")
    folder = installed(HERE).parent
    await welcome()
    api = await start_api(CHATIA_ENV="development")
    worker = await start("worker", CHATIA_ENV="development")
    try:
        shop = await open_shop_of_ada(api, customer)
        await shop.write(api, ASKED)
        told = {"base": api.url, "chromium": CHROMIUM, "shots": str(tmp_path), "asked": ASKED}
        async with asyncio.timeout(LONGEST):
            node = await asyncio.create_subprocess_exec(
                *("node", folder / "demo.mjs", orjson.dumps(told).decode()),
                stderr=asyncio.subprocess.PIPE,
            )
            _, complaint = await node.communicate()
    finally:
        await worker.kill()
        await api.kill()

    assert node.returncode == 0, complaint.decode()
    heard = [push.json["data"]["body"] for push in customer.received]
    assert heard == ["One moment please.", "From nine to noon."]


@pytest.mark.parametrize("environment", ["production", "test"])
def test_only_development_shows_it(environment: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHATIA_ENV", environment)
    settings.cache_clear()

    assert demo_routes() == []

    monkeypatch.undo()
    settings.cache_clear()


async def open_shop_of_ada(api: Process, customer: CustomerSystem) -> Shop:
    """An inbox of the demo company, whose customer's system is this."""
    given: dict[str, Any] = {"email": ACCOUNTS[0], "password": PASSWORD}
    signed = await Person("").ask(api, SIGN_IN, input=given)
    ada = Person(signed["signIn"]["session"]["accessToken"])
    wanted = {"kind": "API", "name": "Bakery", "callbackUrl": customer.url}
    made = (await ada.ask(api, CREATE_INBOX, input=wanted))["createInbox"]
    path = httpx.URL(made["inbox"]["inboundUrl"]).path
    return Shop(ada, "", path, made["secret"])
