"""Addresses and names of people, made safe: one address, in one way of writing, and a name of one line."""

import unicodedata

import phonenumbers
from email_validator import EmailNotValidError, validate_email

from schemas.errors import Refused

_LONGEST_NAME = 120
_HOME = "NL"


def email_of(address: str) -> str:
    """The address as it is used everywhere, its domain in ASCII. Raises `Refused("email-invalid")`."""
    try:
        found = validate_email(address.strip(), check_deliverability=False, allow_smtputf8=False)
    except EmailNotValidError as error:
        raise Refused("email-invalid", path="email", expected=str(error)) from None
    return f"{found.local_part}@{found.ascii_domain.lower()}"


def phone_of(number: str) -> str:
    """The number with its country, +31612345678. Raises `Refused("phone-invalid")`."""
    try:
        found = phonenumbers.parse(number, _HOME)
    except phonenumbers.NumberParseException as error:
        raise Refused("phone-invalid", path="phone", expected=str(error)) from None
    if not phonenumbers.is_possible_number(found):
        raise Refused("phone-invalid", path="phone", expected="+31612345678")
    return str(phonenumbers.format_number(found, phonenumbers.PhoneNumberFormat.E164))


def address_of(channel: str, address: str) -> str:
    return email_of(address) if channel == "email" else phone_of(address)


def safe_line(text: str, longest: int = _LONGEST_NAME) -> str:
    """One line of characters that can be printed; what turns, hides or breaks text is left out."""
    kept = "".join(each if each.isprintable() else " " for each in unicodedata.normalize("NFC", text))
    return " ".join(kept.split())[:longest]


def safe_text(text: str) -> str:
    """Lines of characters that can be printed."""
    return "\n".join(_kept(line) for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n"))


def _kept(line: str) -> str:
    return "".join(each if each.isprintable() or each == "\t" else " " for each in line).rstrip()
