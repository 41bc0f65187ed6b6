"""What a client reads of companies, people and keys."""

from datetime import datetime
from uuid import UUID

import strawberry
from strawberry.scalars import JSON

import models.identity
from models.identifiers import global_id
from models.identity import Availability, CompanyStatus, InvitationState, Outcome, Role, device
from models.presence import Status
from schema.context import Info
from schema.edges import To, derived, edge
from schema.nodes import Node, node

strawberry.enum(Role, description="What a member is, and so what they may do.")
strawberry.enum(Availability, description="Whether a member takes work now, as they say.")
strawberry.enum(
    Status,
    name="PresenceStatus",
    description="OFFLINE without an open socket; else what the member's availability says.",
)
strawberry.enum(CompanyStatus, description="Whether a company may be used.")
strawberry.enum(Outcome, name="SignInOutcome", description="What became of an attempt to come in.")
strawberry.enum(InvitationState, description="How far an invitation has come.")


@node("company:read", lambda viewer: models.identity.Company.all())
@strawberry.type(description="The company that you act for.")
class Company(Node):
    name: str
    status: CompanyStatus
    locale: str = strawberry.field(description="A language tag, such as `pt-BR`.")
    timezone: str = strawberry.field(description="An IANA time zone.")
    settings: JSON
    created_at: datetime
    updated_at: datetime


@node("members:read", lambda viewer: viewer.members)
@strawberry.type(description="A user in the company.")
class Member(Node):
    name: str
    email: str
    role: Role
    availability: Availability
    capacity: int = strawberry.field(
        description="How many conversations queues may have them be busy with at once."
    )
    disabled_at: datetime | None = strawberry.field(description="Locked out since.")
    removed_at: datetime | None = strawberry.field(description="No longer in the company since.")
    created_at: datetime
    updated_at: datetime

    @derived(description="Whether they are there, now.")
    async def presence(
        id: UUID,
        company_id: UUID,
        availability: Availability,
        disabled_at: datetime | None,
        removed_at: datetime | None,
        info: Info,
    ) -> Status:
        present = await info.context.loaders.presence.load((company_id, id))
        return Status.seen(availability, present=present and not (disabled_at or removed_at))


@node("company:read", lambda viewer: viewer.sessions)
@strawberry.type(description="One of your sign-ins, on one device.")
class Session(Node):
    address: str | None = strawberry.field(description="Where it was last renewed from.")
    user_agent: str | None
    created_at: datetime
    last_used_at: datetime | None = strawberry.field(description="When it was last renewed.")
    expires_at: datetime
    revoked_at: datetime | None

    @derived(description="The browser and system that it says it is.")
    def device(user_agent: str | None) -> str | None:
        return device(user_agent)

    @derived(description="Is it the one that you ask with?")
    def current(id: UUID, info: Info) -> bool:
        identity = info.context.identity
        return identity is not None and identity.session_id == id


@node("company:read", lambda viewer: viewer.sign_ins)
@strawberry.type(description="Somebody came in as you, or tried to.")
class SignIn(Node):
    outcome: Outcome
    address: str | None
    user_agent: str | None
    created_at: datetime

    @derived(description="The browser and system that it says it is.")
    def device(user_agent: str | None) -> str | None:
        return device(user_agent)


@strawberry.type(description="The password is right, and a code is asked for.")
class SignInChallenge:
    expires_at: datetime

    @strawberry.field(description="For `completeSignIn`, once.")
    def token(root: strawberry.Parent[models.identity.Challenge]) -> str:
        return root.token


@strawberry.type(description="The proof of a sign-in. Keep both secret; each is shown once.")
class SessionTokens:
    access_token: str = strawberry.field(description="For `Authorization: Bearer …`.")
    expires_at: datetime = strawberry.field(description="Of the access token.")
    refresh_token: str = strawberry.field(
        description="For one `refreshSession`, which gives the next; used again it ends all."
    )

    @strawberry.field(description="Of the refresh token; each `refreshSession` prolongs it.")
    def refresh_expires_at(root: strawberry.Parent[models.identity.SessionTokens]) -> datetime:
        return root.session.expires_at


@strawberry.type(description="A company that you may enter.")
class CompanyChoice:
    @strawberry.field(description="For `signIn`'s `companyId`.")
    def id(root: strawberry.Parent[models.identity.Seat]) -> strawberry.ID:
        return strawberry.ID(global_id("Company", root.company.id))

    @strawberry.field
    def name(root: strawberry.Parent[models.identity.Seat]) -> str:
        return root.company.name

    @strawberry.field
    def status(root: strawberry.Parent[models.identity.Seat]) -> CompanyStatus:
        return root.company.status

    @strawberry.field
    def role(root: strawberry.Parent[models.identity.Seat]) -> Role:
        return root.member.role


@node("members:manage", lambda viewer: viewer.invitations)
@strawberry.type(description="An offer to join the company, sent by mail.")
class Invitation(Node):
    email: str
    role: Role
    created_at: datetime
    expires_at: datetime
    accepted_at: datetime | None
    revoked_at: datetime | None
    invited_by: Member | None = edge(
        To("invited_by_id", models.identity.Member), description="Null if an API key did."
    )

    @derived()
    def state(
        accepted_at: datetime | None, revoked_at: datetime | None, expires_at: datetime
    ) -> InvitationState:
        return InvitationState.of(
            accepted_at=accepted_at, revoked_at=revoked_at, expires_at=expires_at
        )


@node("api_keys:manage", lambda viewer: viewer.api_keys)
@strawberry.type(description="A machine's way in; its secret was shown once.")
class ApiKey(Node):
    name: str
    prefix: str = strawberry.field(description="How the secret begins.")
    scopes: list[str] = strawberry.field(description="Permissions, as `resource:action`.")
    created_at: datetime
    expires_at: datetime | None
    last_used_at: datetime | None = strawberry.field(description="To the minute.")
    revoked_at: datetime | None
    created_by: Member | None = edge(
        To("created_by_id", models.identity.Member),
        description="Whose key it is: it falls with their permissions.",
    )
