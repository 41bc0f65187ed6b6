"""E-mail addresses, in the one form in which they are kept and compared."""

from email_validator import EmailNotValidError, validate_email

from models.errors import Invalid
from models.identity.secret import digest


def email_address(path: str, value: str) -> str:
    """Lower case, with an ASCII domain; whether it takes mail is not asked. Raises Invalid."""
    try:
        checked = validate_email(
            value.strip(), check_deliverability=False, allow_smtputf8=False
        ).ascii_email
    except EmailNotValidError as reason:
        raise Invalid.because(path, "EMAIL_INVALID", f"`{path}`: {reason}") from None
    if checked is None or len(checked) > 254:
        raise Invalid.because(path, "EMAIL_INVALID", f"`{path}` cannot take mail.")
    return checked.lower()


def email_key(value: str) -> str:
    """The address to look up; for one that cannot exist, something that nobody has."""
    try:
        return email_address("email", value)
    except Invalid:
        return digest(value)
