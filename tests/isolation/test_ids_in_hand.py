"""A rival with every id of ours in hand: from no field do they learn or change anything.

What is asked comes from the schema, so a new field or argument is tried without anyone's doing.
"""

import asyncio
from dataclasses import dataclass
from typing import Any

import orjson
import pytest
from strawberry.types import ExecutionResult
from tortoise import Tortoise

from models.contacts import Contact
from models.events import cursor
from models.identifiers import global_id, local_id, uuid7
from models.tenancy import CompanyModel, acting_for
from models.viewer import Viewer
from schema import schema
from schema.context import Context
from tests.answers import codes
from tests.conftest import Ask
from tests.isolation.catalogue import checksums
from tests.isolation.documents import document, id_paths, roots, variables
from tests.isolation.furnishing import furnish
from tests.people import Cast, found

CANARY = "Canaryofacme"
OPERATIONS = ("query", "mutation")
# Statements, where the change and each list of a whole conversation are more than `ask` allows.
MORE = {
    "acceptOffer": 17,
    "addLabels": 20,
    "declineOffer": 18,
    "deleteMessage": 15,
    "followConversation": 19,
    "markConversationRead": 19,
    "markConversationUnread": 19,
    "mergeContacts": 21,
    "moveToQueue": 18,
    "muteConversation": 18,
    "removeLabels": 21,
    "reopenConversation": 20,
    "resolveConversation": 19,
    "setLabels": 20,
    "setPriority": 18,
    "setTyping": 16,
    "snoozeConversation": 18,
    "startConversation": 18,
    "takeConversation": 21,
    "unfollowConversation": 20,
    "updateConversation": 17,
}
FIELDS = [(operation, name) for operation in OPERATIONS for name in roots(operation)]
WITH_IDS = [
    (operation, name, path) for operation, name in FIELDS for path in id_paths(operation, name)
]


@dataclass(frozen=True)
class Scene:
    """A company that has one of everything, and its rival's own things to ask with."""

    company: Cast
    ids: list[str]
    rival: Viewer
    own: dict[str, Any]


@pytest.fixture(scope="module")
async def scene(house: None) -> Scene:
    company, rival = await found(CANARY), await found("Rival")
    await furnish(company, CANARY)
    own = await furnish(rival, "Rivalry")
    return Scene(company, await _ids(company), rival.viewer, own)


@pytest.mark.parametrize(("operation", "name", "path"), WITH_IDS)
async def test_our_ids_open_nothing(
    ask: Ask, scene: Scene, operation: str, name: str, path: tuple[str, ...]
) -> None:
    text, before = document(operation, name), await checksums(scene.company.id)

    for id in scene.ids:
        given, nobodys = (_given(operation, name, scene, path, it) for it in (id, _never(id)))
        mine = await ask(scene.rival, text, statements=MORE.get(name), **given)
        never = await ask(scene.rival, text, statements=MORE.get(name), **nobodys)

        assert CANARY not in orjson.dumps(mine).decode()
        assert not codes_of_documents(mine), "the question itself was refused"
        assert _comparable(mine) == _comparable(never), "not mine and not there differ"
    assert await checksums(scene.company.id) == before


@pytest.mark.parametrize(("operation", "name"), FIELDS)
async def test_no_field_tells_of_another_company(
    ask: Ask, scene: Scene, operation: str, name: str
) -> None:
    before = await checksums(scene.company.id)

    given = variables(operation, name, values=scene.own)
    text = document(operation, name)
    answer = await ask(scene.rival, text, statements=MORE.get(name), **given)

    assert not codes_of_documents(answer), "the question itself was refused"
    assert CANARY not in orjson.dumps(answer).decode()
    assert await checksums(scene.company.id) == before


@pytest.mark.parametrize("name", list(roots("subscription")))
async def test_no_subscription_tells_of_another_company(scene: Scene, name: str) -> None:
    text = document("subscription", name)
    paths = [(), *id_paths("subscription", name)]
    asked = [(path, id) for path in paths for id in (scene.ids if path else [""])]
    ears = [
        asyncio.create_task(
            _hear(scene, text, variables("subscription", name, values={}, at=path, id=id))
        )
        for path, id in asked
    ]
    await asyncio.sleep(0)

    with acting_for(scene.company.id):
        await furnish(scene.company, f"{CANARY} again {name}")
        theirs = cursor(scene.company.id, 1)
    has_cursor = "after" in roots("subscription")[name].args
    if has_cursor:
        thread = {"conversationId": scene.own["conversationId"]}
        given = variables("subscription", name, values=thread, at=("after",), id=theirs)
        ears.append(asyncio.create_task(_hear(scene, text, given)))
    marker = await _mark(scene.rival)

    heard = [await ear for ear in ears]
    for frames in heard:
        assert CANARY not in orjson.dumps(frames, default=str).decode()
    assert "CURSOR_INVALID" in str(heard[-1]) or not has_cursor
    assert marker


async def _hear(scene: Scene, text: str, given: dict[str, Any]) -> list[Any]:
    """All that comes within a moment, errors included."""
    context, frames = Context(identity=scene.rival), []
    stream = await schema.subscribe(text, variable_values=given, context_value=context)
    try:
        async with asyncio.timeout(1.5):
            async for result in stream:
                assert isinstance(result, ExecutionResult)
                frames.append([result.data, [error.formatted for error in result.errors or []]])
    except TimeoutError:
        pass
    return frames


async def _mark(rival: Viewer) -> bool:
    """Something happens at the rival's too, so that silence is not only a deaf ear."""
    with acting_for(rival.company_id):
        await Contact.add(name="Marker", by=rival)
    return True


async def _ids(company: Cast) -> list[str]:
    """One id of ours of every kind."""
    ids = [global_id("Company", company.id)]
    with acting_for(company.id):
        for name, model in Tortoise.apps["models"].items():
            if issubclass(model, CompanyModel) and (row := await model.all().first()):
                ids.append(global_id(name, row.id))
    assert len(ids) > 12
    return ids


def _never(id: str) -> str:
    """An id of the same kind that was never given out."""
    decoded = local_id(id)
    assert decoded is not None
    return global_id(decoded[0], uuid7())


def _given(
    operation: str, name: str, scene: Scene, path: tuple[str, ...], id: str
) -> dict[str, Any]:
    own = {key: value for key, value in scene.own.items() if key != path[-1]}
    return variables(operation, name, values=own, at=path, id=id)


def codes_of_documents(answer: dict[str, Any]) -> list[str]:
    return [code for code in codes(answer) if code.startswith(("GRAPHQL", "DOCUMENT"))]


def _comparable(answer: dict[str, Any]) -> Any:
    return [
        (error["message"], error["extensions"]["code"]) for error in answer.get("errors", [])
    ] or answer["data"]


def test_every_field_of_the_schema_is_tried() -> None:
    assert len(FIELDS) > 60
    assert len(WITH_IDS) > 35
