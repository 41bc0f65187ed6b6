"""Templates are written, found, changed and sent."""

from typing import Any

import pytest

from models.conversations import Message
from models.conversations.message import MessageKind
from models.errors import Conflict, DomainError, Forbidden, Invalid, NotFound
from models.events import Event
from models.identity import Role
from models.outreach import (
    ShortcodeTaken,
    Template,
    TemplateArchived,
    TemplateRevision,
    TemplateVisibility,
    VariablesMissing,
)
from models.outreach.choosing import chosen
from models.outreach.sending import send
from models.outreach.template import sample
from models.tenancy import acting_for, find
from models.viewer import Viewer
from tests.people import Cast, hire
from tests.sights import a_queue, seeing
from tests.threads import open_conversation

ALL, OWN, QUEUE = TemplateVisibility.ALL, TemplateVisibility.OWN, TemplateVisibility.QUEUE
ORDER = {"name": "order", "type": "NUMBER", "label": "Order", "default": None}


async def added(by: Viewer, shortcode: str = "hello", **given: Any) -> Template:
    said: dict[str, Any] = {
        "name": "Hello",
        "shortcode": shortcode,
        "language": "en",
        "body": "Hi {{ contact.name }}",
        "variables": [],
        "visibility": ALL,
    }
    with acting_for(by.company_id):
        return await Template.add(by=by, **said | given)


async def shortcodes(by: Viewer, **wanted: Any) -> list[tuple[str, str]]:
    with acting_for(by.company_id):
        rows = await (await chosen(by, **wanted)).order_by("shortcode", "id")
        return [(row.shortcode, row.language) for row in rows]


async def test_a_template_is_sent_as_a_message_that_names_it(acme: Cast, rival: Cast) -> None:
    body = "{{ contact.first_name }}, your order {{ order }} is on its way. {{ member.name }}"
    template = await added(acme.viewer, body=body, variables=[ORDER])
    conversation = await open_conversation(acme)
    with acting_for(acme.id):
        contact = await conversation.contact
        await contact.edit(by=acme.viewer, name="Grace Hopper")

        message = await send(template, conversation, {"order": 7}, by=acme.viewer, client_id="a")

        assert message.body == "Grace, your order 7 is on its way. Acme owner"
        assert message.kind is MessageKind.TEMPLATE
        assert (message.template_id, message.template_version) == (template.id, 1)
        await contact.edit(by=acme.viewer, name="Admiral Hopper")
        again = await send(template, conversation, {"order": 7}, by=acme.viewer, client_id="a")
        assert again.id == message.id
        with pytest.raises(DomainError, match="another input"):
            await send(template, conversation, {"order": 8}, by=acme.viewer, client_id="a")
    with acting_for(rival.id):
        assert await Message.all().count() == 0
        with pytest.raises(NotFound):
            await find(rival.viewer.templates, template.id)


async def test_what_is_missing_is_named_and_nothing_is_sent(acme: Cast) -> None:
    template = await added(
        acme.viewer, body="{{ order }} {{ contact.phone }} {{ contact.custom.size }}",
        variables=[ORDER],
    )  # fmt: skip
    conversation = await open_conversation(acme)
    with acting_for(acme.id):
        with pytest.raises(VariablesMissing) as refused:
            await send(template, conversation, {}, by=acme.viewer)

        missing = ["contact.custom.size", "contact.phone", "order"]
        assert refused.value.details == {"missing": missing}
        assert await Message.filter(kind=MessageKind.TEMPLATE).count() == 0


async def test_values_must_fit_and_be_asked_for(acme: Cast) -> None:
    day = {"name": "day", "type": "DATE", "label": "Day", "default": None}
    template = await added(acme.viewer, body="{{ order }}{{ day }}", variables=[ORDER, day])
    conversation = await open_conversation(acme)
    with acting_for(acme.id), pytest.raises(Invalid) as refused:
        given = {"order": "seven", "day": "soon", "other": "x"}
        await send(template, conversation, given, by=acme.viewer)

    assert [(each.path, each.code) for each in refused.value.fields] == [
        ("variables.other", "VARIABLE_UNKNOWN"),
        ("variables.order", "NOT_A_NUMBER"),
        ("variables.day", "NOT_A_DATE"),
    ]


async def test_defaults_stand_in_and_samples_show_it(acme: Cast) -> None:
    variables = [ORDER, {"name": "who", "type": "TEXT", "label": "Who", "default": "we"}]
    body = "{{ contact.name }}: {{ who }} sent {{ order }}, size {{ contact.custom.size }}"
    template = await added(acme.viewer, body=body, variables=variables)

    assert sample(template.body, template.variables) == "Grace Hopper: we sent [Order], size [size]"


async def test_all_that_is_wrong_is_said_at_once(acme: Cast) -> None:
    with pytest.raises(Invalid) as refused:
        await added(
            acme.viewer,
            shortcode="so so",
            name=" ",
            language="english!",
            body="{% for %}",
            variables=[{**ORDER, "name": "contact"}, {**ORDER, "default": "x"}],
        )

    assert sorted((each.path, each.code) for each in refused.value.fields) == [
        ("body", "TEMPLATE_INVALID"),
        ("language", "LOCALE_INVALID"),
        ("name", "BLANK"),
        ("shortcode", "SHORTCODE_INVALID"),
        ("variables.0.name", "NAME_INVALID"),
        ("variables.1.default", "NOT_A_NUMBER"),
    ]


async def test_what_nobody_will_know_cannot_be_asked_for(acme: Cast) -> None:
    with pytest.raises(Invalid, match=r"company\.secret, contact\.shoe, order"):
        await added(acme.viewer, body="{{ contact.shoe }}{{ order }}{{ company.secret }}")


async def test_a_shortcode_is_unique_in_its_language(acme: Cast, rival: Cast) -> None:
    first = await added(acme.viewer)
    await added(acme.viewer, language="pt-br")
    await added(rival.viewer)

    with pytest.raises(ShortcodeTaken):
        await added(acme.viewer, shortcode="/HELLO")

    with acting_for(acme.id):
        await first.archive(by=acme.viewer)
        second = await added(acme.viewer)
        with pytest.raises(ShortcodeTaken):
            await first.restore(by=acme.viewer)
        await second.edit(by=acme.viewer, shortcode="other")
        await (await Template.get(id=first.id)).restore(by=acme.viewer)
        with pytest.raises(ShortcodeTaken):
            await second.edit(by=acme.viewer, shortcode="hello")


async def test_each_version_is_kept_and_said_again(acme: Cast) -> None:
    template = await added(acme.viewer)
    conversation = await open_conversation(acme)
    with acting_for(acme.id):
        await template.edit(by=acme.viewer, body="Bye {{ contact.name }}", version=1)
        await template.edit(by=acme.viewer, category="greeting")
        with pytest.raises(Conflict):
            await template.edit(by=acme.viewer, body="Lost", version=2)
        sent = await send(template, conversation, {}, by=acme.viewer)
        assert (sent.template_version, sent.body[:3]) == (3, "Bye")
        await template.go_back(1, by=acme.viewer, version=3)

        kept = await TemplateRevision.filter(template_id=template.id).order_by("version")
        assert [(each.version, each.body[:3]) for each in kept] == [
            (1, "Hi "),
            (2, "Bye"),
            (4, "Hi "),
        ]
        assert (template.version, template.body) == (4, "Hi {{ contact.name }}")
        names = [event.name for event in await Event.filter(subject_id=template.id)]
        assert sorted(set(names)) == ["template.created", "template.updated"]
        with pytest.raises(NotFound):
            await template.go_back(3, by=acme.viewer)


async def test_an_archived_one_is_not_sent_nor_changed(acme: Cast) -> None:
    template = await added(acme.viewer)
    conversation = await open_conversation(acme)
    with acting_for(acme.id):
        await template.archive(by=acme.viewer)
        for deed in (
            send(template, conversation, {}, by=acme.viewer),
            template.edit(by=acme.viewer, name="x"),
            template.go_back(1, by=acme.viewer),
        ):
            with pytest.raises(TemplateArchived):
                await deed
        await template.restore(by=acme.viewer)
        assert (await send(template, conversation, {}, by=acme.viewer)).template_version == 3
        names = {event.name for event in await Event.filter(subject_id=template.id)}
        assert names == {"template.created", "template.archived", "template.restored"}


async def test_members_write_their_own_and_supervisors_for_others(acme: Cast) -> None:
    member, supervisor = await hire(acme, Role.MEMBER), await hire(acme, Role.SUPERVISOR)
    own = await added(member, "own", visibility=OWN)
    shared = await added(supervisor, "shared")

    with pytest.raises(Forbidden):
        await added(member, "mine")
    with acting_for(acme.id):
        with pytest.raises(Forbidden):
            await shared.edit(by=member, name="x")
        with pytest.raises(Forbidden):
            await own.edit(by=member, visibility=ALL)
        with pytest.raises(NotFound):
            await find(supervisor.templates, own.id)

    assert await shortcodes(member) == [("own", "en"), ("shared", "en")]
    assert await shortcodes(supervisor) == [("shared", "en")]


async def test_those_of_a_queue_are_for_its_members(acme: Cast) -> None:
    inside, outside = await hire(acme, Role.MEMBER), await hire(acme, Role.MEMBER)
    queue = await a_queue(acme, inside)
    await added(acme.viewer, visibility=QUEUE, queue=queue)

    assert await shortcodes(await seeing(inside)) == [("hello", "en")]
    assert await shortcodes(await seeing(outside)) == []
    assert await shortcodes(acme.viewer) == [("hello", "en")]
    with pytest.raises(Invalid, match="queueId"):
        await added(acme.viewer, "other", visibility=QUEUE)


async def test_they_are_found_by_words_by_shortcode_and_in_the_best_language(
    acme: Cast, rival: Cast
) -> None:
    for each in ["bye en", "bye pt", "bye pt-BR", "hi en", "hi pt", "hi_all de", "hi-all en"]:
        shortcode, language = each.split()
        await added(acme.viewer, shortcode, language=language, name=f"{shortcode} {language}")
    await added(rival.viewer, "hi")

    assert await shortcodes(acme.viewer, language="pt-BR") == [
        ("bye", "pt-BR"),
        ("hi", "pt"),
        ("hi-all", "en"),
    ]
    assert await shortcodes(acme.viewer, shortcode="/HI", language="de") == [
        ("hi", "en"),
        ("hi-all", "en"),
        ("hi_all", "de"),
    ]
    assert await shortcodes(acme.viewer, search="BYE PT") == [("bye", "pt"), ("bye", "pt-BR")]
    assert await shortcodes(acme.viewer, search="%") == []
    with pytest.raises(Invalid, match="language"):
        await shortcodes(acme.viewer, language="!")


async def test_anothers_own_one_does_not_hide_a_more_general_one(acme: Cast) -> None:
    member = await hire(acme, Role.MEMBER)
    await added(member, language="pt-BR", visibility=OWN)
    await added(acme.viewer, language="pt")

    assert await shortcodes(acme.viewer, language="pt-BR") == [("hello", "pt")]
    assert await shortcodes(member, language="pt-BR") == [("hello", "pt-BR")]


async def test_the_same_client_id_is_the_same_template(acme: Cast) -> None:
    first = await added(acme.viewer, client_id="a")

    assert (await added(acme.viewer, client_id="a")).id == first.id
    with pytest.raises(DomainError, match="another input"):
        await added(acme.viewer, client_id="a", name="Other")
