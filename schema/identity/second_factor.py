"""Your second factor: codes of an authenticator app, asked for after the password."""

import strawberry

from models.identity import (
    confirm_second_factor,
    disable_second_factor,
    enable_second_factor,
    protection,
    renew_recovery_codes,
)
from schema.context import Info
from schema.payloads import Payload
from schema.roots import mutation, query


@strawberry.input
class EnableSecondFactorInput:
    password: str = strawberry.field(description="Yours, once more.")


@strawberry.input
class ConfirmSecondFactorInput:
    code: str = strawberry.field(description="That the authenticator app shows now.")


@strawberry.input
class DisableSecondFactorInput:
    password: str = strawberry.field(description="Yours, once more.")
    code: str = strawberry.field(description="Of the authenticator app, or a recovery code.")


@strawberry.input
class RenewRecoveryCodesInput:
    code: str = strawberry.field(description="Of the authenticator app, or a recovery code.")


@strawberry.type(description="Whether a code is asked for when you sign in.")
class SecondFactor:
    enabled: bool
    recovery_codes_left: int


@strawberry.type
class EnableSecondFactorPayload:
    secret: str = strawberry.field(description="For an app, by hand. Shown this once.")
    uri: str = strawberry.field(description="The same and your e-mail, to be shown as a QR code.")


@strawberry.type
class ConfirmSecondFactorPayload(Payload):
    recovery_codes: list[str] = strawberry.field(
        description="For a lost phone, each good once. Shown this once: have them printed."
    )


@strawberry.type
class DisableSecondFactorPayload(Payload):
    enabled: bool


@strawberry.type
class RenewRecoveryCodesPayload(Payload):
    recovery_codes: list[str]


@strawberry.type
class SecondFactorQuery:
    @query("company:read", description="Your own second factor.")
    async def my_second_factor(self, info: Info) -> SecondFactor:
        known = await protection(of=info.context.viewer)
        return SecondFactor(enabled=known.enabled, recovery_codes_left=known.recovery_codes_left)


@strawberry.type
class SecondFactorMutation:
    @mutation(
        "company:read",
        description="Begin: a secret for the app. It guards nothing yet.",
        unrepeatable="the same again replaces the secret that waits.",
    )
    async def enable_second_factor(
        self, info: Info, input: EnableSecondFactorInput
    ) -> EnableSecondFactorPayload:
        offer = await enable_second_factor(input.password, by=info.context.viewer)
        return EnableSecondFactorPayload(secret=offer.secret, uri=offer.uri)

    @mutation(
        "company:read",
        description="From now on your sign-in asks for a code.",
        unrepeatable="its code is good once.",
    )
    async def confirm_second_factor(
        self, info: Info, input: ConfirmSecondFactorInput
    ) -> ConfirmSecondFactorPayload:
        codes = await confirm_second_factor(input.code, by=info.context.viewer)
        return await ConfirmSecondFactorPayload.at(info, recovery_codes=codes)

    @mutation(
        "company:read",
        description="From now on your password is enough.",
        unrepeatable="its code is good once.",
    )
    async def disable_second_factor(
        self, info: Info, input: DisableSecondFactorInput
    ) -> DisableSecondFactorPayload:
        await disable_second_factor(input.password, input.code, by=info.context.viewer)
        return await DisableSecondFactorPayload.at(info, enabled=False)

    @mutation(
        "company:read",
        description="New recovery codes; the old ones are void.",
        unrepeatable="its code is good once.",
    )
    async def renew_recovery_codes(
        self, info: Info, input: RenewRecoveryCodesInput
    ) -> RenewRecoveryCodesPayload:
        codes = await renew_recovery_codes(input.code, by=info.context.viewer)
        return await RenewRecoveryCodesPayload.at(info, recovery_codes=codes)
