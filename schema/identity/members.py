"""The people of the company, and you among them."""

from collections.abc import AsyncIterator
from contextlib import aclosing
from datetime import datetime
from uuid import UUID

import strawberry

import models.events
import models.identity
from models.events import EVENT_NAMES
from models.identifiers import global_id
from models.identity import PERMISSIONS, Availability, Role, User
from models.tenancy import acting_for, find
from schema.context import Info
from schema.edges import To, edge
from schema.events import cursor_of, follow
from schema.identity.types import Company, Member
from schema.nodes import One, one
from schema.pages import Connection, Order, Page, Window, page
from schema.payloads import Payload
from schema.roots import mutation, query, subscription
from schema.scalars import Cursor

MEMBER_EVENTS = frozenset(name for name in EVENT_NAMES if name.startswith("member."))


@strawberry.type(description="You, in this company.")
class Me:
    name: str
    email: str
    role: Role
    availability: Availability

    @strawberry.field(description="Your member id.")
    def id(root: strawberry.Parent[models.identity.Member]) -> strawberry.ID:
        return strawberry.ID(global_id("Member", root.id))

    @strawberry.field(description="What you may do, as `resource:action`.")
    def permissions(root: strawberry.Parent[models.identity.Member]) -> list[str]:
        return sorted(PERMISSIONS[root.role])

    @strawberry.field(description="Null until you gave us the code from the mail.")
    async def email_verified_at(
        root: strawberry.Parent[models.identity.Member], info: Info
    ) -> datetime | None:
        return (await User.of(info.context.viewer)).email_verified_at

    @strawberry.field(description="You, as others see you.", graphql_type=Member)
    def member(root: strawberry.Parent[models.identity.Member]) -> models.identity.Member:
        return root

    @strawberry.field(graphql_type=Company)
    async def company(root: strawberry.Parent[models.identity.Member]) -> models.identity.Company:
        return await models.identity.Company.current()


@strawberry.input
class UpdateMeInput:
    name: str | None = strawberry.field(default=None, description="In this company only.")
    availability: Availability | None = None


@strawberry.input
class ChangeMemberRoleInput:
    member_id: strawberry.ID
    role: Role


@strawberry.input
class DisableMemberInput:
    member_id: strawberry.ID


@strawberry.input
class EnableMemberInput:
    member_id: strawberry.ID


@strawberry.input
class RemoveMemberInput:
    member_id: strawberry.ID


@strawberry.type
class UpdateMePayload(Payload):
    member: Member


@strawberry.type
class ChangeMemberRolePayload(Payload):
    member: Member


@strawberry.type
class DisableMemberPayload(Payload):
    member: Member


@strawberry.type
class EnableMemberPayload(Payload):
    member: Member


@strawberry.type
class RemoveMemberPayload(Payload):
    member: Member


@strawberry.type(description="A member who came, changed or went, as they are now.")
class MemberChanged:
    recorded: strawberry.Private[models.events.Event]

    @strawberry.field(description="The position behind this.")
    def cursor(self) -> Cursor:
        return cursor_of(self.recorded)

    @strawberry.field(description="What happened, such as member.added.")
    def event(self) -> str:
        return self.recorded.name

    member: Member = edge(
        To("recorded.subject_id", models.identity.Member),
        description="The member, also when they were removed.",
    )


@strawberry.type
class MemberQuery:
    @query("company:read", description="Who you are.", graphql_type=Me)
    async def me(self, info: Info) -> models.identity.Member:
        return await models.identity.Member.of(info.context.viewer)

    @query(
        "members:read",
        description="The people of the company, in the order in which they came.",
        graphql_type=Connection[Member],
    )
    def members(
        self,
        info: Info,
        role: Role | None = None,
        first: int | None = None,
        after: str | None = None,
        last: int | None = None,
        before: str | None = None,
    ) -> Page:
        rows = info.context.viewer.members
        if role is not None:
            rows = rows.filter(role=role)
        order = Order("id", descending=False)
        return page(rows, order, Window(first, after, last, before))

    @query("members:read", description="One member.", graphql_type=Member)
    def member(self, info: Info, id: strawberry.ID) -> One:
        return one(info.context.viewer.members, id)


@strawberry.type
class MemberMutation:
    @mutation("company:read", description="Change your name or your availability.")
    async def update_me(self, info: Info, input: UpdateMeInput) -> UpdateMePayload:
        viewer = info.context.viewer
        member = await models.identity.Member.of(viewer)
        await member.update(name=input.name, availability=input.availability, by=viewer)
        return await UpdateMePayload.at(info, member=member)

    @mutation("members:manage", description="Give a member another role. Only owners make owners.")
    async def change_member_role(
        self, info: Info, input: ChangeMemberRoleInput
    ) -> ChangeMemberRolePayload:
        viewer = info.context.viewer
        member = await find(viewer.members, input.member_id)
        await member.change_role(input.role, by=viewer)
        return await ChangeMemberRolePayload.at(info, member=member)

    @mutation(
        "members:manage",
        description="Lock a member out: their sessions, API keys and open invitations end.",
    )
    async def disable_member(self, info: Info, input: DisableMemberInput) -> DisableMemberPayload:
        viewer = info.context.viewer
        member = await find(viewer.members, input.member_id)
        await member.disable(by=viewer)
        return await DisableMemberPayload.at(info, member=member)

    @mutation("members:manage", description="Let a disabled member sign in again.")
    async def enable_member(self, info: Info, input: EnableMemberInput) -> EnableMemberPayload:
        viewer = info.context.viewer
        member = await find(viewer.members, input.member_id)
        await member.enable(by=viewer)
        return await EnableMemberPayload.at(info, member=member)

    @mutation(
        "members:manage",
        description="Take a member out of the company; what they wrote stays, their keys end.",
    )
    async def remove_member(self, info: Info, input: RemoveMemberInput) -> RemoveMemberPayload:
        viewer = info.context.viewer
        member = await find(viewer.members, input.member_id)
        await member.remove(by=viewer)
        return await RemoveMemberPayload.at(info, member=member)


@strawberry.type
class MemberSubscription:
    @subscription("members:read", description="Members as they come, change and go.")
    async def member_changed(
        self, info: Info, after: Cursor | None = None, member_id: strawberry.ID | None = None
    ) -> AsyncIterator[MemberChanged]:
        about = await _found(info, member_id)
        async with aclosing(follow(info, after, names=MEMBER_EVENTS)) as told:
            async for event in told:
                if about in (None, event.subject_id):
                    yield MemberChanged(recorded=event)


async def _found(info: Info, id: strawberry.ID | None) -> UUID | None:
    if id is None:
        return None
    with acting_for(info.context.viewer.company_id):
        return (await find(info.context.viewer.members, id)).id
