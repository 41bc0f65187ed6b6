"""The operator's console in a real browser; skipped where there is none."""

from pathlib import Path

import pytest

from tests.browser.test_demo import CHROMIUM, HERE, run_node
from tests.fleet import start_api
from tests.npm import installed
from tests.people import Cast
from tests.work import clear, die

PASSWORD = "an operator's password, and a long one"


async def test_an_operator_revives_the_dead_and_pauses_a_kind(
    acme: Cast, rival: Cast, tmp_path: Path
) -> None:
    if CHROMIUM is None:
        pytest.skip("no Chromium here: the page is not looked at")
    folder = installed(HERE).parent
    await clear()
    kind = "test.console"
    for company in (acme, acme, rival):
        await die(company, kind)
    api = await start_api(OPS_PASSWORD=PASSWORD)
    told = {"base": api.url, "chromium": CHROMIUM, "shots": str(tmp_path)}
    told |= {"password": PASSWORD, "kind": kind}
    try:
        await run_node(folder / "ops.mjs", told)
    finally:
        await api.kill()

    assert (tmp_path / "ops.png").stat().st_size > 10_000
