"""What two dossiers keep of themselves when one takes over the other: people, standing, source. Pure."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict, replace
from datetime import date
from typing import Any

from handlers.dossiers.rules.content import Dossier, Party
from handlers.dossiers.rules.keeping import own_parties
from schemas.dossiers import OWN
from schemas.errors import NotFound
from schemas.merging import MergeChoices

CLOSED = frozenset({"former", "declined"})
_SAID = ("name", "email", "phone", "birth_date")
_HOME = ("street", "house_number", "house_number_suffix", "postcode", "city", "country")


def references(
    here: Iterable[Party],
    there: Iterable[Party],
    *,
    goes: Collection[str] | None,
    joined: Mapping[str, str],
    taken: int,
    once: Mapping[str, str],
) -> dict[str, str]:
    """Party that goes → its reference where it goes: what it was `once` there, its own, else the next that is free.

    `goes` are the references that were chosen, `None` for all; the first `taken` are for people who are new there.
    """
    used = {each.reference for each in own_parties(there)} | {f"P{n}" for n in range(1, taken + 1)}
    made: dict[str, str] = {}
    for each in sorted(own_parties(here), key=lambda party: (len(party.reference), party.reference)):
        if each.reference in joined or (goes is not None and each.reference not in goes):
            continue
        wanted = (once.get(each.reference, each.reference), *(f"P{n}" for n in range(1, len(used) + 2)))
        free = next(name for name in wanted if name not in used)
        made[each.reference] = free
        used.add(free)
    return made


def found(parties: Iterable[Party], reference: str) -> Party:
    """A party that the office keeps; raises `NotFound`."""
    own = {each.reference: each for each in own_parties(parties)}
    if reference not in own:
        known = ", ".join(sorted(own)) or "-"
        raise NotFound("not-found", path="choices.people", came=reference, expected=known)
    return own[reference]


def joined(there: Party, coming: Party) -> Party:
    """One person: what is said of him there, and what is not said there of the other; an address is one thing."""
    home = there if any(there.facts.get(name) for name in _HOME) else coming
    said = {name: value for name, value in there.facts.items() if value not in {None, ""} and name not in _HOME}
    lives = {name: home.facts[name] for name in _HOME if name in home.facts}
    facts = {name: value for name, value in coming.facts.items() if name not in _HOME} | said | lives
    told = {name: getattr(there, name) or getattr(coming, name) for name in _SAID}
    role = "applicant" if "applicant" in {there.role, coming.role} else there.role
    facts |= {"reference": there.reference, "role": role}
    return replace(there, **told, role=role, facts=facts, postcode=home.postcode, house_number=home.house_number)


def left_out(there: Party, coming: Party) -> str:
    """What the other said differently, as one line: so that it can be read on the timeline."""
    other = [
        f"{name}: {value}"
        for name, value in coming.facts.items()
        if name not in {"reference", "role"} and there.facts.get(name) not in {None, "", value}
    ]
    return "; ".join(other)


def taken_over(target: Dossier, source: Dossier, choices: MergeChoices) -> Dossier:
    """What its people are to the office, and how they came: as somebody chose; what one lacks the other has."""
    standing = source.standing if choices.standing == "there" else target.standing
    ours, theirs = target.lead_source, source.lead_source
    lead_source = (theirs or ours) if choices.lead_source == "there" else (ours or theirs)
    return replace(target, standing=standing, lead_source=lead_source)


def kept_of(party: Party) -> dict[str, Any]:
    """A party as JSON, for the day that a merge is undone."""
    said = asdict(party)
    return said | {"birth_date": party.birth_date.isoformat() if party.birth_date else None}


def restored(said: Mapping[str, Any], dossier_id: str) -> Party:
    born = said.get("birth_date")
    told = {**said, "dossier_id": dossier_id, "application_id": OWN}
    return Party(**{**told, "birth_date": date.fromisoformat(born) if born else None})
