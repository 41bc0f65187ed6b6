"""Passwords and e-mail addresses: changed, forgotten, confirmed."""

import strawberry

from models.identity import (
    change_password,
    request_password_reset,
    reset_password,
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
class PasswordMutation:
    @mutation(
        "company:read",
        description="Change your password; your other sessions end.",
        unrepeatable="the same again is refused, as the password is another by then.",
    )
    async def change_password(
        self, info: Info, input: ChangePasswordInput
    ) -> ChangePasswordPayload:
        ended = await change_password(
            input.current_password, input.new_password, by=info.context.viewer
        )
        return await ChangePasswordPayload.at(info, ended_sessions=ended)

    @mutation(
        PUBLIC,
        description="Mail a code to the account's owner, if there is one.",
        unrepeatable="the same again mails another code.",
    )
    async def request_password_reset(
        self, info: Info, input: RequestPasswordResetInput
    ) -> RequestPasswordResetPayload:
        await request_password_reset(input.email, origin=origin(info.context))
        return RequestPasswordResetPayload(email=input.email)

    @mutation(
        PUBLIC,
        description="Set a new password by a mailed code; all your sessions end.",
        unrepeatable="its code is good once.",
    )
    async def reset_password(self, info: Info, input: ResetPasswordInput) -> ResetPasswordPayload:
        user = await reset_password(input.token, input.password, origin=origin(info.context))
        return ResetPasswordPayload(email=user.email)
