"""Your sign-ins, on all devices: seen, renewed and ended."""

import strawberry

import models.identity
from models.identity import renew_session, revoke_other_sessions, sign_out_everywhere
from models.tenancy import find
from schema.context import Info
from schema.identity.entrance import origin
from schema.identity.types import Session, SessionTokens, SignIn
from schema.pages import Connection, Order, Page, Window, page
from schema.payloads import Payload
from schema.roots import PUBLIC, mutation, query


@strawberry.input
class RefreshSessionInput:
    refresh_token: str


@strawberry.input
class RevokeSessionInput:
    session_id: strawberry.ID


@strawberry.type
class RefreshSessionPayload:
    session: SessionTokens


@strawberry.type
class SignOutPayload(Payload):
    session: Session


@strawberry.type
class SignOutEverywherePayload(Payload):
    ended_sessions: int


@strawberry.type
class RevokeSessionPayload(Payload):
    session: Session


@strawberry.type
class RevokeOtherSessionsPayload(Payload):
    ended_sessions: int


@strawberry.type
class SessionQuery:
    @query(
        "company:read",
        description="Your own live sessions in this company, newest first.",
        graphql_type=Connection[Session],
    )
    def my_sessions(
        self,
        info: Info,
        first: int | None = None,
        after: str | None = None,
        last: int | None = None,
        before: str | None = None,
    ) -> Page:
        live = models.identity.Session.live(info.context.viewer.sessions)
        return page(live, Order("id"), Window(first, after, last, before))

    @query(
        "company:read",
        description="Who came in as you in this company, or tried to, in 90 days; newest first.",
        graphql_type=Connection[SignIn],
    )
    def my_sign_ins(
        self,
        info: Info,
        first: int | None = None,
        after: str | None = None,
        last: int | None = None,
        before: str | None = None,
    ) -> Page:
        rows = info.context.viewer.sign_ins
        return page(rows, Order("id"), Window(first, after, last, before))


@strawberry.type
class SessionMutation:
    @mutation(
        PUBLIC,
        description="New tokens for a refresh token, which is used up by it.",
        unrepeatable="the same again has the same answer for 10 seconds.",
    )
    async def refresh_session(
        self, info: Info, input: RefreshSessionInput
    ) -> RefreshSessionPayload:
        tokens = await renew_session(input.refresh_token, origin=origin(info.context))
        return RefreshSessionPayload(session=tokens)  # type: ignore[arg-type]

    @mutation("company:read", description="End the session that you ask with.")
    async def sign_out(self, info: Info) -> SignOutPayload:
        viewer = info.context.viewer
        session = await models.identity.Session.of(viewer)
        await session.end(reason="SIGNED_OUT", by=viewer)
        return await SignOutPayload.at(info, session=session)

    @mutation(
        "company:read",
        description="End all your sessions, in all companies, this one too.",
        unrepeatable="the same again finds you signed out.",
    )
    async def sign_out_everywhere(self, info: Info) -> SignOutEverywherePayload:
        ended = await sign_out_everywhere(by=info.context.viewer)
        return await SignOutEverywherePayload.at(info, ended_sessions=ended)

    @mutation("company:read", description="End one of your sessions: a lost device, for one.")
    async def revoke_session(self, info: Info, input: RevokeSessionInput) -> RevokeSessionPayload:
        viewer = info.context.viewer
        session = await find(viewer.sessions, input.session_id)
        await session.end(reason="ENDED_BY_MEMBER", by=viewer)
        return await RevokeSessionPayload.at(info, session=session)

    @mutation("company:read", description="End your sessions in this company, but not this one.")
    async def revoke_other_sessions(self, info: Info) -> RevokeOtherSessionsPayload:
        ended = await revoke_other_sessions(by=info.context.viewer)
        return await RevokeOtherSessionsPayload.at(info, ended_sessions=ended)
