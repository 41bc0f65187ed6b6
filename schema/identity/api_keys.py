"""Ways in for machines."""

from datetime import datetime

import strawberry

import models.identity
from models.tenancy import find
from schema.context import Info
from schema.identity.types import ApiKey
from schema.pages import Connection, Order, Page, Window, page
from schema.payloads import Payload
from schema.roots import mutation, query


@strawberry.input
class CreateApiKeyInput:
    name: str = strawberry.field(description="One key in use has it: asking twice makes one.")
    scopes: list[str] = strawberry.field(
        description="Permissions that you have yourself, such as `messages:send`."
    )
    expires_at: datetime | None = strawberry.field(default=None, description="Null: never.")


@strawberry.input
class RevokeApiKeyInput:
    api_key_id: strawberry.ID


@strawberry.type
class CreateApiKeyPayload(Payload):
    api_key: ApiKey
    secret: str = strawberry.field(
        description="For `Authorization: Bearer …`. Shown this once and never again."
    )


@strawberry.type
class RevokeApiKeyPayload(Payload):
    api_key: ApiKey


@strawberry.type
class ApiKeyQuery:
    @query(
        "api_keys:manage",
        description="API keys, newest first; revoked ones too.",
        graphql_type=Connection[ApiKey],
    )
    def api_keys(
        self,
        info: Info,
        first: int | None = None,
        after: str | None = None,
        last: int | None = None,
        before: str | None = None,
    ) -> Page:
        rows = info.context.viewer.api_keys
        return page(rows, Order("id"), Window(first, after, last, before))


@strawberry.type
class ApiKeyMutation:
    @mutation("api_keys:manage", description="Make an API key; it may do no more than you.")
    async def create_api_key(self, info: Info, input: CreateApiKeyInput) -> CreateApiKeyPayload:
        key, secret = await models.identity.ApiKey.make(
            input.name, scopes=input.scopes, expires_at=input.expires_at, by=info.context.viewer
        )
        return await CreateApiKeyPayload.at(info, api_key=key, secret=secret)

    @mutation("api_keys:manage", description="Refuse an API key from now on.")
    async def revoke_api_key(self, info: Info, input: RevokeApiKeyInput) -> RevokeApiKeyPayload:
        viewer = info.context.viewer
        key = await find(viewer.api_keys, input.api_key_id)
        await key.revoke(by=viewer)
        return await RevokeApiKeyPayload.at(info, api_key=key)
