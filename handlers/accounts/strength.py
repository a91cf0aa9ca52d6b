"""What a password must be: long enough, not what everybody takes, and nothing of the person himself. Pure.

No rule about kinds of characters (NIST SP 800-63B-4, section 3.1.1.2: length and a list of common passwords).
"""

import re
import unicodedata
from collections.abc import Iterable
from functools import cache
from importlib.resources import files

from schemas.errors import Refused

SHORTEST, LONGEST = 12, 200
_FEWEST_CHARACTERS = 5
_SHORTEST_WORD = 4


def normalised(password: str) -> str:
    """One form for what looks the same, so that every keyboard gives the same password."""
    return unicodedata.normalize("NFKC", password)


def check_password(password: str, own_words: Iterable[str]) -> None:
    """`own_words` are the person's name and e-mail address. Raises `Refused` (`password-weak`)."""
    text = normalised(password).casefold()
    too_easy = len(set(text)) < _FEWEST_CHARACTERS or _is_common(text) or _is_own(text, own_words)
    if not SHORTEST <= len(text) <= LONGEST or too_easy:
        raise Refused("password-weak", path="password")


def _is_common(text: str) -> bool:
    """A common password, also with digits and signs around it or written twice."""
    letters = re.sub(r"[\W\d_]+", "", text)
    halves = {text, letters, letters[: len(letters) // 2] if _is_doubled(letters) else letters}
    return not halves.isdisjoint(_common())


def _is_doubled(letters: str) -> bool:
    half = len(letters) // 2
    return len(letters) > 1 and letters == letters[:half] * 2


def _is_own(text: str, own_words: Iterable[str]) -> bool:
    words = {word for each in own_words for word in re.split(r"[\W\d_]+", normalised(each).casefold())}
    return any(len(word) >= _SHORTEST_WORD and word in text for word in words)


@cache
def _common() -> frozenset[str]:
    source = files("handlers.accounts").joinpath("common_passwords.txt").read_text(encoding="utf-8")
    return frozenset(line.strip() for line in source.splitlines() if line.strip())
