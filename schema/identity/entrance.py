"""Coming in."""

from typing import Any
from uuid import UUID

import strawberry

from models import events
from models.errors import NotFound
from models.identifiers import local_id
from models.identity import (
    Challenge,
    Choice,
    Entry,
    Origin,
    accept_invitation,
    complete_sign_in,
    confirm_sign_up,
    found_company,
    sign_in,
    sign_up,
)
from models.tenancy import acting_for
from schema.context import Context, Info
from schema.identity.types import Company, CompanyChoice, Member, SessionTokens, SignInChallenge
from schema.payloads import Payload
from schema.roots import PUBLIC, mutation
from schema.scalars import Cursor


@strawberry.input
class SignUpInput:
    company_name: str
    name: str = strawberry.field(description="Yours, as others will see it.")
    email: str
    password: str = strawberry.field(description="10 characters at least, and not a common one.")


@strawberry.input
class ConfirmSignUpInput:
    token: str = strawberry.field(description="From the mail.")
    password: str = strawberry.field(description="That you signed up with.")


@strawberry.input
class FoundCompanyInput:
    name: str = strawberry.field(description="Of a company that you own has it: that is entered.")


@strawberry.input
class SignInInput:
    email: str
    password: str
    company_id: strawberry.ID | None = strawberry.field(
        default=None, description="Needed by who is in several companies."
    )


@strawberry.input
class CompleteSignInInput:
    challenge: str = strawberry.field(description="From `signIn`.")
    code: str = strawberry.field(description="Of the authenticator app, or a recovery code.")
    company_id: strawberry.ID | None = strawberry.field(
        default=None, description="Needed by who is in several companies."
    )


@strawberry.input
class AcceptInvitationInput:
    token: str = strawberry.field(description="From the mail.")
    password: str = strawberry.field(
        description="The account's, if the invited e-mail has one; else a new one."
    )
    name: str | None = strawberry.field(default=None, description="Yours, for a new account.")
    code: str | None = strawberry.field(
        default=None, description="Of the account's second factor, if it has one."
    )


@strawberry.type
class SignUpPayload:
    email: str = strawberry.field(description="Where the code for `confirmSignUp` goes.")


@strawberry.type
class ConfirmSignUpPayload(Payload):
    session: SessionTokens
    company: Company
    member: Member


@strawberry.type
class FoundCompanyPayload(Payload):
    session: SessionTokens = strawberry.field(description="In the new company.")
    company: Company
    member: Member


@strawberry.type
class SignInPayload:
    session: SessionTokens | None = strawberry.field(
        description="Null when one of several companies must be chosen: ask again with companyId."
    )
    company: Company | None
    member: Member | None
    companies: list[CompanyChoice] = strawberry.field(
        description="All that you may enter; none before `challenge` is met."
    )
    challenge: SignInChallenge | None = strawberry.field(
        default=None, description="You have a second factor: go on with `completeSignIn`."
    )


@strawberry.type
class CompleteSignInPayload:
    session: SessionTokens | None = strawberry.field(
        description="Null when one of several companies must be chosen: ask again with companyId."
    )
    company: Company | None
    member: Member | None
    companies: list[CompanyChoice] = strawberry.field(description="All that you may enter.")


@strawberry.type
class AcceptInvitationPayload(Payload):
    session: SessionTokens
    company: Company
    member: Member


@strawberry.type
class EntranceMutation:
    @mutation(
        PUBLIC,
        description="Found a company. We mail a code for `confirmSignUp`, or to who has an account "
        "already that somebody tried; which of the two is not to be seen here.",
        unrepeatable="the same again founds nothing more, and mails another code.",
    )
    async def sign_up(self, info: Info, input: SignUpInput) -> SignUpPayload:
        email = await sign_up(
            company_name=input.company_name,
            name=input.name,
            email=input.email,
            password=input.password,
            origin=origin(info.context),
        )
        return SignUpPayload(email=email)

    @mutation(
        PUBLIC,
        description="Enter the company that you founded; you are its owner.",
        unrepeatable="its code is good once.",
    )
    async def confirm_sign_up(self, info: Info, input: ConfirmSignUpInput) -> ConfirmSignUpPayload:
        entry = await confirm_sign_up(input.token, input.password, origin=origin(info.context))
        return ConfirmSignUpPayload(**await _inside(entry))

    @mutation(
        "company:read",
        description="Found one more company; you are its owner, signed in.",
        unrepeatable="the same again enters the same company.",
    )
    async def found_company(self, info: Info, input: FoundCompanyInput) -> FoundCompanyPayload:
        viewer = info.context.viewer
        entry = await found_company(input.name, by=viewer, origin=origin(info.context))
        return FoundCompanyPayload(**await _inside(entry))

    @mutation(
        PUBLIC,
        description="A session for an e-mail and a password.",
        unrepeatable="the same again is another session, beside the first.",
    )
    async def sign_in(self, info: Info, input: SignInInput) -> SignInPayload:
        outcome = await sign_in(
            input.email,
            input.password,
            company_id=_company(input.company_id),
            origin=origin(info.context),
        )
        if isinstance(outcome, Challenge):
            return SignInPayload(
                session=None,
                company=None,
                member=None,
                companies=[],
                challenge=outcome,  # type: ignore[arg-type]
            )
        return SignInPayload(**_entered(outcome))

    @mutation(
        PUBLIC,
        description="The second step of `signIn`, for who has a second factor.",
        unrepeatable="its code is good once.",
    )
    async def complete_sign_in(
        self, info: Info, input: CompleteSignInInput
    ) -> CompleteSignInPayload:
        outcome = await complete_sign_in(
            input.challenge,
            input.code,
            company_id=_company(input.company_id),
            origin=origin(info.context),
        )
        return CompleteSignInPayload(**_entered(outcome))

    @mutation(
        PUBLIC,
        description="Join the company that invited you; you are signed in.",
        unrepeatable="its code is good once.",
    )
    async def accept_invitation(
        self, info: Info, input: AcceptInvitationInput
    ) -> AcceptInvitationPayload:
        entry = await accept_invitation(
            input.token,
            name=input.name,
            password=input.password,
            code=input.code,
            origin=origin(info.context),
        )
        return AcceptInvitationPayload(**await _inside(entry))


def origin(context: Context) -> Origin:
    return Origin(context.address, context.user_agent)


def _entered(outcome: Entry | Choice) -> dict[str, Any]:
    """What both steps of a sign-in answer in the end."""
    if isinstance(outcome, Choice):
        return {"session": None, "company": None, "member": None, "companies": outcome.seats}
    company, member = outcome.seat.company, outcome.seat.member
    entered = {"session": outcome.tokens, "company": company, "member": member}
    return {**entered, "companies": outcome.seats}


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
