"""Companies, the people in them, and how they prove who they are."""

from models.identity.api_key import ApiKey
from models.identity.company import Company, CompanyStatus, names_of
from models.identity.device import device
from models.identity.enrolment import (
    Enrolment,
    Protection,
    confirm_second_factor,
    disable_second_factor,
    enable_second_factor,
    protection,
    renew_recovery_codes,
    reset_second_factor,
)
from models.identity.founding import found_company
from models.identity.history import Outcome, SignIn
from models.identity.invitation import Invitation, InvitationState
from models.identity.inviting import invite
from models.identity.joining import Offer, accept_invitation, offered
from models.identity.member import Availability, Member
from models.identity.permissions import EVERY_PERMISSION, PERMISSIONS, Role
from models.identity.proof import Proof, prove, prove_each
from models.identity.recovery import (
    change_password,
    request_password_reset,
    reset_password,
    revoke_other_sessions,
    sign_out_everywhere,
)
from models.identity.renewal import renew_session
from models.identity.second_factor import RecoveryCode, SecondFactor
from models.identity.session import Origin, RefreshToken, Session, SessionTokens
from models.identity.sign_in import Challenge, Choice, Entry, Seat, complete_sign_in, sign_in
from models.identity.sign_up import confirm_sign_up, sign_up
from models.identity.user import Purpose, User, UserToken

__all__ = [
    "EVERY_PERMISSION",
    "PERMISSIONS",
    "ApiKey",
    "Availability",
    "Challenge",
    "Choice",
    "Company",
    "CompanyStatus",
    "Enrolment",
    "Entry",
    "Invitation",
    "InvitationState",
    "Member",
    "Offer",
    "Origin",
    "Outcome",
    "Proof",
    "Protection",
    "Purpose",
    "RecoveryCode",
    "RefreshToken",
    "Role",
    "Seat",
    "SecondFactor",
    "Session",
    "SessionTokens",
    "SignIn",
    "User",
    "UserToken",
    "accept_invitation",
    "change_password",
    "complete_sign_in",
    "confirm_second_factor",
    "confirm_sign_up",
    "device",
    "disable_second_factor",
    "enable_second_factor",
    "found_company",
    "invite",
    "names_of",
    "offered",
    "protection",
    "prove",
    "prove_each",
    "renew_recovery_codes",
    "renew_session",
    "request_password_reset",
    "reset_password",
    "reset_second_factor",
    "revoke_other_sessions",
    "sign_in",
    "sign_out_everywhere",
    "sign_up",
]
