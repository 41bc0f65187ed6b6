"""Templates are made, changed and sent; and who watches is told."""

from collections.abc import AsyncIterator
from contextlib import aclosing
from typing import Any, Final

import strawberry
from strawberry.scalars import JSON

import models.outreach
from models.identifiers import global_id
from models.outreach import TemplateVisibility, VariableType
from models.outreach.sending import send
from models.queues import Queue
from models.tenancy import find
from models.viewer import Viewer
from schema.context import Info
from schema.conversations.message import Message
from schema.events import follow
from schema.happened import Happened
from schema.outreach.template import Template, given
from schema.payloads import Payload
from schema.roots import mutation, subscription
from schema.scalars import Cursor

OF_TEMPLATES: Final = (
    *("template.created", "template.updated", "template.archived", "template.restored"),
)
DETAILS: Final = ("name", "shortcode", "language", "category", "body", "visibility")


@strawberry.input
class TemplateVariableInput:
    name: str = strawberry.field(description="Of small letters, digits and `_`.")
    type: VariableType = VariableType.TEXT
    label: str | None = strawberry.field(default=None, description="What a form calls it.")
    default: str | None = None


@strawberry.input
class CreateTemplateInput:
    name: str
    shortcode: str = strawberry.field(description="Of a-z, digits, `-` and `_`; 40 at most.")
    language: str = strawberry.field(description="A language tag: pt-BR.")
    body: str = strawberry.field(description="In Liquid; at most 4,000 characters.")
    category: str | None = None
    variables: list[TemplateVariableInput] = strawberry.field(default_factory=list)
    visibility: TemplateVisibility = TemplateVisibility.OWN
    queue_id: strawberry.ID | None = strawberry.field(
        default=None, description="Of the visibility QUEUE."
    )
    client_id: str | None = strawberry.field(
        default=None, description="Yours: asking again with it gives the same template."
    )


@strawberry.input(description="What is left out stays as it is.")
class UpdateTemplateInput:
    template_id: strawberry.ID
    name: str | None = strawberry.UNSET
    shortcode: str | None = strawberry.UNSET
    language: str | None = strawberry.UNSET
    body: str | None = strawberry.UNSET
    category: str | None = strawberry.field(
        default=strawberry.UNSET, description="Null takes it away."
    )
    variables: list[TemplateVariableInput] | None = strawberry.UNSET
    visibility: TemplateVisibility | None = strawberry.UNSET
    queue_id: strawberry.ID | None = strawberry.field(
        default=None, description="With the visibility QUEUE."
    )
    version: int | None = strawberry.field(
        default=None, description="That you saw: CONFLICT if it has moved."
    )


@strawberry.input
class ArchiveTemplateInput:
    template_id: strawberry.ID
    version: int | None = None


@strawberry.input
class RestoreTemplateInput:
    template_id: strawberry.ID
    to_version: int | None = strawberry.field(
        default=None,
        description="To say again what this version said; without it, to be no longer archived.",
    )
    version: int | None = None


@strawberry.input
class SendTemplateInput:
    conversation_id: strawberry.ID
    template_id: strawberry.ID
    variables: JSON | None = strawberry.field(
        default=None, description="An object: names and their values."
    )
    client_id: str | None = strawberry.field(
        default=None, description="Yours: asking again with it gives the same message."
    )


@strawberry.type
class CreateTemplatePayload(Payload):
    template: Template


@strawberry.type
class UpdateTemplatePayload(Payload):
    template: Template


@strawberry.type
class ArchiveTemplatePayload(Payload):
    template: Template


@strawberry.type
class RestoreTemplatePayload(Payload):
    template: Template


@strawberry.type
class SendTemplatePayload(Payload):
    message: Message


@strawberry.type
class TemplateMutation:
    @mutation(
        "templates:write",
        description="Write a template: your own, or one for others if you have templates:share.",
    )
    async def create_template(
        self, info: Info, input: CreateTemplateInput
    ) -> CreateTemplatePayload:
        viewer = info.context.viewer
        template = await models.outreach.Template.add(
            by=viewer,
            queue=await _queue(viewer, input.queue_id),
            client_id=input.client_id,
            **_details(input),
        )
        return await CreateTemplatePayload.at(info, template=template)

    @mutation("templates:write", description="Change what is given of a template.")
    async def update_template(
        self, info: Info, input: UpdateTemplateInput
    ) -> UpdateTemplatePayload:
        viewer = info.context.viewer
        template = await find(viewer.templates, input.template_id)
        await template.edit(
            by=viewer,
            version=input.version,
            queue=await _queue(viewer, input.queue_id),
            **_details(input),
        )
        return await UpdateTemplatePayload.at(info, template=template)

    @mutation(
        "templates:write",
        description="It is not offered or sent any more; messages made of it stay as they are.",
    )
    async def archive_template(
        self, info: Info, input: ArchiveTemplateInput
    ) -> ArchiveTemplatePayload:
        template = await find(info.context.viewer.templates, input.template_id)
        await template.archive(by=info.context.viewer, version=input.version)
        return await ArchiveTemplatePayload.at(info, template=template)

    @mutation(
        "templates:write", description="Bring back an archived template, or an earlier version."
    )
    async def restore_template(
        self, info: Info, input: RestoreTemplateInput
    ) -> RestoreTemplatePayload:
        viewer = info.context.viewer
        template = await find(viewer.templates, input.template_id)
        if input.to_version is None:
            await template.restore(by=viewer)
        else:
            await template.go_back(input.to_version, by=viewer, version=input.version)
        return await RestoreTemplatePayload.at(info, template=template)

    @mutation(
        "messages:send",
        description="Write to the contact what a template says. VARIABLES_MISSING names all that "
        "it needs and has not.",
    )
    async def send_template(self, info: Info, input: SendTemplateInput) -> SendTemplatePayload:
        viewer = info.context.viewer
        viewer.require("templates:read")
        message = await send(
            await find(viewer.templates, input.template_id),
            await find(viewer.conversations, input.conversation_id),
            given(input.variables),
            by=viewer,
            client_id=input.client_id,
        )
        return await SendTemplatePayload.at(info, message=message)


@strawberry.type(description="A template that was made, changed, archived or restored.")
class TemplateChanged(Happened):
    @strawberry.field(description="Of which template.")
    def template_id(self) -> strawberry.ID:
        return strawberry.ID(global_id("Template", self.recorded.subject_id))

    @strawberry.field(
        description="As it is now; null when you see it no more.", graphql_type=Template | None
    )
    async def template(self, info: Info) -> Any:
        return await info.context.viewer.templates.get_or_none(id=self.recorded.subject_id)


@strawberry.type
class TemplateSubscription:
    @subscription("templates:read", description="Templates, as they change.")
    async def template_changed(
        self, info: Info, after: Cursor | None = None
    ) -> AsyncIterator[TemplateChanged]:
        async with aclosing(follow(info, after, names=OF_TEMPLATES)) as told:
            async for event in told:
                yield TemplateChanged(recorded=event)


async def _queue(viewer: Viewer, id: strawberry.ID | None) -> Queue | None:
    return await find(viewer.queues, id) if id else None


def _details(input: CreateTemplateInput | UpdateTemplateInput) -> dict[str, Any]:
    said = {name: getattr(input, name) for name in DETAILS}
    kept = {name: value for name, value in said.items() if value not in (strawberry.UNSET, None)}
    if input.category is None:
        kept["category"] = None
    if input.variables is not strawberry.UNSET:
        kept["variables"] = [vars(each) for each in input.variables or ()]
    return kept
