"""Inviting people."""

import strawberry

import models.identity
from models.identity import InvitationState, Role, invite, offered
from models.tenancy import find
from schema.context import Info
from schema.identity.entrance import origin
from schema.identity.types import Invitation
from schema.pages import Connection, Order, Page, Window, page
from schema.payloads import Payload
from schema.roots import PUBLIC, mutation, query


@strawberry.type(description="What an invited person is shown before they accept.")
class InvitationOffer:
    @strawberry.field(description="Who invites.")
    def company_name(root: strawberry.Parent[models.identity.Offer]) -> str:
        return root.company.name

    @strawberry.field(description="Who is invited.")
    def email(root: strawberry.Parent[models.identity.Offer]) -> str:
        return root.invitation.email

    @strawberry.field(description="As what.")
    def role(root: strawberry.Parent[models.identity.Offer]) -> Role:
        return root.invitation.role

    has_account: bool = strawberry.field(
        description="Then `acceptInvitation` takes that account's password, else a new one."
    )


@strawberry.input
class InviteMemberInput:
    email: str
    role: Role = Role.MEMBER


@strawberry.input
class ResendInvitationInput:
    invitation_id: strawberry.ID


@strawberry.input
class RevokeInvitationInput:
    invitation_id: strawberry.ID


@strawberry.type
class InviteMemberPayload(Payload):
    invitation: Invitation


@strawberry.type
class ResendInvitationPayload(Payload):
    invitation: Invitation


@strawberry.type
class RevokeInvitationPayload(Payload):
    invitation: Invitation


@strawberry.type
class InvitationQuery:
    @query(
        "members:manage",
        description="Invitations, newest first.",
        graphql_type=Connection[Invitation],
    )
    def invitations(
        self,
        info: Info,
        state: InvitationState | None = None,
        first: int | None = None,
        after: str | None = None,
        last: int | None = None,
        before: str | None = None,
    ) -> Page:
        rows = info.context.viewer.invitations
        if state is not None:
            rows = models.identity.Invitation.within(rows, state)
        return page(rows, Order("id"), Window(first, after, last, before))

    @query(
        PUBLIC,
        description="What a mailed code offers.",
        graphql_type=InvitationOffer,
    )
    async def invitation_offer(self, info: Info, token: str) -> models.identity.Offer:
        return await offered(token, origin=origin(info.context))


@strawberry.type
class InvitationMutation:
    @mutation(
        "members:manage",
        description="Invite somebody by mail. Again while it is open: nothing is sent twice.",
    )
    async def invite_member(self, info: Info, input: InviteMemberInput) -> InviteMemberPayload:
        invitation = await invite(input.email, input.role, by=info.context.viewer)
        return await InviteMemberPayload.at(info, invitation=invitation)

    @mutation(
        "members:manage",
        description="Mail an invitation anew; the code in the last mail is void.",
    )
    async def resend_invitation(
        self, info: Info, input: ResendInvitationInput
    ) -> ResendInvitationPayload:
        viewer = info.context.viewer
        invitation = await find(viewer.invitations, input.invitation_id)
        await invitation.resend(by=viewer)
        return await ResendInvitationPayload.at(info, invitation=invitation)

    @mutation("members:manage", description="Take an invitation back before it is accepted.")
    async def revoke_invitation(
        self, info: Info, input: RevokeInvitationInput
    ) -> RevokeInvitationPayload:
        viewer = info.context.viewer
        invitation = await find(viewer.invitations, input.invitation_id)
        await invitation.revoke(by=viewer)
        return await RevokeInvitationPayload.at(info, invitation=invitation)
