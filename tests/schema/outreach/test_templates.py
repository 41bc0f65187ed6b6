"""Templates over the API: written, listed, shown and sent."""

from typing import Any

from models.identifiers import global_id
from models.identity import Role
from models.viewer import Viewer
from tests.answers import codes
from tests.conftest import Ask
from tests.people import Cast, hire
from tests.schema.conversations.test_live import heard
from tests.threads import open_conversation

CREATE = """mutation ($input: CreateTemplateInput!) { createTemplate(input: $input) { template {
  id name shortcode language category body visibility version preview archivedAt
  variables { name type label default } owner { name } revisions { version body } } } }"""
UPDATE = """mutation ($input: UpdateTemplateInput!) { updateTemplate(input: $input) { template {
  name body category visibility version variables { name } revisions { version } } } }"""
ARCHIVE = """mutation ($input: ArchiveTemplateInput!) {
  archiveTemplate(input: $input) { template { version archivedAt } } }"""
RESTORE = """mutation ($input: RestoreTemplateInput!) {
  restoreTemplate(input: $input) { template { version archivedAt body } } }"""
SEND = """mutation ($input: SendTemplateInput!) { sendTemplate(input: $input) {
  message { id kind body templateId templateVersion } } }"""
LIST = """query ($search: String, $shortcode: String, $language: String,
  $archived: Boolean! = false) {
  templates(search: $search, shortcode: $shortcode, language: $language, archived: $archived) {
  edges { node { shortcode language preview } } } }"""
CHANGED = """subscription ($after: Cursor) { templateChanged(after: $after) {
  event templateId template { name } } }"""
TOLD = """subscription ($after: Cursor) { templateChanged(after: $after) {
  name: event id: templateId } }"""
ANY = """subscription ($after: Cursor) { events(after: $after) {
  told: event { name id: subjectId } } }"""
PREVIEW = """query ($template: ID!, $conversation: ID!, $variables: JSON) {
  templatePreview(templateId: $template, conversationId: $conversation, variables: $variables) {
  body } }"""
ONE = "query ($id: ID!) { template(id: $id) { name } }"
HELLO: dict[str, Any] = {
    "name": "Hello",
    "shortcode": "hello",
    "language": "en",
    "body": "Hi {{ contact.name }}, order {{ order }}",
    "category": "Greeting",
    "variables": [{"name": "order", "type": "NUMBER", "label": "Order number"}],
    "visibility": "ALL",
}


async def created(ask: Ask, viewer: Viewer, **given: Any) -> dict[str, Any]:
    answer = await ask(viewer, CREATE, input=HELLO | given)
    template: dict[str, Any] = answer["data"]["createTemplate"]["template"]
    return template


async def listed(ask: Ask, viewer: Viewer, **wanted: Any) -> list[tuple[str, str]]:
    edges = (await ask(viewer, LIST, **wanted))["data"]["templates"]["edges"]
    return [(edge["node"]["shortcode"], edge["node"]["language"]) for edge in edges]


async def test_a_template_is_written_changed_and_brought_back(
    ask: Ask, acme: Cast, rival: Cast
) -> None:
    template = await created(ask, acme.viewer)
    id = template.pop("id")
    assert template == {
        "name": "Hello",
        "shortcode": "hello",
        "language": "en",
        "category": "Greeting",
        "body": "Hi {{ contact.name }}, order {{ order }}",
        "visibility": "ALL",
        "version": 1,
        "preview": "Hi Grace Hopper, order [Order number]",
        "archivedAt": None,
        "variables": [
            {"name": "order", "type": "NUMBER", "label": "Order number", "default": None}
        ],
        "owner": {"name": "Acme owner"},
        "revisions": [{"version": 1, "body": "Hi {{ contact.name }}, order {{ order }}"}],
    }
    given = {"templateId": id, "body": "Bye", "variables": [], "category": None, "version": 1}
    changed = (await ask(acme.viewer, UPDATE, input=given))["data"]["updateTemplate"]["template"]
    assert changed == {
        "name": "Hello",
        "body": "Bye",
        "category": None,
        "visibility": "ALL",
        "version": 2,
        "variables": [],
        "revisions": [{"version": 1}, {"version": 2}],
    }
    assert codes(await ask(acme.viewer, UPDATE, input=given | {"body": "No"})) == ["CONFLICT"]
    back = await ask(acme.viewer, RESTORE, input={"templateId": id, "toVersion": 1})
    assert back["data"]["restoreTemplate"]["template"]["body"] == HELLO["body"]
    archived = await ask(acme.viewer, ARCHIVE, input={"templateId": id})
    assert archived["data"]["archiveTemplate"]["template"]["archivedAt"]
    assert await listed(ask, acme.viewer) == []
    assert await listed(ask, acme.viewer, archived=True) == [("hello", "en")]
    await ask(acme.viewer, RESTORE, input={"templateId": id})
    assert await listed(ask, acme.viewer) == [("hello", "en")]
    for document, more in ((UPDATE, {"name": "x"}), (ARCHIVE, {}), (RESTORE, {"toVersion": 1})):
        answer = await ask(rival.viewer, document, input={"templateId": id} | more)
        assert codes(answer) == ["NOT_FOUND"]
    assert codes(await ask(rival.viewer, ONE, id=id)) == ["NOT_FOUND"]
    assert await listed(ask, rival.viewer) == []


async def test_it_is_shown_and_sent_in_a_conversation(ask: Ask, acme: Cast, rival: Cast) -> None:
    id = (await created(ask, acme.viewer))["id"]
    conversation = await open_conversation(acme)
    here = global_id("Conversation", conversation.id)

    lacking = await ask(acme.viewer, PREVIEW, template=id, conversation=here)
    shown = await ask(acme.viewer, PREVIEW, template=id, conversation=here, variables={"order": 7})
    given = {"conversationId": here, "templateId": id, "variables": {"order": "7"}}
    sent = await ask(acme.viewer, SEND, statements=20, input=given | {"clientId": "a"})
    again = await ask(acme.viewer, SEND, input=given | {"clientId": "a"})

    [error] = lacking["errors"]
    assert (error["extensions"]["code"], error["extensions"]["missing"]) == (
        "VARIABLES_MISSING",
        ["order"],
    )
    body = shown["data"]["templatePreview"]["body"]
    assert body.endswith(", order 7")
    message = sent["data"]["sendTemplate"]["message"]
    assert again["data"]["sendTemplate"]["message"] == message
    del message["id"]
    assert message == {"kind": "TEMPLATE", "body": body, "templateId": id, "templateVersion": 1}
    theirs = global_id("Conversation", (await open_conversation(rival)).id)
    crossed = {"conversationId": theirs, "templateId": id}
    for who in (acme.viewer, rival.viewer):
        assert codes(await ask(who, SEND, input=crossed)) == ["NOT_FOUND"]


async def test_lists_know_words_shortcodes_and_languages(ask: Ask, acme: Cast) -> None:
    await created(ask, acme.viewer)
    await created(ask, acme.viewer, language="pt-BR", name="Oi")
    await created(ask, acme.viewer, shortcode="bye", name="Bye")

    assert await listed(ask, acme.viewer, language="pt-BR") == [("bye", "en"), ("hello", "pt-BR")]
    assert await listed(ask, acme.viewer, search="oi") == [("hello", "pt-BR")]
    assert await listed(ask, acme.viewer, shortcode="/b") == [("bye", "en")]
    assert codes(await ask(acme.viewer, LIST, language="!")) == ["INVALID"]


async def test_roles_write_share_and_send_as_they_may(ask: Ask, acme: Cast) -> None:
    roles = {role: await hire(acme, role) for role in Role}
    shared = (await created(ask, acme.viewer))["id"]
    answers = {
        role: (
            codes(await ask(viewer, ONE, id=shared)),
            codes(await ask(viewer, CREATE, input=HELLO | {"shortcode": f"all-{role.lower()}"})),
            codes(
                await ask(
                    viewer,
                    CREATE,
                    input=HELLO | {"shortcode": f"own-{role.lower()}", "visibility": "OWN"},
                )
            ),
        )
        for role, viewer in roles.items()
    }

    assert answers == {
        Role.OWNER: ([], [], []),
        Role.ADMIN: ([], [], []),
        Role.SUPERVISOR: ([], [], []),
        Role.MEMBER: ([], ["FORBIDDEN"], []),
        Role.READ_ONLY: ([], ["FORBIDDEN"], ["FORBIDDEN"]),
    }
    own = await listed(ask, roles[Role.MEMBER])
    assert [code for code, _ in own if code.startswith("own")] == ["own-member"]


async def test_who_watches_is_told_and_shown_what_they_may_see(
    ask: Ask, acme: Cast, rival: Cast
) -> None:
    member = await hire(acme, Role.MEMBER)
    start = (await ask(acme.viewer, "{ cursor }"))["data"]["cursor"]
    await created(ask, member, visibility="OWN")
    await created(ask, rival.viewer)
    shared = (await created(ask, acme.viewer, shortcode="all"))["id"]
    await ask(acme.viewer, ARCHIVE, input={"templateId": shared})
    await ask(acme.viewer, RESTORE, input={"templateId": shared})

    told: list[Any] = []
    async for answer in heard(acme.viewer, CHANGED, after=start):
        told.append(answer["data"]["templateChanged"])
        if len(told) == 3:
            break

    assert [(each["event"], each["templateId"], each["template"]) for each in told] == [
        ("template.created", shared, {"name": "Hello"}),
        ("template.archived", shared, {"name": "Hello"}),
        ("template.restored", shared, {"name": "Hello"}),
    ]


async def test_nobody_hears_of_what_is_anothers_own(ask: Ask, acme: Cast, rival: Cast) -> None:
    member, colleague = await hire(acme, Role.MEMBER), await hire(acme, Role.MEMBER)
    start = (await ask(acme.viewer, "{ cursor }"))["data"]["cursor"]
    own = (await created(ask, member, visibility="OWN"))["id"]
    await ask(member, UPDATE, input={"templateId": own, "name": "Mine"})
    shared = (await created(ask, acme.viewer, shortcode="all"))["id"]
    await ask(acme.viewer, UPDATE, input={"templateId": shared, "visibility": "OWN"})
    await ask(acme.viewer, UPDATE, input={"templateId": shared, "name": "Now mine"})
    await created(ask, rival.viewer)
    end = (await created(ask, acme.viewer, shortcode="end"))["id"]

    for document in (TOLD, ANY):
        told = [
            await told_of(viewer, document, start, end=end)
            for viewer in (acme.viewer, member, colleague)
        ]
        moves = [("template.created", shared), ("template.updated", shared)]
        assert told == [
            [*moves, ("template.updated", shared)],
            [("template.created", own), ("template.updated", own), *moves],
            moves,  # who saw it is told that it is gone, and nothing of it from then on
        ]


async def told_of(viewer: Viewer, document: str, start: str, *, end: str) -> list[tuple[str, str]]:
    told: list[tuple[str, str]] = []
    async for answer in heard(viewer, document, after=start):
        [each] = answer["data"].values()
        each = each.get("told") or each
        if each["id"] == end:
            break
        told.append((each["name"], each["id"]))
    return told
