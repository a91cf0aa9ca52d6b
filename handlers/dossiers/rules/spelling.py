"""Words of names and how near they are, so that a slip of the finger still finds somebody. Pure."""

from collections.abc import Iterable

from rapidfuzz import process
from rapidfuzz.distance import OSA

SHORTEST = 4
"""Signs; a shorter word is near to too many others."""
_LIKE_ENOUGH = 0.74
"""One slip in four signs, two in eight: `jansn` is jansen, `vermuelen` is vermeulen."""
_MOST, _LONGER = 4, 2


def words_of(text: str) -> list[str]:
    """The words of a name, in small letters; an initial is no word."""
    return [word for word in (each.strip(".,'\"()") for each in text.casefold().split()) if len(word) > 1]


def near(word: str, known: Iterable[str]) -> list[str]:
    """The known words that this one may be meant for, the nearest first; at most four, and never itself."""
    if len(word) < SHORTEST:
        return []
    as_long = [each for each in known if abs(len(each) - len(word)) <= _LONGER]
    found = process.extract(word, as_long, scorer=OSA.normalized_similarity, limit=_MOST + 1, score_cutoff=_LIKE_ENOUGH)
    return [each for each, _, _ in found if each != word][:_MOST]
