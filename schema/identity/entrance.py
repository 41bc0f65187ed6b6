"""Coming in and going out."""

from typing import Any
from uuid import UUID

import strawberry

import models.identity
from models import events
from models.errors import NotFound
from models.identifiers import local_id
from models.identity import (
    Choice,
    Entry,
    Origin,
    accept_invitation,
    renew_session,
    sign_in,
    sign_out_everywhere,
    sign_up,
)
from models.tenancy import acting_for, find
from schema.context import Context, Info
from schema.identity.types import Company, CompanyChoice, Member, Session, SessionTokens
from schema.pages import Connection, Order, Page, Window, page
from schema.payloads import Payload
from schema.roots import PUBLIC, mutation, query
from schema.scalars import Cursor


@strawberry.input
class SignUpInput:
    company_name: str
    name: str = strawberry.field(description="Yours, as others will see it.")
    email: str
    password: str = strawberry.field(
        description="10 characters at least; the account's, if there is one with this e-mail."
    )


@strawberry.input
class SignInInput:
    email: str
    password: str
    company_id: strawberry.ID | None = strawberry.field(
        default=None, description="Needed by who is in several companies."
    )


@strawberry.input
class RefreshSessionInput:
    refresh_token: str


@strawberry.input
class EndSessionInput:
    session_id: strawberry.ID


@strawberry.input
class AcceptInvitationInput:
    token: str = strawberry.field(description="From the mail.")
    password: str = strawberry.field(
        description="The account's, if the invited e-mail has one; else a new one."
    )
    name: str | None = strawberry.field(default=None, description="Yours, for a new account.")


@strawberry.type
class SignUpPayload(Payload):
    session: SessionTokens
    company: Company
    member: Member


@strawberry.type
class SignInPayload:
    session: SessionTokens | None = strawberry.field(
        description="Null when one of several companies must be chosen: ask again with companyId."
    )
    company: Company | None
    member: Member | None
    companies: list[CompanyChoice] = strawberry.field(description="All that you may enter.")


@strawberry.type
class RefreshSessionPayload:
    session: SessionTokens


@strawberry.type
class AcceptInvitationPayload(Payload):
    session: SessionTokens
    company: Company
    member: Member


@strawberry.type
class SignOutPayload(Payload):
    session: Session


@strawberry.type
class SignOutEverywherePayload(Payload):
    ended_sessions: int


@strawberry.type
class EndSessionPayload(Payload):
    session: Session


@strawberry.type
class EntranceQuery:
    @query(
        "company:read",
        description="Your own live sessions in this company, newest first.",
        graphql_type=Connection[Session],
    )
    def sessions(
        self,
        info: Info,
        first: int | None = None,
        after: str | None = None,
        last: int | None = None,
        before: str | None = None,
    ) -> Page:
        live = models.identity.Session.live(info.context.viewer.sessions)
        return page(live, Order("id"), Window(first, after, last, before))


@strawberry.type
class EntranceMutation:
    @mutation(PUBLIC, description="Found a company; you are its owner and signed in.")
    async def sign_up(self, info: Info, input: SignUpInput) -> SignUpPayload:
        entry = await sign_up(
            company_name=input.company_name,
            name=input.name,
            email=input.email,
            password=input.password,
            origin=origin(info.context),
        )
        return SignUpPayload(**await _inside(entry))

    @mutation(PUBLIC, description="A session for an e-mail and a password.")
    async def sign_in(self, info: Info, input: SignInInput) -> SignInPayload:
        outcome = await sign_in(
            input.email,
            input.password,
            company_id=_company(input.company_id),
            origin=origin(info.context),
        )
        if isinstance(outcome, Choice):
            return SignInPayload(session=None, company=None, member=None, companies=outcome.seats)  # type: ignore[arg-type]
        return SignInPayload(
            session=outcome.tokens,  # type: ignore[arg-type]
            company=outcome.seat.company,  # type: ignore[arg-type]
            member=outcome.seat.member,  # type: ignore[arg-type]
            companies=outcome.seats,  # type: ignore[arg-type]
        )

    @mutation(PUBLIC, description="New tokens for a refresh token, which is used up by it.")
    async def refresh_session(
        self, info: Info, input: RefreshSessionInput
    ) -> RefreshSessionPayload:
        tokens = await renew_session(input.refresh_token, origin=origin(info.context))
        return RefreshSessionPayload(session=tokens)  # type: ignore[arg-type]

    @mutation(PUBLIC, description="Join the company that invited you; you are signed in.")
    async def accept_invitation(
        self, info: Info, input: AcceptInvitationInput
    ) -> AcceptInvitationPayload:
        entry = await accept_invitation(
            input.token, name=input.name, password=input.password, origin=origin(info.context)
        )
        return AcceptInvitationPayload(**await _inside(entry))

    @mutation("company:read", description="End the session that you ask with.")
    async def sign_out(self, info: Info) -> SignOutPayload:
        viewer = info.context.viewer
        session = await models.identity.Session.of(viewer)
        await session.end(reason="SIGNED_OUT", by=viewer)
        return await SignOutPayload.at(info, session=session)

    @mutation("company:read", description="End all your sessions, in all companies, this one too.")
    async def sign_out_everywhere(self, info: Info) -> SignOutEverywherePayload:
        ended = await sign_out_everywhere(by=info.context.viewer)
        return await SignOutEverywherePayload.at(info, ended_sessions=ended)

    @mutation("company:read", description="End one of your sessions: a lost device, for one.")
    async def end_session(self, info: Info, input: EndSessionInput) -> EndSessionPayload:
        viewer = info.context.viewer
        session = await find(viewer.sessions, input.session_id)
        await session.end(reason="ENDED_BY_MEMBER", by=viewer)
        return await EndSessionPayload.at(info, session=session)


def origin(context: Context) -> Origin:
    return Origin(context.address, context.user_agent)


async def _inside(entry: Entry) -> dict[str, Any]:
    """What the payloads of those who just came in have in common."""
    company, member = entry.seat.company, entry.seat.member
    with acting_for(company.id):
        cursor = Cursor(events.cursor(company.id, await events.Event.head()))
    return {"session": entry.tokens, "company": company, "member": member, "cursor": cursor}


def _company(id: str | None) -> UUID | None:
    if id is None:
        return None
    decoded = local_id(id)
    if decoded is None or decoded[0] != "Company":
        raise NotFound
    return decoded[1]
