"""Scenarios of the company, its members, its invitations and its keys."""

from uuid import uuid4

from models.identity import ApiKey, Invitation, Member, Role, invite
from models.tenancy import acting_for
from models.viewer import Viewer
from tests.models.identity.arrivals import an_email
from tests.state.world import Deed, World, id_of, scenario


@scenario("updateCompany")
async def update_company(world: World) -> Deed:
    return world.deed(name="Acme & Co", settings={"colour": "red"})


@scenario("updateMe")
async def update_me(world: World) -> Deed:
    return world.deed(name="Ana", availability="BUSY")


@scenario("changeMemberRole")
async def change_role(world: World) -> Deed:
    return world.deed(memberId=id_of(await _manager(world)), role="READ_ONLY")


@scenario("disableMember")
async def disable(world: World) -> Deed:
    return world.deed(memberId=id_of(await _manager(world)))


@scenario("enableMember")
async def enable(world: World) -> Deed:
    robin = await world.member()
    with acting_for(world.company.id):
        await robin.disable(by=world.viewer)
    return world.deed(memberId=id_of(robin))


@scenario("removeMember")
async def remove(world: World) -> Deed:
    return world.deed(memberId=id_of(await _manager(world)))


@scenario("inviteMember")
async def invite_member(world: World) -> Deed:
    return world.deed(email=an_email(), role="MEMBER")


@scenario("resendInvitation")
async def resend(world: World) -> Deed:
    return world.deed(invitationId=id_of(await _invitation(world)))


@scenario("revokeInvitation")
async def revoke(world: World) -> Deed:
    return world.deed(invitationId=id_of(await _invitation(world)))


@scenario("createApiKey")
async def create_key(world: World) -> Deed:
    return world.deed(name=uuid4().hex, scopes=["contacts:read"])


@scenario("revokeApiKey")
async def revoke_key(world: World) -> Deed:
    return world.deed(apiKeyId=id_of(await _key(world.viewer)))


async def _manager(world: World) -> Member:
    """An admin on whom things depend: a key, an invitation, a conversation."""
    robin = await world.member(Role.ADMIN)
    viewer = Viewer.member(robin)
    await _key(viewer)
    conversation = await world.conversation()
    with acting_for(world.company.id):
        await invite(an_email(), Role.MEMBER, by=viewer)
        await conversation.assign(robin, by=viewer)
    return robin


async def _key(by: Viewer) -> ApiKey:
    with acting_for(by.company_id):
        key, _ = await ApiKey.make(uuid4().hex, scopes=["contacts:read"], expires_at=None, by=by)
    return key


async def _invitation(world: World) -> Invitation:
    with acting_for(world.company.id):
        return await invite(an_email(), Role.MEMBER, by=world.viewer)
