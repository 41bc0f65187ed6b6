"""Templates, as they are read."""

import asyncio
from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any, Self

import strawberry
from strawberry.scalars import JSON

import models.identity
import models.outreach
import models.queues
from models.outreach import TemplateVisibility, VariableType
from models.outreach.choosing import chosen
from models.outreach.sending import filled
from models.outreach.template import sample
from models.outreach.wording import is_parsed
from models.tenancy import find
from schema.context import Info
from schema.edges import To, children, derived, edge
from schema.identity.types import Member
from schema.nodes import Node, One, node, one
from schema.pages import Connection, Order, Page, Window, page
from schema.queues.types import Queue
from schema.roots import query

strawberry.enum(
    TemplateVisibility,
    description="OWN is its owner's alone, QUEUE for who sees a queue, ALL for everybody.",
)
strawberry.enum(VariableType, name="TemplateVariableType")
BY_SHORTCODE = Order("shortcode", descending=False)


@strawberry.type(description="What whoever sends a template says for a place in it.")
class TemplateVariable:
    name: str = strawberry.field(description="As the body has it: `{{ order_number }}`.")
    type: VariableType
    label: str
    default: str | None

    @classmethod
    def of(cls, variable: Mapping[str, Any]) -> Self:
        return cls(
            name=variable["name"],
            type=VariableType(variable["type"]),
            label=variable["label"],
            default=variable["default"],
        )


@strawberry.type(description="What a template said, from when this was made until the next.")
class TemplateRevision:
    version: int
    name: str
    body: str
    created_at: datetime

    edited_by: Member | None = edge(
        To("edited_by_id", models.identity.Member, needs="members:read"), description="Who said so."
    )

    @derived(description="What it asked for.")
    def variables(variables: Any) -> list[TemplateVariable]:
        return [TemplateVariable.of(each) for each in variables]


@node("templates:read", lambda viewer: viewer.templates)
@strawberry.type(
    description="A text that is sent often, with places to fill in. Its language is Liquid: "
    '`{{ contact.first_name | default: "there" }}`, `{% if contact.email %}…{% endif %}`. It '
    "knows `contact`, `conversation`, `member` and `company`, and what it declares."
)
class Template(Node):
    name: str
    shortcode: str = strawberry.field(
        description="By which it is found while one writes: unique in its language."
    )
    language: str
    category: str | None
    body: str
    visibility: TemplateVisibility
    version: int = strawberry.field(description="Moves with each change.")
    archived_at: datetime | None
    created_at: datetime
    updated_at: datetime

    owner: Member | None = edge(
        To("owner_id", models.identity.Member, needs="members:read"), description="Who made it."
    )
    queue: Queue | None = edge(
        To("queue_id", models.queues.Queue, needs="queues:read"),
        description="Of the visibility QUEUE.",
    )
    revisions: list[TemplateRevision] = children(
        models.outreach.TemplateRevision,
        "template_id",
        description="What it said, oldest first; the last is what it says now.",
    )

    @derived(description="What it asks whoever sends it.")
    def variables(variables: Any) -> list[TemplateVariable]:
        return [TemplateVariable.of(each) for each in variables]

    @derived(description="What it would say, of people and things made up.")
    async def preview(body: str, variables: Any) -> str:
        if is_parsed(body):
            return sample(body, variables)
        # A page of long ones that nobody has read yet would hold up everybody for seconds.
        return await asyncio.to_thread(sample, body, variables)


@strawberry.type(description="What a template says in a conversation.")
class TemplatePreview:
    body: str


@strawberry.type
class TemplateQuery:
    @query(
        "templates:read",
        description="The templates that you see, by shortcode.",
        graphql_type=Connection[Template],
    )
    async def templates(
        self,
        info: Info,
        *,
        search: Annotated[
            str | None, strawberry.argument(description="A part of name, shortcode or body.")
        ] = None,
        shortcode: Annotated[
            str | None, strawberry.argument(description="How the shortcode begins.")
        ] = None,
        language: Annotated[
            str | None,
            strawberry.argument(
                description="Each in this language, else in its general form (pt for pt-BR), else "
                "in the company's."
            ),
        ] = None,
        archived: Annotated[
            bool, strawberry.argument(description="Those that are archived instead.")
        ] = False,
        first: int | None = None,
        after: str | None = None,
        last: int | None = None,
        before: str | None = None,
    ) -> Page:
        rows = await chosen(
            info.context.viewer,
            search=search,
            shortcode=shortcode,
            language=language,
            archived=archived,
        )
        return page(rows, BY_SHORTCODE, Window(first, after, last, before))

    @query("templates:read", description="One template.", graphql_type=Template)
    def template(self, info: Info, id: strawberry.ID) -> One:
        return one(info.context.viewer.templates, id)

    @query(
        "templates:read",
        description="What a template would say in this conversation. VARIABLES_MISSING names all "
        "that it would need, and that is not there.",
    )
    async def template_preview(
        self,
        info: Info,
        template_id: strawberry.ID,
        conversation_id: strawberry.ID,
        variables: JSON | None = None,
    ) -> TemplatePreview:
        viewer = info.context.viewer
        viewer.require("conversations:read")
        viewer.require("contacts:read")
        template = await find(viewer.templates, template_id)
        conversation = await find(viewer.conversations, conversation_id)
        return TemplatePreview(
            body=await filled(template, conversation, given(variables), by=viewer)
        )


def given(variables: Any) -> Mapping[str, Any]:
    """An object of names and values; what is none gives no value."""
    return variables if isinstance(variables, dict) else {}
