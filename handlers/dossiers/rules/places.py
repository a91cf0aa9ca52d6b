"""A postcode and a house number, as people write them and as they are kept to be found by. Pure."""

import re

_PLACE = re.compile(r"(\d{4})\s*([a-z]{2})(?:[\s,]*(\d{1,5})(?:\s*-?\s*[0-9a-z]{1,6})?)?", re.IGNORECASE)


def plain_postcode(postcode: str) -> str:
    """`3511 ab` as `3511AB`; one from elsewhere in capitals too."""
    return "".join(postcode.split()).upper()


def plain_number(house_number: str) -> str:
    """The number alone: `12` of `12`, `12-a` and `12 bis`."""
    found = re.match(r"\s*0*(\d+)", house_number)
    return found[1] if found else ""


def read_place(words: str) -> tuple[str, str] | None:
    """Postcode and house number of `3511 AB`, `3511ab 12` or `3511AB 12-a`; no number when none was typed.

    An addition narrows nothing: people write it in many ways. `None` for what is no Dutch postcode.
    """
    found = _PLACE.fullmatch(words.strip())
    return (f"{found[1]}{found[2].upper()}", plain_number(found[3] or "")) if found else None
