"""What is one member's, or a queue's, is told to those alone, also where everything is told."""

from typing import Any

import pytest

from models.conversations import BulkAction, BulkOperation
from models.files import Upload
from models.identity import ApiKey, Company, Role
from models.tenancy import acting_for
from models.viewer import Viewer
from models.views import View, ViewVisibility
from tests.conftest import Ask
from tests.people import Cast, hire
from tests.schema.conversations.test_live import heard
from tests.sights import a_queue, seeing

EVENTS = """subscription ($after: Cursor, $names: [String!]) {
  events(after: $after, names: $names) { event { name } } }"""
NAMES = [
    *("view.created", "view.updated", "view.deleted", "upload.created", "upload.stored"),
    *("bulk_operation.started", "bulk_operation.finished", "company.updated"),
]
END = "company.updated"
SCOPES = ["company:read", "events:read", "files:write"]


async def kept(by: Viewer, **given: Any) -> View:
    given |= {"order_by": "LAST_MESSAGE_AT", "direction": "DESC"}
    with acting_for(by.company_id):
        return await View.keep("Mine", {}, by=by, **given)


@pytest.mark.parametrize("names", [None, NAMES])
async def test_they_are_told_to_whom_they_concern(
    ask: Ask, acme: Cast, rival: Cast, names: list[str] | None
) -> None:
    kim, lee = await hire(acme, Role.MEMBER), await hire(acme, Role.MEMBER)
    sue = await hire(acme, Role.SUPERVISOR)
    queue = await a_queue(acme, kim)
    kim, lee, sue = [await seeing(who) for who in (kim, lee, sue)]
    with acting_for(acme.id):
        key, _ = await ApiKey.make("Files", scopes=SCOPES, expires_at=None, by=acme.viewer)
    machine = Viewer.machine(key)
    start = (await ask(acme.viewer, "{ cursor }"))["data"]["cursor"]

    view = await kept(kim)
    await kept(acme.viewer, visibility=ViewVisibility.QUEUE, queue_id=queue.id)
    await kept(rival.viewer)
    text = {"file_name": "a.txt", "content_type": "text/plain"}
    with acting_for(acme.id):
        await view.drop(by=kim)
        for who in (lee, machine):
            await Upload.bring(b"Hello", by=who, **text)
        operation = await BulkOperation.begin(
            kim.conversations, BulkAction.RESOLVE, {}, by=kim, asked=[], later=False
        )
        await operation.run(by=kim)
        await (await Company.current()).update(by=acme.viewer, name="End")

    started, finished = "bulk_operation.started", "bulk_operation.finished"
    files = ["upload.created", "upload.stored"]
    asked = {"after": start, "names": names}
    assert await told(kim, asked) == [
        *("view.created", "view.created", "view.deleted", started, finished)
    ]
    assert await told(lee, asked) == files
    assert await told(machine, asked) == files
    assert await told(sue, asked) == [started, finished]
    assert await told(acme.viewer, asked) == ["view.created", started, finished]


async def told(viewer: Viewer, asked: dict[str, Any]) -> list[str]:
    names: list[str] = []
    async for answer in heard(viewer, EVENTS, **asked):
        name = answer["data"]["events"]["event"]["name"]
        if name == END:
            break
        names.append(name)
    return names
