"""The audit trail, for those who are answerable for a company."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any, Final
from uuid import UUID

import strawberry
from strawberry.scalars import JSON
from tortoise.queryset import QuerySet

import models.audit
import models.identity
from models.errors import NotFound
from models.identifiers import global_id, local_id
from models.identity import device
from schema.context import Info
from schema.edges import To, derived, edge
from schema.identity.types import Member
from schema.nodes import Node, node
from schema.pages import Connection, Order, Page, Window, page
from schema.roots import query

ACTORS: Final = {"MEMBER": "Member", "API_KEY": "ApiKey", "CONTACT": "Contact"}


@node("audit:read", lambda viewer: viewer.audit_entries)
@strawberry.type(description="One change, and who is answerable for it. Nobody can alter it.")
class AuditEntry(Node):
    seq: int = strawberry.field(description="Its place in the company's chain, without gaps.")
    action: str = strawberry.field(description="What happened, by the name of the event.")
    object_type: str
    actor_kind: str = strawberry.field(description="MEMBER, API_KEY, CONTACT or SYSTEM.")
    before: JSON | None = strawberry.field(
        description="What was changed of the object, as it was. Texts are withheld but for names "
        "of settings and colleagues: what people say, and secrets, are never in here."
    )
    after: JSON | None = strawberry.field(description="The same as it is since.")
    details: JSON = strawberry.field(description="What the event tells.")
    address: str | None = strawberry.field(description="Where the request came from.")
    user_agent: str | None
    request_id: str | None = strawberry.field(description="By which our log knows the request.")
    hash: str = strawberry.field(
        description="SHA-256 over this entry and the hash before it. Keep one elsewhere, and "
        "nobody can rewrite what went before it unnoticed."
    )

    on_behalf_of: Member | None = edge(
        To("on_behalf_of_id", models.identity.Member, needs="members:read"),
        description="Of an API key's deeds: who made the key.",
    )

    @derived(description="The changed object; fetch it with `node`, if it still is.")
    def object_id(object_type: str, object_id: UUID) -> strawberry.ID:
        return strawberry.ID(global_id(object_type, object_id))

    @derived(description="Who did it, unless it was the system.")
    def actor_id(actor_kind: str, actor_id: UUID | None) -> strawberry.ID | None:
        if actor_id is None:
            return None
        return strawberry.ID(global_id(ACTORS[actor_kind], actor_id))

    @derived(description="The program and system behind the user agent.")
    def device(user_agent: str | None) -> str | None:
        return device(user_agent)

    @derived(description="When it was committed.")
    def occurred_at(created_at: datetime) -> datetime:
        return created_at


@strawberry.input(description="Entries to which all of this applies.")
class AuditFilter:
    actor: strawberry.ID | None = strawberry.field(
        default=None, description="A member, an API key or a contact."
    )
    action: str | None = None
    object: strawberry.ID | None = strawberry.field(
        default=None, description="What was changed: the id of anything."
    )
    since: datetime | None = strawberry.field(name="from", default=None)
    until: datetime | None = strawberry.field(
        name="to", default=None, description="Before that, not at it."
    )

    def among(self, rows: QuerySet[models.audit.AuditEntry]) -> QuerySet[models.audit.AuditEntry]:
        rows = models.audit.AuditEntry.between(rows, self.since, self.until)
        return rows.filter(**dict(self._conditions()))

    def _conditions(self) -> Iterator[tuple[str, Any]]:
        if self.actor is not None:
            yield "actor_id", _named(self.actor, *ACTORS.values())[1]
        if self.action is not None:
            yield "action", self.action
        if self.object is not None:
            kind, id = _named(self.object)
            yield "object_id", id
            yield "object_type", kind


@strawberry.type
class AuditQuery:
    @query(
        "audit:read",
        description="Who did what, from where: every change in the company, newest first.",
        graphql_type=Connection[AuditEntry],
    )
    def audit_log(
        self,
        info: Info,
        filter: AuditFilter | None = None,
        first: int | None = None,
        after: str | None = None,
        last: int | None = None,
        before: str | None = None,
    ) -> Page:
        rows = info.context.viewer.audit_entries
        if filter is not None:
            rows = filter.among(rows)
        return page(rows, Order("id"), Window(first, after, last, before))


def _named(id: strawberry.ID, *kinds: str) -> tuple[str, UUID]:
    """Of what type and which, for a filter: what is nothing that could be meant is not found."""
    decoded = local_id(id)
    if decoded is None or (kinds and decoded[0] not in kinds):
        raise NotFound
    return decoded
