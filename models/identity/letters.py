"""What we write to people about their account."""

from typing import TYPE_CHECKING, Final

from models.mail import Mail
from models.settings import settings

if TYPE_CHECKING:
    from models.identity.invitation import Invitation
    from models.identity.user import User

SIGNATURE: Final = "ChatIA Flow"


def sign_up(user: "User", *, token: str) -> Mail:
    return _letter(
        user.email,
        "Confirm your e-mail address",
        f"Hello {user.name},",
        "please confirm that this address is yours, with the password that you chose.",
        _way("confirm-sign-up", token),
        "It can be used once, within 7 days. If you did not sign up, ignore this mail.",
    )


def password_reset(user: "User", *, token: str) -> Mail:
    return _letter(
        user.email,
        "Reset your password",
        f"Hello {user.name},",
        "somebody, probably you, asked to reset your password.",
        _way("reset-password", token),
        "It can be used once, within an hour. If it was not you, ignore this mail.",
    )


def password_changed(user: "User") -> Mail:
    return _letter(
        user.email,
        "Your password was changed",
        f"Hello {user.name},",
        "your password was changed, and your other devices were signed out.",
        "If it was not you, reset your password now.",
    )


def sign_up_attempted(user: "User") -> Mail:
    return _letter(
        user.email,
        "Somebody tried to sign up with your address",
        f"Hello {user.name},",
        "somebody tried to sign up with this address.",
        "If it was you: you have an account already. Sign in, or reset your password. One more "
        "company can be founded once you are in.",
        "If it was not you, there is nothing to do: they were told nothing.",
    )


def second_factor_enabled(user: "User") -> Mail:
    return _letter(
        user.email,
        "Codes are asked for at your sign-in",
        f"Hello {user.name},",
        "from now on we ask for a code of your authenticator app when you sign in.",
        "Keep the recovery codes on paper: without them a lost phone is a lost account.",
        "If it was not you, reset your password now.",
    )


def second_factor_disabled(user: "User") -> Mail:
    return _letter(
        user.email,
        "Codes are no longer asked for at your sign-in",
        f"Hello {user.name},",
        "from now on your password is enough to sign in.",
        "If it was not you, reset your password now.",
    )


def recovery_code_used(user: "User", *, left: int) -> Mail:
    return _letter(
        user.email,
        "A recovery code was used",
        f"Hello {user.name},",
        f"somebody signed in with your password and a recovery code; {left} are left.",
        "If it was not you, reset your password and make new codes now.",
    )


def invitation(offer: "Invitation", *, token: str, company: str, inviter: str) -> Mail:
    return _letter(
        offer.email,
        f"You are invited to {company}",
        "Hello,",
        f"{inviter} invites you to join {company} as {offer.role.replace('_', ' ').lower()}.",
        _way("accept-invitation", token),
        "It can be used once, within 7 days. If you do not know them, ignore this mail.",
    )


def _letter(to: str, subject: str, *paragraphs: str) -> Mail:
    return Mail(to, subject, "\n\n".join([*paragraphs, SIGNATURE]) + "\n")


def _way(page: str, token: str) -> str:
    """After the #, a browser keeps the token from servers, their logs and the next page."""
    code = f"Your code: {token}"
    front_end = settings().front_end_url.rstrip("/")
    return f"{front_end}/{page}#token={token}\n\n{code}" if front_end else code
