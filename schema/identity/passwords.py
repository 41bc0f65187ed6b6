"""Passwords and e-mail addresses: changed, forgotten, confirmed."""

import strawberry

from models.identity import (
    change_password,
    request_password_reset,
    resend_verification,
    reset_password,
    verify_email,
)
from schema.context import Info
from schema.identity.entrance import origin
from schema.payloads import Payload
from schema.roots import PUBLIC, mutation


@strawberry.input
class ChangePasswordInput:
    current_password: str
    new_password: str


@strawberry.input
class RequestPasswordResetInput:
    email: str


@strawberry.input
class ResetPasswordInput:
    token: str = strawberry.field(description="From the mail.")
    password: str


@strawberry.input
class VerifyEmailInput:
    token: str = strawberry.field(description="From the mail.")


@strawberry.type
class ChangePasswordPayload(Payload):
    ended_sessions: int


@strawberry.type
class RequestPasswordResetPayload:
    email: str


@strawberry.type
class ResetPasswordPayload:
    email: str


@strawberry.type
class VerifyEmailPayload:
    email: str


@strawberry.type
class ResendVerificationPayload:
    email: str
    email_verified: bool = strawberry.field(description="If it is already, no mail is sent.")


@strawberry.type
class PasswordMutation:
    @mutation("company:read", description="Change your password; your other sessions end.")
    async def change_password(
        self, info: Info, input: ChangePasswordInput
    ) -> ChangePasswordPayload:
        ended = await change_password(
            input.current_password, input.new_password, by=info.context.viewer
        )
        return await ChangePasswordPayload.at(info, ended_sessions=ended)

    @mutation(PUBLIC, description="Mail a code to the account's owner, if there is one.")
    async def request_password_reset(
        self, info: Info, input: RequestPasswordResetInput
    ) -> RequestPasswordResetPayload:
        await request_password_reset(input.email, origin=origin(info.context))
        return RequestPasswordResetPayload(email=input.email)

    @mutation(PUBLIC, description="Set a new password by a mailed code; all your sessions end.")
    async def reset_password(self, info: Info, input: ResetPasswordInput) -> ResetPasswordPayload:
        user = await reset_password(input.token, input.password, origin=origin(info.context))
        return ResetPasswordPayload(email=user.email)

    @mutation(PUBLIC, description="Confirm an e-mail address by a mailed code.")
    async def verify_email(self, info: Info, input: VerifyEmailInput) -> VerifyEmailPayload:
        user = await verify_email(input.token, origin=origin(info.context))
        return VerifyEmailPayload(email=user.email)

    @mutation("company:read", description="Mail the code for `verifyEmail` once more.")
    async def resend_verification(self, info: Info) -> ResendVerificationPayload:
        user = await resend_verification(by=info.context.viewer, origin=origin(info.context))
        return ResendVerificationPayload(
            email=user.email, email_verified=user.email_verified_at is not None
        )
