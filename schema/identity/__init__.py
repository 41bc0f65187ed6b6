"""Companies, the people in them, and how they come in."""

import strawberry

from schema.identity.api_keys import ApiKeyMutation, ApiKeyQuery
from schema.identity.company import CompanyMutation, CompanyQuery
from schema.identity.entrance import EntranceMutation
from schema.identity.invitations import InvitationMutation, InvitationQuery
from schema.identity.members import MemberMutation, MemberQuery, MemberSubscription
from schema.identity.passwords import PasswordMutation
from schema.identity.second_factor import SecondFactorMutation, SecondFactorQuery
from schema.identity.sessions import SessionMutation, SessionQuery
from schema.identity.types import ApiKey, Company, Invitation, Member, Session

__all__ = [
    "ApiKey",
    "Company",
    "IdentityMutation",
    "IdentityQuery",
    "IdentitySubscription",
    "Invitation",
    "Member",
    "Session",
]


@strawberry.type
class IdentityQuery(
    MemberQuery, CompanyQuery, SessionQuery, SecondFactorQuery, InvitationQuery, ApiKeyQuery
):
    """What is read of identity."""


@strawberry.type
class IdentityMutation(
    EntranceMutation,
    SessionMutation,
    SecondFactorMutation,
    PasswordMutation,
    MemberMutation,
    InvitationMutation,
    ApiKeyMutation,
    CompanyMutation,
):
    """What is changed of identity."""


@strawberry.type
class IdentitySubscription(MemberSubscription):
    """What is live of identity."""
