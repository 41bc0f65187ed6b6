"""The public language: every area's types, queries, mutations and subscriptions in one schema."""

import strawberry

from schema.attributes import AttributeMutation, AttributeQuery, AttributeSubscription
from schema.audit import AuditQuery
from schema.codes import error_code
from schema.contacts import ContactMutation, ContactQuery, ContactSubscription
from schema.context import Info
from schema.conversations import (
    ConversationMutation,
    ConversationQuery,
    ConversationSubscription,
)
from schema.deliveries import DeliveryMutation
from schema.documents import Documents
from schema.errors import HouseSchema
from schema.events import EventSubscription
from schema.executor import CompanyExecutor
from schema.files import FileMutation, FileQuery
from schema.identity import IdentityMutation, IdentityQuery, IdentitySubscription
from schema.inboxes import InboxMutation, InboxQuery
from schema.introspection import Introspection
from schema.jobs import JobMutation, JobQuery, JobSubscription
from schema.journal import Journal
from schema.nodes import NodeQuery
from schema.notifications import (
    NotificationMutation,
    NotificationQuery,
    NotificationSubscription,
)
from schema.outreach import TemplateMutation, TemplateQuery, TemplateSubscription
from schema.oversight import OversightMutation, OversightQuery, OversightSubscription
from schema.presence import PresenceMutation, PresenceQuery, PresenceSubscription
from schema.queues.business_hours import BusinessHoursMutation, BusinessHoursQuery
from schema.queues.managing import ManagingMutation, QueueQuery
from schema.queues.serving import QueueSubscription, ServingMutation
from schema.roots import query
from schema.scalars import CONFIG, Cursor, cursor_now
from schema.search import SearchQuery


@strawberry.type
class Query(
    NodeQuery,
    JobQuery,
    IdentityQuery,
    InboxQuery,
    ContactQuery,
    AttributeQuery,
    ConversationQuery,
    FileQuery,
    TemplateQuery,
    SearchQuery,
    QueueQuery,
    PresenceQuery,
    BusinessHoursQuery,
    OversightQuery,
    NotificationQuery,
    AuditQuery,
):
    @query(
        "events:read",
        description="The position now. Read it first, then lists, then subscribe after it.",
    )
    async def cursor(self, info: Info) -> Cursor:
        return await cursor_now(info)


@strawberry.type
class Mutation(
    JobMutation,
    IdentityMutation,
    InboxMutation,
    ContactMutation,
    AttributeMutation,
    ConversationMutation,
    FileMutation,
    TemplateMutation,
    DeliveryMutation,
    ManagingMutation,
    ServingMutation,
    PresenceMutation,
    NotificationMutation,
    BusinessHoursMutation,
    OversightMutation,
):
    """Every change."""


@strawberry.type
class Subscription(
    EventSubscription,
    IdentitySubscription,
    ConversationSubscription,
    QueueSubscription,
    PresenceSubscription,
    TemplateSubscription,
    NotificationSubscription,
    OversightSubscription,
    JobSubscription,
    AttributeSubscription,
    ContactSubscription,
):
    """Everything live."""


schema = HouseSchema(
    query=Query,
    mutation=Mutation,
    subscription=Subscription,
    execution_context_class=CompanyExecutor,
    types=[error_code()],
    config=CONFIG,
    extensions=[Journal, Documents, Introspection],
)
