"""E-mail addresses in the one form in which they are kept and looked up."""

from email_validator import EmailNotValidError, validate_email

from schemas.errors import Refused


def check_email(email: str, path: str = "email") -> str:
    """An address in the one form in which it is kept and looked up; raises `Refused` (`request-invalid`)."""
    try:
        return validate_email(email.strip(), check_deliverability=False).normalized.lower()
    except EmailNotValidError:
        raise Refused("request-invalid", path=path, came=f"{len(email)} characters", expected="name@domain") from None
