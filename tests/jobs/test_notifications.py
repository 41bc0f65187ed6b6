"""A real worker tells members, and does at its time what was put off."""

import asyncio
import os
import sys
from asyncio.subprocess import DEVNULL
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from models.database import execute
from models.identity import Member, Role
from models.job import Job
from models.notifications import Notification
from models.tenancy import acting_for
from tests.consuming import meet
from tests.people import Cast, hire
from tests.threads import open_conversation
from tests.work import clear, until

CHECKOUT = Path(__file__).parents[2]


@pytest.fixture
async def worker(house: None) -> AsyncIterator[None]:
    await clear()
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "api.cli", "worker"),
        cwd=CHECKOUT,
        env=os.environ | {"JOB_CONCURRENCY": "4"},
        stdout=DEVNULL,
    )
    yield
    process.terminate()
    await process.wait()


async def test_a_worker_tells_at_once_and_wakes_what_was_snoozed(
    acme: Cast, rival: Cast, worker: None
) -> None:
    robin = await hire(acme, Role.MEMBER)
    await meet(acme.id)
    conversation = await open_conversation(acme)
    with acting_for(acme.id):
        await conversation.assign(await Member.get(id=robin.member_id), by=acme.viewer)

        async def is_told() -> bool:
            return await Notification.unread_of(robin) == 1

        await until(is_told, within=30)
        notification = await robin.notifications.get()
        await notification.snooze(datetime.now(UTC) + timedelta(minutes=1))
        assert not await is_told()
        await execute(
            "UPDATE notifications SET snoozed_until = now() WHERE id = $1", notification.id
        )
        await Job.filter(kind="notification.wake").update(run_at=datetime.now(UTC))
        await until(is_told, within=30)
    with acting_for(rival.id):
        assert not await Notification.all().exists()
