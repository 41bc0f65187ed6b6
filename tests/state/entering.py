"""Scenarios of coming in, going out and being let in again."""

from models.identifiers import global_id
from models.identity import Challenge, Role, invite, request_password_reset
from models.identity import sign_in as first_step
from models.identity.sign_up import register
from models.tenancy import acting_for
from tests.clients import sign_in
from tests.models.identity.arrivals import (
    NEW_PASSWORD,
    PASSWORD,
    an_email,
    code_in,
    home_of,
    last_mail,
    sign_in_again,
    somewhere,
)
from tests.models.identity.authenticator import an_app, next_code, protected, unprotected
from tests.state.world import Deed, World, id_of, scenario


@scenario("signUp")
async def sign_up(world: World) -> Deed:
    given = {"companyName": "Other", "name": "Eve", "email": an_email(), "password": PASSWORD}
    return Deed(given, by=None, silent=True)


@scenario("signIn")
async def sign_in_by_password(world: World) -> Deed:
    await unprotected(world.viewer)
    company = global_id("Company", world.company.id)
    account = {"email": world.boss.member.email, "password": world.password}
    return Deed({**account, "companyId": company}, by=None)


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


@scenario("revokeSession")
async def revoke_session(world: World) -> Deed:
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


@scenario("confirmSignUp")
async def confirm_sign_up(world: World) -> Deed:
    email = an_email()
    await register(company_name="Other", name="Eve", email=email, password=PASSWORD)
    token = code_in(await last_mail(await home_of(email)))
    return Deed({"token": token, "password": PASSWORD}, by=None, silent=True)


@scenario("foundCompany")
async def found_company(world: World) -> Deed:
    return Deed({"name": "Second"}, by=world.boss, silent=True)


@scenario("revokeOtherSessions")
async def revoke_other_sessions(world: World) -> Deed:
    await sign_in(world.boss.member)
    return Deed(None, by=world.boss)


@scenario("enableSecondFactor")
async def enable_second_factor(world: World) -> Deed:
    await unprotected(world.viewer)
    return Deed({"password": world.password}, by=world.boss, silent=True)


@scenario("confirmSecondFactor")
async def confirm_second_factor(world: World) -> Deed:
    app = await an_app(world.viewer, world.password)
    return Deed({"code": app.now()}, by=world.boss)


@scenario("renewRecoveryCodes")
async def renew_recovery_codes(world: World) -> Deed:
    app = await protected(world.viewer, world.password)
    return Deed({"code": next_code(app)}, by=world.boss)


@scenario("disableSecondFactor")
async def disable_second_factor(world: World) -> Deed:
    app = await protected(world.viewer, world.password)
    return Deed({"password": world.password, "code": next_code(app)}, by=world.boss)


@scenario("completeSignIn")
async def complete_sign_in(world: World) -> Deed:
    app = await protected(world.viewer, world.password)
    email, company = world.boss.member.email, world.company.id
    step = await first_step(email, world.password, company_id=company, origin=somewhere())
    assert isinstance(step, Challenge)
    given = {"challenge": step.token, "code": next_code(app)}
    return Deed({**given, "companyId": global_id("Company", company)}, by=None)
