"""Companies, the people in them, and how they prove who they are."""

from models.identity.api_key import ApiKey
from models.identity.company import Company, CompanyStatus
from models.identity.invitation import Invitation
from models.identity.member import Availability, Member
from models.identity.permissions import EVERY_PERMISSION, PERMISSIONS, Role
from models.identity.session import RefreshToken, Session
from models.identity.user import Purpose, User, UserToken

__all__ = [
    "EVERY_PERMISSION",
    "PERMISSIONS",
    "ApiKey",
    "Availability",
    "Company",
    "CompanyStatus",
    "Invitation",
    "Member",
    "Purpose",
    "RefreshToken",
    "Role",
    "Session",
    "User",
    "UserToken",
]
