"""Scenarios of coming in, going out and being let in again."""

from models.identity import Role, invite, request_password_reset
from models.tenancy import acting_for
from tests.clients import sign_in
from tests.models.identity.arrivals import (
    NEW_PASSWORD,
    PASSWORD,
    an_email,
    code_in,
    last_mail,
    mails,
    sign_in_again,
    somewhere,
)
from tests.state.world import Deed, World, id_of, scenario


@scenario("signUp")
async def sign_up(world: World) -> Deed:
    given = {"companyName": "Other", "name": "Eve", "email": an_email(), "password": PASSWORD}
    return Deed(given, by=None, silent=True)


@scenario("signIn")
async def sign_in_by_password(world: World) -> Deed:
    return Deed({"email": world.boss.member.email, "password": world.password}, by=None)


@scenario("refreshSession")
async def refresh_session(world: World) -> Deed:
    tokens = await sign_in_again(world.entry)
    return Deed({"refreshToken": tokens.refresh_token}, by=None, silent=True)


@scenario("acceptInvitation")
async def accept_invitation(world: World) -> Deed:
    email = an_email()
    with acting_for(world.company.id):
        await invite(email, Role.MEMBER, by=world.viewer)
    token = code_in(await last_mail(world.company.id, to=email))
    return Deed({"token": token, "name": "Robin", "password": PASSWORD}, by=None)


@scenario("signOut")
async def sign_out(world: World) -> Deed:
    return Deed(None, by=await sign_in(world.boss.member))


@scenario("signOutEverywhere")
async def sign_out_everywhere(world: World) -> Deed:
    return Deed(None, by=world.boss)


@scenario("endSession")
async def end_session(world: World) -> Deed:
    return world.deed(sessionId=id_of((await sign_in(world.boss.member)).session))


@scenario("changePassword")
async def change_password(world: World) -> Deed:
    old, world.password = world.password, NEW_PASSWORD
    return world.deed(currentPassword=old, newPassword=world.password)


@scenario("requestPasswordReset")
async def request_reset(world: World) -> Deed:
    return Deed({"email": world.boss.member.email}, by=None, silent=True)


@scenario("resetPassword")
async def reset_password(world: World) -> Deed:
    email = world.boss.member.email
    await request_password_reset(email, origin=somewhere())
    token = code_in(await last_mail(world.company.id, to=email))
    world.password = PASSWORD
    return Deed({"token": token, "password": world.password}, by=None)


@scenario("verifyEmail")
async def verify_email(world: World) -> Deed:
    first, *_ = await mails(world.company.id, to=world.boss.member.email)
    return Deed({"token": code_in(first)}, by=None, silent=True)


@scenario("resendVerification")
async def resend_verification(world: World) -> Deed:
    return Deed(None, by=world.boss, silent=True)
