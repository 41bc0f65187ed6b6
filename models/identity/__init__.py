"""Companies, the people in them, and how they prove who they are."""

from models.identity.api_key import ApiKey
from models.identity.company import Company, CompanyStatus, names_of
from models.identity.invitation import Invitation, InvitationState
from models.identity.inviting import invite
from models.identity.joining import Offer, accept_invitation, offered
from models.identity.member import Availability, Member
from models.identity.permissions import EVERY_PERMISSION, PERMISSIONS, Role
from models.identity.proof import Proof, prove, prove_each
from models.identity.recovery import (
    change_password,
    request_password_reset,
    resend_verification,
    reset_password,
    sign_out_everywhere,
    verify_email,
)
from models.identity.renewal import renew_session
from models.identity.session import Origin, RefreshToken, Session, SessionTokens
from models.identity.sign_in import Choice, Entry, Seat, sign_in
from models.identity.sign_up import sign_up
from models.identity.user import Purpose, User, UserToken

__all__ = [
    "EVERY_PERMISSION",
    "PERMISSIONS",
    "ApiKey",
    "Availability",
    "Choice",
    "Company",
    "CompanyStatus",
    "Entry",
    "Invitation",
    "InvitationState",
    "Member",
    "Offer",
    "Origin",
    "Proof",
    "Purpose",
    "RefreshToken",
    "Role",
    "Seat",
    "Session",
    "SessionTokens",
    "User",
    "UserToken",
    "accept_invitation",
    "change_password",
    "invite",
    "names_of",
    "offered",
    "prove",
    "prove_each",
    "renew_session",
    "request_password_reset",
    "resend_verification",
    "reset_password",
    "sign_in",
    "sign_out_everywhere",
    "sign_up",
    "verify_email",
]
