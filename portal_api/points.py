"""What stands between an application and its sending: of which kind each point is, and where one mends it. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from schemas.errors import Finding, Refused

Kind = Literal["required", "content", "info", "technical"]
"""verplicht, inhoud, info of the lender and the advice file (stops nothing), technisch."""
KINDS: tuple[Kind, ...] = ("required", "content", "technical", "info")
Mend = Literal["here", "office", "package", "wait", "none"]
"""here: as an addition. office: in the settings of the office. package: in the software, as the next version.
wait: it is no mistake of the message. none: it stops nothing."""

_OURS = ("Header", "ServiceProvider")
_PLACES = {
    **dict.fromkeys(("Hypotheekgever", "PartijNAWData"), "parties"),
    **dict.fromkeys(("Lening", "Object"), "products"),
}
_NEXT_VERSION = frozenset({"application-sent", "application-missing"})
_NOTHING = "niets / nothing"
_OF_THE_LENDER = "Mij"
"""How the standard ends the names of fields that have a lender's own codes (CodeLeningMij)."""


@dataclass(frozen=True, slots=True)
class Point:
    """One thing, in whole sentences; `place` is the element, `shown` where its facts stand: parties, products, office,
    advice-file.

    `rule` is a rule of the standard, an agreement of the chain or the slug of a refusal.
    """

    kind: Kind
    rule: str
    place: str
    came: str
    expected: str
    nl: str
    en: str
    mend: Mend
    shown: str


def points_of(refused: Refused) -> tuple[Point, ...]:
    """Every point of a refusal, what is required first; one without findings is a point itself."""
    if not refused.findings:
        return (_whole(refused),)
    found = [_point(each) for each in refused.findings]
    return tuple(sorted(found, key=lambda each: KINDS.index(each.kind)))


def noticed(flags: Iterable[str], sentences: Iterable[tuple[str, str]]) -> tuple[Point, ...]:
    """What was noticed and stops nothing; `sentences` are the flags in Dutch and English."""
    return tuple(
        Point("info", slug, slug.partition(":")[2].replace(".", "/"), "", "", nl, en, "none", "")
        for slug, (nl, en) in zip(flags, sentences, strict=True)
    )


def unadvised(missing: Iterable[str], nl: str, en: str, *, blocks: bool) -> Point:
    """What the advice file of its product misses. `nl` and `en` say so in whole sentences.

    It stops nothing, unless its office decided so: then it is `required`.
    """
    return Point(
        "required" if blocks else "info",
        "advice-file-incomplete" if blocks else "advice-file",
        "",
        "",
        ", ".join(missing),
        nl,
        en,
        "none",
        "advice-file",
    )


def kind_of(finding: Finding) -> Kind:
    """technical: what the hub writes itself, and agreements over what was exchanged before."""
    if _second(finding.path) in _OURS or "/" not in finding.path:
        return "technical"
    return "required" if finding.rule == "required" or finding.came == _NOTHING else "content"


def mend_of(finding: Finding) -> Mend:
    """Where it is mended: the station's own data in the office, a lender's own codes and what we added here."""
    if _second(finding.path) in _OURS:
        return "office"
    if finding.rule == "addition" or finding.path.endswith(_OF_THE_LENDER):
        return "here"
    return "package" if "/" in finding.path else "wait"


def _point(finding: Finding) -> Point:
    shown = "office" if _second(finding.path) in _OURS else _PLACES.get(_second(finding.path), "")
    return Point(
        kind=kind_of(finding),
        rule=finding.rule,
        place=finding.path,
        came=finding.came,
        expected=finding.expected,
        nl=finding.nl,
        en=finding.en,
        mend=mend_of(finding),
        shown=shown,
    )


def _whole(refused: Refused) -> Point:
    nl, en = refused.nl.removesuffix(" Er is niets gewijzigd."), refused.en.removesuffix(" Nothing was changed.")
    mend: Mend = "package" if refused.slug in _NEXT_VERSION else "wait"
    return Point("technical", refused.slug, refused.path, refused.came, refused.expected, nl, en, mend, "")


def _second(path: str) -> str:
    """The entity below the root, without which of several it is."""
    parts = path.split("/")
    return parts[1].partition("[")[0] if len(parts) > 1 else ""
