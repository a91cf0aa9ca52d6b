"""Names of people and organisations as a person types them."""

import re
import unicodedata

from schemas.errors import Refused

LONGEST_NAME = 100
_JOINERS = frozenset("\u200c\u200d")
_MOST_MARKS = 4


def check_name(name: str) -> str:
    """A name as people read it, composed (NFC) and with single blanks.

    Control characters, marks that turn the reading direction and heaps of accents are refused, because they make one
    name look like another or spill over the page. Raises `Refused` (`request-invalid`).
    """
    text = " ".join(unicodedata.normalize("NFC", name).split())
    kinds = [unicodedata.category(each) for each in text if each not in _JOINERS]
    is_heaped = re.search("M" * (_MOST_MARKS + 1), "".join(kind[0] for kind in kinds)) is not None
    if not any(kind[0] in "LN" for kind in kinds) or len(text) > LONGEST_NAME or is_heaped:
        raise Refused("request-invalid", path="name", came=len(name), expected=f"1-{LONGEST_NAME} letters")
    if any(kind[0] == "C" for kind in kinds):
        raise Refused("request-invalid", path="name", came="control characters", expected="letters")
    return text
