"""The public language: every area's types, queries, mutations and subscriptions in one schema."""

import strawberry

from schema.context import Info
from schema.errors import HouseSchema
from schema.events import EventSubscription
from schema.executor import CompanyExecutor
from schema.nodes import NodeQuery
from schema.roots import mutation, query, subscription
from schema.scalars import CONFIG, Cursor, cursor_now


@strawberry.type
class Query(NodeQuery):
    @query(
        "events:read",
        description="The position now. Read it first, then lists, then subscribe after it.",
    )
    async def cursor(self, info: Info) -> Cursor:
        return await cursor_now(info)


@strawberry.type
class Subscription(EventSubscription):
    """Everything live."""


schema = HouseSchema(
    query=Query, subscription=Subscription, execution_context_class=CompanyExecutor, config=CONFIG
)
