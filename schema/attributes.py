"""Custom attributes: what a company wants to know of its contacts and conversations."""

from collections.abc import AsyncIterator, Sequence
from contextlib import aclosing
from datetime import datetime
from typing import Annotated, Any, Final, TypeVar, get_args

import strawberry
from strawberry.scalars import JSON
from tortoise.models import Model
from tortoise.queryset import QuerySet

import models.contacts
from models.contacts import AttributeOperator, AttributeTarget, AttributeType
from models.contacts.attribute_value import having
from models.errors import Invalid
from models.events import EventName
from models.tenancy import find
from schema.context import Info
from schema.edges import To, edge
from schema.events import follow
from schema.happened import Happened
from schema.nodes import Node, One, node, one
from schema.pages import Connection, Order, Page, Window, page
from schema.payloads import Payload
from schema.roots import mutation, query, subscription
from schema.scalars import Cursor

Row = TypeVar("Row", bound=Model)
OF_ATTRIBUTES: Final = tuple(n for n in get_args(EventName) if n.startswith("attribute."))
CHANGEABLE: Final = ("label", "options", "pattern", "required")
MOST: Final = 5
strawberry.enum(AttributeTarget, description="Of what an attribute is.")
strawberry.enum(
    AttributeType,
    description="DATE is such as 2026-11-21, LINK an http(s) address, LIST one of its options.",
)
strawberry.enum(AttributeOperator, description="IS_SET takes no value; a DATE sorts by its day.")


@node("contacts:read", lambda viewer: viewer.attribute_definitions)
@strawberry.type(description="An attribute that the company keeps of contacts or conversations.")
class AttributeDefinition(Node):
    target: AttributeTarget
    key: str = strawberry.field(description="Its name in customAttributes.")
    label: str = strawberry.field(description="What people call it.")
    type: AttributeType
    options: list[str] = strawberry.field(description="Of a LIST: what it can be.")
    pattern: str | None = strawberry.field(
        description="A regular expression of RE2 that the whole of a TEXT or LINK must match."
    )
    required: bool = strawberry.field(
        description="Whoever writes customAttributes must give it; channels need not."
    )
    version: int = strawberry.field(description="Moves with every change; mutations can expect it.")
    archived_at: datetime | None
    created_at: datetime
    updated_at: datetime


@strawberry.input(description="That a defined attribute is so; an unknown one is so of nothing.")
class AttributeFilter:
    key: str
    op: AttributeOperator = AttributeOperator.EQ
    value: JSON | None = strawberry.field(
        default=None, description="A text, a number, true or false, as the attribute is."
    )


AttributeFilters = Annotated[
    list[AttributeFilter] | None,
    strawberry.argument(description="Of which all of these are true; up to 5."),
]


def with_attributes(
    rows: QuerySet[Row], target: AttributeTarget, filters: Sequence[AttributeFilter] | None
) -> QuerySet[Row]:
    """Those of `rows` of which all of these are true. Raises Invalid."""
    if filters is not None and len(filters) > MOST:
        raise Invalid.because("attributes", "TOO_MANY", f"`attributes` can be {MOST} at most.")
    for place, each in enumerate(filters or ()):
        is_set = each.op is AttributeOperator.IS_SET
        if is_set is not (each.value is None) or not isinstance(
            each.value, str | int | float | None
        ):
            path = f"attributes.{place}.value"
            message = f"`{path}` must be a text, a number, true or false; of IS_SET, nothing."
            raise Invalid.because(path, "VALUE_INVALID", message)
        rows = having(rows, target, each.key, each.op, each.value)
    return rows


@strawberry.type
class AttributeQuery:
    @query(
        "contacts:read",
        description="The definitions of custom attributes, oldest first.",
        graphql_type=Connection[AttributeDefinition],
    )
    def attribute_definitions(
        self,
        info: Info,
        *,
        target: AttributeTarget | None = None,
        archived: Annotated[
            bool, strawberry.argument(description="Those that are archived instead.")
        ] = False,
        first: int | None = None,
        after: str | None = None,
        last: int | None = None,
        before: str | None = None,
    ) -> Page:
        rows = info.context.viewer.attribute_definitions.filter(archived_at__isnull=not archived)
        if target is not None:
            rows = rows.filter(target=target)
        return page(rows, Order("id", descending=False), Window(first, after, last, before))

    @query(
        "contacts:read",
        description="One definition of a custom attribute.",
        graphql_type=AttributeDefinition,
    )
    def attribute_definition(self, info: Info, id: strawberry.ID) -> One:
        return one(info.context.viewer.attribute_definitions, id)


@strawberry.input
class CreateAttributeDefinitionInput:
    target: AttributeTarget
    key: str = strawberry.field(description="For ever, as its target and type are.")
    label: str
    type: AttributeType
    options: list[str] | None = strawberry.field(default=None, description="Of a LIST: up to 100.")
    pattern: str | None = strawberry.field(default=None, description="Of TEXT and LINK; RE2.")
    required: bool = False
    client_id: str | None = strawberry.field(
        default=None, description="Yours: asking again with it gives the same one."
    )


@strawberry.input(description="What is left out stays as it is.")
class UpdateAttributeDefinitionInput:
    attribute_definition_id: strawberry.ID
    label: str | None = strawberry.UNSET
    options: list[str] | None = strawberry.UNSET
    pattern: str | None = strawberry.field(
        default=strawberry.UNSET, description="Null takes it away."
    )
    required: bool | None = strawberry.UNSET
    version: int | None = strawberry.field(
        default=None,
        description="The version you saw; CONFLICT, with currentVersion, when it has moved.",
    )


@strawberry.input
class ArchiveAttributeDefinitionInput:
    attribute_definition_id: strawberry.ID
    version: int | None = None


@strawberry.type
class CreateAttributeDefinitionPayload(Payload):
    attribute_definition: AttributeDefinition


@strawberry.type
class UpdateAttributeDefinitionPayload(Payload):
    attribute_definition: AttributeDefinition


@strawberry.type
class ArchiveAttributeDefinitionPayload(Payload):
    attribute_definition: AttributeDefinition


@strawberry.type(description="An attribute that was defined, changed or archived, as it is now.")
class AttributeChanged(Happened):
    attribute_definition: AttributeDefinition = edge(
        To("recorded.subject_id", models.contacts.AttributeDefinition), description="The attribute."
    )


@strawberry.type
class AttributeMutation:
    @mutation(
        "attributes:manage",
        description="Define an attribute. From the first one of a target on, "
        "nothing else can be written among its customAttributes.",
    )
    async def create_attribute_definition(
        self, info: Info, input: CreateAttributeDefinitionInput
    ) -> CreateAttributeDefinitionPayload:
        definition = await models.contacts.AttributeDefinition.add(
            input.target,
            input.key,
            label=input.label,
            type=input.type,
            options=input.options or (),
            pattern=input.pattern,
            required=input.required,
            client_id=input.client_id,
            by=info.context.viewer,
        )
        return await CreateAttributeDefinitionPayload.at(info, attribute_definition=definition)

    @mutation(
        "attributes:manage",
        description="Change what is given of an attribute. What is kept already stays as it is.",
    )
    async def update_attribute_definition(
        self, info: Info, input: UpdateAttributeDefinitionInput
    ) -> UpdateAttributeDefinitionPayload:
        viewer = info.context.viewer
        definition = await find(viewer.attribute_definitions, input.attribute_definition_id)
        await definition.edit(by=viewer, version=input.version, **_given(input))
        return await UpdateAttributeDefinitionPayload.at(info, attribute_definition=definition)

    @mutation(
        "attributes:manage",
        description="Keep an attribute no longer: its values stay, and can only be taken away.",
    )
    async def archive_attribute_definition(
        self, info: Info, input: ArchiveAttributeDefinitionInput
    ) -> ArchiveAttributeDefinitionPayload:
        viewer = info.context.viewer
        definition = await find(viewer.attribute_definitions, input.attribute_definition_id)
        await definition.archive(by=viewer, version=input.version)
        return await ArchiveAttributeDefinitionPayload.at(info, attribute_definition=definition)


@strawberry.type
class AttributeSubscription:
    @subscription(
        "contacts:read",
        description="Definitions of custom attributes, as they are made or changed.",
    )
    async def attribute_changed(
        self, info: Info, after: Cursor | None = None
    ) -> AsyncIterator[AttributeChanged]:
        async with aclosing(follow(info, after, names=OF_ATTRIBUTES)) as told:
            async for event in told:
                yield AttributeChanged(recorded=event)


def _given(input: UpdateAttributeDefinitionInput) -> dict[str, Any]:
    given = {name: getattr(input, name) for name in CHANGEABLE}
    if given["required"] is None:
        given["required"] = False
    return {name: value for name, value in given.items() if value is not strawberry.UNSET}
