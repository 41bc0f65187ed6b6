"""The explorer page: what it serves, what it lets a browser load, and what it tells whom."""

import hashlib
import json
import re
from collections.abc import AsyncIterator
from functools import partial
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import httpx
import pytest
from graphql import OperationDefinitionNode, build_schema, parse, validate
from graphql.execution.values import get_variable_values
from starlette.applications import Starlette
from starlette.routing import Mount, Route

from api import explorer
from api.explorer import DemoAccount, explorer_assets, explorer_page

HERE = Path(explorer.__file__).parent
ASSETS = HERE / "assets"
VENDOR = ASSETS / "vendor"
DEMO = DemoAccount("ana@demo.example", "</script><b>secret")
ELSEWHERE = r"(?:https?:|wss?:)?//"


@pytest.fixture
async def browser() -> AsyncIterator[httpx.AsyncClient]:
    routes = [
        Route("/", explorer_page),
        Route("/development", partial(explorer_page, demo=[DEMO])),
        explorer_assets,
        Mount("/behind", routes=[Route("/graphql", explorer_page), explorer_assets]),
    ]
    transport = httpx.ASGITransport(Starlette(routes=routes))
    async with httpx.AsyncClient(
        transport=transport, base_url="http://flow.example:8000"
    ) as client:
        yield client


async def test_the_page_may_load_from_this_host_only(browser: httpx.AsyncClient) -> None:
    page = await browser.get("/")

    assert page.status_code == 200
    assert policy_of(page) == {
        "default-src": "'none'",
        "script-src": "'self'",
        "style-src": "'self' 'sha256-Y/huXlwoYkVyQlxwSVcCi1RCDGDCSVBzDt0hYP9qlTc='",
        "connect-src": "'self' ws://flow.example:8000 wss://flow.example:8000",
        "font-src": "'self' data:",
        "img-src": "'self' data:",
        "base-uri": "'none'",
        "form-action": "'none'",
        "frame-ancestors": "'none'",
    }
    assert page.headers["x-content-type-options"] == "nosniff"
    assert page.headers["referrer-policy"] == "no-referrer"
    assert page.headers["cache-control"] == "no-store"


@pytest.mark.parametrize("host", ["a; script-src *", "a b", "a, b", "*"])
async def test_a_forged_host_adds_nothing_to_the_policy(
    browser: httpx.AsyncClient, host: str
) -> None:
    page = await browser.get("/", headers={"host": host})

    assert policy_of(page)["connect-src"] == "'self'"
    assert policy_of(page)["script-src"] == "'self'"


async def test_every_file_the_page_names_is_served_from_here(browser: httpx.AsyncClient) -> None:
    for address in ("/", "/behind/graphql"):
        for link in links_of((await browser.get(address)).text):
            assert link.startswith(address.removesuffix("graphql") + "explorer/assets/")
            asset = await browser.get(link)
            assert asset.status_code == 200
            assert asset.headers["x-content-type-options"] == "nosniff"
            assert asset.headers["cache-control"] == "no-cache"


async def test_the_page_has_no_inline_script_or_style(browser: httpx.AsyncClient) -> None:
    page = (await browser.get("/development")).text

    assert "<style" not in page
    assert not re.search(r"\s(?:style|on\w+)=", page)
    assert all(
        "src=" in tag or "application/json" in tag for tag in re.findall(r"<script[^>]*>", page)
    )


async def test_style_sheets_carry_what_they_load() -> None:
    for sheet in ASSETS.rglob("*.css"):
        text = sheet.read_text()
        assert "@import" not in text, sheet
        assert all(
            loaded.startswith("data:") for loaded in re.findall(r"url\(\s*['\"]?(.{0,5})", text)
        ), sheet


async def test_no_script_loads_from_another_host() -> None:
    calls = r"(?:fetch|import|importScripts|Worker|WebSocket|EventSource|sendBeacon)\(\s*[\"'`]"
    attributes = r"\bsrc\s*[=:]\s*[\"'`]"
    for script in ASSETS.rglob("*.js"):
        text = script.read_text()
        assert not re.search(f"(?:{calls}|{attributes}){ELSEWHERE}", text), script
        if script.parent == ASSETS:
            assert not re.search(rf"[\"'`]{ELSEWHERE}", text), script
            assert all(
                module.startswith("./") for module in re.findall(r"from \"([^\"]+)\"", text)
            ), script


async def test_vendored_files_are_the_ones_their_licences_name() -> None:
    rows = re.findall(
        r"^\| (\S+) \|.*\]\((\S+)\) \| ([0-9a-f]{64}) \|$",
        (VENDOR / "LICENSES.md").read_text(),
        re.M,
    )

    assert {name: digest for name, _, digest in rows} == {
        file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in VENDOR.glob("*.*s")
    }
    assert all((VENDOR / licence).is_file() for _, licence, _ in rows)


async def test_the_page_knows_no_account_unless_given_one(browser: httpx.AsyncClient) -> None:
    assert config_of(await browser.get("/"))["demo"] == []
    assert config_of(await browser.get("/development"))["demo"] == [DEMO._asdict()]


async def test_the_page_asks_the_server_it_came_from(browser: httpx.AsyncClient) -> None:
    assert config_of(await browser.get("/"))["endpoint"] == "/graphql"
    assert config_of(await browser.get("/behind/graphql"))["endpoint"] == "/behind/graphql"


@pytest.mark.parametrize("document", ["operations.graphql", "session.graphql"])
async def test_every_operation_of_the_page_is_valid(document: str) -> None:
    from schema import schema  # here, so that the page is tested without the domain

    assert validate(build_schema(schema.as_str()), parse((HERE / document).read_text())) == []


async def test_every_example_brings_variables_that_fit() -> None:
    from schema import schema

    language = build_schema(schema.as_str())

    for operation, comment in examples():
        given = re.search(r"^# variables: (.*)$", comment, re.MULTILINE)
        values = get_variable_values(
            language, operation.variable_definitions or (), json.loads(given[1] if given else "{}")
        )
        assert not isinstance(values, list), values


def policy_of(page: httpx.Response) -> dict[str, str]:
    directives = page.headers["content-security-policy"].split("; ")
    assert len({directive.partition(" ")[0] for directive in directives}) == len(directives)
    return {
        name: value for name, _, value in (directive.partition(" ") for directive in directives)
    }


def config_of(page: httpx.Response) -> dict[str, Any]:
    (config,) = re.findall(
        r'<script id="config" type="application/json">(.*?)</script>', page.text, re.S
    )
    return dict(json.loads(config))


def links_of(page: str) -> list[str]:
    links: list[str] = []

    class Links(HTMLParser):
        def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
            links.extend(
                value
                for name, value in attributes
                if name in {"src", "href", "action", "data"} and value
            )

    Links().feed(page)
    return links


def examples() -> list[tuple[OperationDefinitionNode, str]]:
    text = (HERE / "operations.graphql").read_text()
    end = 0
    found = []
    for operation in parse(text).definitions:
        assert isinstance(operation, OperationDefinitionNode)
        assert operation.loc
        found.append((operation, text[end : operation.loc.start]))
        end = operation.loc.end
    return found
