"""The demo page in a real browser, three of them; skipped where there is none."""

import asyncio
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
import orjson
import pytest
from PIL import Image

from api.demo import demo_routes
from models.demo import ACCOUNTS, PASSWORD, welcome
from models.settings import settings
from tests.chaos.story import CREATE_INBOX, Person, Shop
from tests.customer import CustomerSystem
from tests.fleet import READY_WITHIN, Process, free_port, start, start_api
from tests.npm import installed
from tests.work import until

HERE = Path(__file__).parent
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
CHROMIUM = next(filter(None, map(shutil.which, BROWSERS)), None)
LONGEST = 600.0  # seconds: each step gives up long before, and says what it waited for
ASKED = "Do you bake on Sundays?"
QUEUES = "{ queues(first: 10) { edges { node { id name } } } }"
BEGIN_IN = "mutation ($input: SetDefaultQueueInput!) { setDefaultQueue(input: $input) { cursor } }"
LISTED = "{ conversations(first: 20) { edges { node { lastMessagePreview } } } }"
SIGN_IN = "mutation ($input: SignInInput!) { signIn(input: $input) { session { accessToken } } }"


async def test_a_team_works_while_one_of_them_is_cut_off(
    house: None, customer: CustomerSystem, tmp_path: Path
) -> None:
    async with opened(customer) as api:
        await played("demo.mjs", api, tmp_path)

    heard = [push.json["data"]["body"] for push in customer.received]
    assert heard == ["One moment please.", "From nine to noon."]


async def test_a_team_lives_a_day_with_a_line_files_drafts_and_notices(
    house: None, customer: CustomerSystem, tmp_path: Path
) -> None:
    picture = tmp_path / "rye.png"
    Image.new("RGB", (300, 200), "#a16207").save(picture)

    async with opened(customer, queue="Support") as api:
        await played("team.mjs", api, tmp_path, picture=str(picture))
        [answer] = [push.json["data"] for push in customer.received]
        [file] = answer["attachments"]
        async with httpx.AsyncClient() as outside:
            fetched = await outside.get(file["url"])

    assert answer["body"].startswith("Hello Kim")
    assert file["fileName"] == "rye.png"
    assert fetched.content == picture.read_bytes()


@asynccontextmanager
async def opened(customer: CustomerSystem, *, queue: str | None = None) -> AsyncIterator[Process]:
    """The demo company, and a contact of Ada's who has just written."""
    if CHROMIUM is None:
        pytest.skip("no Chromium here: the page is not looked at")
    installed(HERE)
    await welcome()
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    api = await start_api(port=port, CHATIA_ENV="development", PUBLIC_URL=url)
    worker = await start("worker", CHATIA_ENV="development", PUBLIC_URL=url)
    try:
        shop = await open_shop_of_ada(api, customer, queue=queue)
        await shop.write(api, ASKED)
        await until(lambda: is_asked(api, shop.owner), within=READY_WITHIN)
        yield api
    finally:
        await worker.kill()
        await api.kill()


async def played(story: str, api: Process, folder: Path, **told: str) -> None:
    """One of the programs beside, to its end."""
    told |= {"base": api.url, "chromium": str(CHROMIUM), "shots": str(folder), "asked": ASKED}
    await run_node(installed(HERE).parent / story, told)


async def run_node(program: Path, told: dict[str, str]) -> None:
    node = await asyncio.create_subprocess_exec(
        *("node", program, orjson.dumps(told).decode()), stderr=asyncio.subprocess.PIPE
    )
    try:
        async with asyncio.timeout(LONGEST):
            _, complaint = await node.communicate()
    finally:
        if node.returncode is None:
            node.kill()
    assert node.returncode == 0, complaint.decode()


@pytest.mark.parametrize("environment", ["production", "test"])
def test_only_development_shows_it(environment: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHATIA_ENV", environment)
    settings.cache_clear()

    assert demo_routes() == []

    monkeypatch.undo()
    settings.cache_clear()


async def is_asked(api: Process, ada: Person) -> bool:
    """Has the worker, when it had started, passed it on?"""
    listed = (await ada.ask(api, LISTED))["conversations"]["edges"]
    return ASKED in [edge["node"]["lastMessagePreview"] for edge in listed]


async def open_shop_of_ada(
    api: Process, customer: CustomerSystem, *, queue: str | None = None
) -> Shop:
    """An inbox of the demo company, whose customer's system is this."""
    given: dict[str, Any] = {"email": ACCOUNTS[0], "password": PASSWORD}
    signed = await Person("").ask(api, SIGN_IN, input=given)
    ada = Person(signed["signIn"]["session"]["accessToken"])
    wanted = {"kind": "API", "name": "Bakery", "callbackUrl": customer.url}
    made = (await ada.ask(api, CREATE_INBOX, input=wanted))["createInbox"]
    if queue is not None:
        queues = (await ada.ask(api, QUEUES))["queues"]["edges"]
        [id] = [edge["node"]["id"] for edge in queues if edge["node"]["name"] == queue]
        await ada.ask(api, BEGIN_IN, input={"inboxId": made["inbox"]["id"], "queueId": id})
    path = httpx.URL(made["inbox"]["inboundUrl"]).path
    return Shop(ada, "", path, made["secret"])
