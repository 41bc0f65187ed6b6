"""In one company: what a member does not see they learn nothing of, with every id of it in hand.

What is asked comes from the schema, so a new field or argument is tried without anyone's doing.
"""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

import orjson
import pytest
from strawberry.types import ExecutionResult
from tortoise import Tortoise

from models.conversations import Conversation, Draft, DraftKind, Message
from models.database import fetch
from models.events import Event, cursor
from models.files import Upload
from models.identifiers import global_id
from models.identity import Member, Role
from models.inboxes import Inbox
from models.presence import presence
from models.tenancy import CompanyModel, acting_for
from models.viewer import Viewer
from schema import schema
from schema.context import Context
from tests.clients import SOON
from tests.conftest import Ask
from tests.isolation.documents import document, id_paths, roots, variables
from tests.isolation.furnishing import furnish
from tests.isolation.test_ids_in_hand import MORE, _comparable, _never, codes_of_documents
from tests.people import Cast, found, hire
from tests.sights import a_queue, seeing
from tests.threads import hear, open_inbox

CANARY: Final = "Canaryinqueue"
FIELDS: Final = [(kind, name) for kind in ("query", "mutation") for name in roots(kind)]
WITH_IDS: Final = [(kind, name) for kind, name in FIELDS if id_paths(kind, name)]
ROWS: Final = "SELECT t::text FROM {} t WHERE {} = $1 ORDER BY id"
MOMENT: Final = 1.0  # seconds


@dataclass(frozen=True)
class Scene:
    """A conversation in a queue that two others are in, and what hangs on it."""

    company: Cast
    conversation: UUID
    hidden: list[str]
    member: Viewer
    supervisor: Viewer
    own: dict[str, Any]


@pytest.fixture(scope="module")
async def scene(house: None) -> Scene:
    company, rival = await found("Acme"), await found("Rival")
    await furnish(rival, "Rivalry")
    own = await furnish(company, "Open to all")
    colleague = await hire(company, Role.MEMBER)
    queue, inbox = await a_queue(company, colleague), await open_inbox(company)
    with acting_for(company.id):
        await Inbox.filter(id=inbox.id).update(default_queue_id=queue.id)
    heard = await hear(company, inbox, CANARY, handle="somebody")
    with acting_for(company.id):
        conversation = await heard.conversation
    await _fill(company, conversation, colleague)
    with acting_for(company.id):
        await conversation.assign(await Member.get(id=colleague.member_id), by=company.viewer)
        hidden = await _ids(conversation.id)
    member, supervisor = [
        await seeing(await hire(company, role)) for role in (Role.MEMBER, Role.SUPERVISOR)
    ]
    return Scene(company, conversation.id, hidden, member, supervisor, own)


async def _fill(company: Cast, conversation: Conversation, colleague: Viewer) -> None:
    by = company.viewer
    with acting_for(company.id):
        other = await Member.get(id=colleague.member_id)
        await conversation.rename(CANARY, by=by)
        said = await conversation.post(CANARY, author=by)
        await said.edit(f"{CANARY} again", by=by)
        await conversation.post(CANARY, author=by, note=True, mentions=[other], reply_to=said)
        files = {"file_name": f"{CANARY}.txt", "content_type": "text/plain"}
        upload = await Upload.bring(CANARY.encode(), by=by, **files)
        await conversation.post(CANARY, author=by, attachments=[upload.id])
        for viewer in (by, colleague):
            await Draft.keep(conversation, DraftKind.REPLY, CANARY, by=viewer)


async def _ids(conversation_id: UUID) -> list[str]:
    """Of all that hangs on it: one of every kind that names it, or a message of it."""
    ids = [global_id("Conversation", conversation_id)]
    message_ids = [row.id for row in await Message.filter(conversation_id=conversation_id)]
    for name, model in Tortoise.apps["models"].items():
        fields = model._meta.fields_db_projection
        if not issubclass(model, CompanyModel) or model is Event:
            continue
        for column, among in (("conversation_id", [conversation_id]), ("message_id", message_ids)):
            if column in fields:
                row = await model.filter(**{f"{column}__in": among}).first()
                ids += [global_id(name, row.id)] if row else []
    assert len(ids) > 6
    return ids


@pytest.mark.parametrize(("operation", "name"), WITH_IDS)
async def test_ids_of_what_is_not_seen_open_nothing(
    ask: Ask, scene: Scene, operation: str, name: str
) -> None:
    text, before = document(operation, name), await _state(scene)

    for path in id_paths(operation, name):
        for id in scene.hidden:
            mine, never = [
                await ask(
                    scene.supervisor,
                    text,
                    statements=MORE.get(name),
                    **_given(operation, name, scene, path, each),
                )
                for each in (id, _never(id))
            ]

            assert CANARY not in orjson.dumps(mine).decode(), path
            assert not codes_of_documents(mine), "the question itself was refused"
            assert _unstamped(mine) == _unstamped(never), f"{path}: not seen and not there differ"
    assert await _state(scene) == before


@pytest.mark.parametrize(("operation", "name"), FIELDS)
async def test_no_field_tells_of_what_is_not_seen(
    ask: Ask, scene: Scene, operation: str, name: str
) -> None:
    before = await _state(scene)

    for viewer in (scene.member, scene.supervisor):
        for words in ("Open", CANARY):
            values = scene.own | {"query": words, "search": words}
            given = variables(operation, name, values=values)
            answer = await ask(
                viewer, document(operation, name), statements=MORE.get(name), **given
            )
            assert not codes_of_documents(answer), "the question itself was refused"
            assert CANARY not in orjson.dumps(answer).decode().replace(f'"{CANARY}"', "")
            for id in scene.hidden:
                assert id not in orjson.dumps(answer).decode()
    assert await _state(scene) == before


async def test_no_subscription_tells_of_what_is_not_seen(scene: Scene) -> None:
    with acting_for(scene.company.id):
        begun = cursor(scene.company.id, 1)
    heard: dict[bool, list[list[Any]]] = {True: [], False: []}
    async with asyncio.TaskGroup() as group:
        ears = []
        for viewer in (scene.member, scene.supervisor, scene.company.viewer):
            for name in roots("subscription"):
                for given in _asked(scene, name, begun):
                    frames: list[Any] = []
                    heard[viewer.restricted].append(frames)
                    hearing = _hear(viewer, document("subscription", name), given, frames)
                    ears.append(group.create_task(hearing))
        await asyncio.sleep(MOMENT)
        await _work_on(scene)
        async with asyncio.timeout(SOON):
            while _telling(heard[False], CANARY) <= 3:  # they are not deaf
                await asyncio.sleep(0.1)
        await asyncio.sleep(MOMENT)
        for ear in ears:
            ear.cancel()

    assert _telling(heard[True], CANARY) == 0
    assert _telling(heard[True], global_id("Conversation", scene.conversation)) == 0


def _telling(heard: list[list[Any]], text: str) -> int:
    return sum(text in orjson.dumps(frames, default=str).decode() for frames in heard)


def _asked(scene: Scene, name: str, begun: str) -> Iterator[dict[str, Any]]:
    """From now on and from the beginning, of everything and by each id."""
    for values in [{}, {"after": begun}] if "after" in roots("subscription")[name].args else [{}]:
        yield variables("subscription", name, values=values)
        for path in id_paths("subscription", name):
            for id in scene.hidden:
                yield variables("subscription", name, values=values, at=path, id=id)


async def _work_on(scene: Scene) -> None:
    by = scene.company.viewer
    with acting_for(scene.company.id):
        conversation = await Conversation.get(id=scene.conversation)
        presence.set_typing(conversation, by=by, typing=True)
        said = await conversation.post(f"{CANARY} once more", author=by)
        await said.edit(f"{CANARY}!", by=by)
        await conversation.post(CANARY, author=by, note=True)
        await conversation.resolve(by=by)
        await conversation.reopen(by=by)
        await Draft.keep(conversation, DraftKind.NOTE, CANARY, by=by)


async def _hear(viewer: Viewer, text: str, given: dict[str, Any], frames: list[Any]) -> None:
    """All that comes, errors included."""
    context = Context(identity=viewer)
    stream = await schema.subscribe(text, variable_values=given, context_value=context)
    async for result in stream:
        assert isinstance(result, ExecutionResult)
        frames.append([result.data, [error.formatted for error in result.errors or []]])


async def _state(scene: Scene) -> list[Any]:
    """Of the conversation and what is said in it."""
    with acting_for(scene.company.id):
        rows = [
            await fetch(
                f"SELECT t::text FROM {table} t WHERE {column} = $1 ORDER BY id", scene.conversation
            )
            for table, column in (
                ("conversations", "id"),
                ("messages", "conversation_id"),
                ("conversation_members", "conversation_id"),
                ("drafts", "conversation_id"),
                ("conversation_reads", "conversation_id"),
            )
        ]
    return [tuple(row) for some in rows for row in some]


def _given(
    operation: str, name: str, scene: Scene, path: tuple[str, ...], id: str
) -> dict[str, Any]:
    own = {key: value for key, value in scene.own.items() if key != path[-1]}
    return variables(operation, name, values=own, at=path, id=id)


def _unstamped(answer: dict[str, Any]) -> Any:
    """Without what is another each time."""
    return _settled(_comparable(answer))


def _settled(told: Any) -> Any:
    if isinstance(told, list):
        return [_settled(each) for each in told]
    if not isinstance(told, dict):
        return told
    return {
        name: _settled(value)
        for name, value in told.items()
        if name not in ("id", "cursor", "number", "seq", "version") and not name.endswith("At")
    }


def test_every_field_of_the_schema_is_tried() -> None:
    assert len(WITH_IDS) > 35
