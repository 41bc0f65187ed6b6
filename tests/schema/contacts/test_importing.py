"""Imports and exports of contacts, in the API."""

import asyncio
from contextlib import aclosing
from typing import Any, cast

import pytest

from models.contacts.exporting import EXPORT as EXPORT_JOB
from models.contacts.importing import IMPORT as IMPORT_JOB
from models.identifiers import global_id
from models.identity import Role
from models.viewer import Viewer
from schema import schema
from schema.context import Context
from tests.answers import codes
from tests.conftest import Ask
from tests.errands import perform
from tests.models.contacts.files import THREE, uploaded
from tests.people import Cast, hire
from tests.schema.contacts.documents import (
    CANCEL,
    CREATE_SEGMENT,
    EXPORT,
    EXPORTED,
    IMPORT,
    IMPORTED,
    PREVIEW,
)

MAPPING = [{"column": 0, "field": "NAME"}, {"column": 1, "field": "EMAIL"}]


async def uploaded_id(company: Cast, content: str = THREE) -> str:
    return global_id("Upload", (await uploaded(company, content)).id)


async def test_a_file_is_looked_at_imported_and_reported_on(
    ask: Ask, acme: Cast, rival: Cast
) -> None:
    upload = await uploaded_id(acme)

    seen = (await ask(acme.viewer, PREVIEW, id=upload))["data"]["contactImportPreview"]
    assert (seen["delimiter"], seen["header"]) == (",", ["Name", "E-mail", "Phone"])
    assert seen["rows"][0] == ["Ana", "ANA@example.org", "+5551999990000"]
    assert [each["field"] for each in seen["mapping"]] == ["NAME", "EMAIL", "PHONE"]
    given = {"uploadId": upload, "mapping": MAPPING, "mode": "UPSERT"}
    assert codes(await ask(rival.viewer, IMPORT, input=given)) == ["NOT_FOUND"]
    ordered = (await ask(acme.viewer, IMPORT, input=given))["data"]["createContactImport"]
    id = ordered["contactImport"]["id"]
    assert ordered["contactImport"]["state"] == "QUEUED"
    assert codes(await ask(acme.viewer, IMPORT, input=given)) == ["UPLOAD_USED"]
    await perform(acme, IMPORT_JOB)

    end = (await ask(acme.viewer, IMPORTED, id=id))["data"]["contactImport"]
    assert end.pop("reportUrl") is not None
    assert end == {
        "state": "SUCCEEDED", "total": 3, "position": 3,
        "created": 2, "updated": 0, "unchanged": 0, "failed": 1,
    }  # fmt: skip
    assert codes(await ask(rival.viewer, IMPORTED, id=id)) == ["NOT_FOUND"]
    late = await ask(acme.viewer, CANCEL, input={"contactImportId": id})
    assert codes(late) == ["TRANSFER_FINISHED"]


async def test_an_import_is_cancelled(ask: Ask, acme: Cast, rival: Cast) -> None:
    given = {"uploadId": await uploaded_id(acme), "mapping": MAPPING, "mode": "CREATE"}
    ordered = (await ask(acme.viewer, IMPORT, input=given))["data"]["createContactImport"]
    cancel = {"contactImportId": ordered["contactImport"]["id"]}

    assert codes(await ask(rival.viewer, CANCEL, input=cancel)) == ["NOT_FOUND"]
    done = await ask(acme.viewer, CANCEL, input=cancel)
    assert done["data"]["cancelContactImport"]["contactImport"] == {"state": "CANCELLED"}


@pytest.mark.parametrize("delimiter", ['"', "\n", "", ",,"])
async def test_what_separates_no_columns(ask: Ask, acme: Cast, delimiter: str) -> None:
    given = {"uploadId": await uploaded_id(acme), "mapping": MAPPING, "mode": "CREATE"}
    answer = await ask(acme.viewer, IMPORT, input={**given, "delimiter": delimiter})
    assert codes(answer) == ["INVALID"]


async def test_a_segment_is_exported(ask: Ask, acme: Cast, rival: Cast) -> None:
    known = {"email": {"known": True}}
    made = await ask(acme.viewer, CREATE_SEGMENT, input={"name": "Known", "filter": known})
    segment = {"segmentId": made["data"]["createSegment"]["segment"]["id"]}

    assert codes(await ask(rival.viewer, EXPORT, input=segment)) == ["NOT_FOUND"]
    both = await ask(acme.viewer, EXPORT, input={**segment, "filter": known})
    assert codes(both) == ["INVALID"]
    ordered = (await ask(acme.viewer, EXPORT, input=segment))["data"]["createContactExport"]
    assert ordered["contactExport"]["filter"] == known
    await perform(acme, EXPORT_JOB)

    id = ordered["contactExport"]["id"]
    end = (await ask(acme.viewer, EXPORTED, id=id))["data"]["contactExport"]
    assert (end["state"], end["rows"]) == ("SUCCEEDED", 0)
    assert end["url"].startswith("http")
    assert codes(await ask(rival.viewer, EXPORTED, id=id)) == ["NOT_FOUND"]


async def test_only_admins_bring_contacts_in_and_out(ask: Ask, acme: Cast) -> None:
    for role in (Role.SUPERVISOR, Role.MEMBER, Role.READ_ONLY):
        viewer: Viewer = await hire(acme, role)
        for listed in ("contactImports", "contactExports"):
            asked = f"{{ {listed} {{ edges {{ cursor }} }} }}"
            assert codes(await ask(viewer, asked)) == ["FORBIDDEN"]
        assert codes(await ask(viewer, EXPORT, input={})) == ["FORBIDDEN"]
    admin = await hire(acme, Role.ADMIN)
    assert codes(await ask(admin, "{ contactImports { edges { cursor } } }")) == []


PROGRESS = """subscription ($id: ID, $after: Cursor) {
  contactImportChanged(contactImportId: $id, after: $after) {
    event contactImport { state position total } } }"""


async def test_an_import_is_followed(ask: Ask, acme: Cast, rival: Cast) -> None:
    start = (await ask(acme.viewer, "{ cursor }"))["data"]["cursor"]
    given = {"uploadId": await uploaded_id(acme), "mapping": MAPPING, "mode": "CREATE"}
    ordered = (await ask(acme.viewer, IMPORT, input=given))["data"]["createContactImport"]
    about = {"id": ordered["contactImport"]["id"], "after": start}
    await perform(acme, IMPORT_JOB)

    stream = await schema.subscribe(
        PROGRESS, variable_values=about, context_value=Context(identity=acme.viewer)
    )
    told: list[dict[str, Any]] = []
    async with asyncio.timeout(10), aclosing(cast(Any, stream)) as results:
        async for result in results:
            told.append(result.data["contactImportChanged"])
            if told[-1]["event"] == "contact_import.finished":
                break
    assert {each["event"] for each in told[:-1]} == {
        "contact_import.created",
        "contact_import.progressed",
    }
    assert told[-1]["contactImport"] == {"state": "SUCCEEDED", "position": 3, "total": 3}
    stream = await schema.subscribe(
        PROGRESS, variable_values=about, context_value=Context(identity=rival.viewer)
    )
    async with asyncio.timeout(10), aclosing(cast(Any, stream)) as results:
        refused = await anext(results)
    assert refused.errors[0].extensions["code"] == "NOT_FOUND"
