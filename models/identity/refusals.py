"""What identity declines, and the codes by which clients know it."""

from models.errors import Refusal, Unauthenticated


class InvalidCredentials(Refusal):
    """E-mail or password is wrong, or the e-mail is not confirmed. Reset the password by mail."""

    code = "INVALID_CREDENTIALS"


class SecondFactorNeeded(Refusal):
    """This account asks for a code. Send one of the authenticator app, or a recovery code."""

    code = "SECOND_FACTOR_NEEDED"


class SecondFactorWrong(Refusal):
    """This code is wrong, or was used. Wait for the app's next one, or use a recovery code."""

    code = "SECOND_FACTOR_WRONG"


class SecondFactorOn(Refusal):
    """The second factor is on already. Turn it off to begin anew."""

    code = "SECOND_FACTOR_ON"


class SecondFactorOff(Refusal):
    """The second factor is not on, or waits for nothing. Begin with `enableSecondFactor`."""

    code = "SECOND_FACTOR_OFF"


class NoMembership(Refusal):
    """You are not a member of any company."""

    code = "NO_MEMBERSHIP"
    cure = "Have a company invite you."


class TokenInvalid(Unauthenticated):
    """This token is not one of ours, or is no longer."""

    code = "TOKEN_INVALID"


class TokenExpired(Unauthenticated):
    """This token has expired."""

    code = "TOKEN_EXPIRED"


class SessionEnded(Unauthenticated):
    """This session has ended. Sign in again."""

    code = "SESSION_ENDED"


class CompanySuspended(Unauthenticated):
    """This company is suspended."""

    code = "COMPANY_SUSPENDED"


class NotAMember(Refusal):
    """This is for people, not for API keys."""

    code = "NOT_A_MEMBER"
    cure = "Sign in as a member and use the access token."


class LastOwner(Refusal):
    """A company keeps at least one owner. Make somebody else an owner first."""

    code = "LAST_OWNER"


class AlreadyMember(Refusal):
    """Somebody with this e-mail is a member already."""

    code = "ALREADY_MEMBER"
    cure = "Change their role instead, or remove them first."


class AlreadyInvited(Refusal):
    """This e-mail is invited already, with another role. Revoke that invitation first."""

    code = "ALREADY_INVITED"


class InvitationClosed(Refusal):
    """This invitation was accepted or revoked, has expired, or never was."""

    code = "INVITATION_CLOSED"
    cure = "Ask to be invited again."


class LinkUsed(Refusal):
    """This link or code was used, has expired, or never was. Ask for a new one."""

    code = "LINK_INVALID"


class ApiKeyNameTaken(Refusal):
    """Another API key in use has this name."""

    code = "NAME_TAKEN"
    cure = "Choose another name, or revoke that key."
