"""Whether a message is about the people of a dossier, and why. Pure.

The rule of Elements (Faster Forward, *HDN-berichten koppelen*): surname, gender and birth date are equal one to one,
for both persons, the name at birth included. Anything less is for a person to judge.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from handlers.dossiers.rules.content import Party
from handlers.dossiers.rules.keeping import likeness
from schemas.applications import PartyFacts
from schemas.values import CodedText

PEOPLE, NUMBER, KENMERK = "people", "number", "kenmerk"
_NAME = "name"
GROUNDS = (PEOPLE, NUMBER, KENMERK, "birth", "email", "phone", _NAME)
"""Why a message may belong to a dossier, strongest first; `people` alone is certain, `name` only adds to another."""


@dataclass(frozen=True, slots=True)
class _Identity:
    name_at_birth: str
    surname: str
    gender: str
    birth_date: date


def said_of(party: Party) -> PartyFacts:
    """What tells who a party on file is, as a message says it."""
    told = {name: str(party.facts.get(name, "")) for name in _NAMES}
    gender = str(party.facts.get("gender", ""))
    return PartyFacts(
        reference=party.reference,
        kind=CodedText(code=str(party.facts.get("kind", "")).partition(" ")[0]),
        role=party.role,
        birth_date=party.birth_date,
        email=party.email,
        phone=party.phone,
        gender=CodedText(code=gender.partition(" ")[0]) if gender else None,
        **told,
    )


def is_same_people(asked: Iterable[PartyFacts], known: Iterable[PartyFacts]) -> bool:
    """Whether the applicants of both are the same people, all of them; what is not known of one is not equal."""
    ours, theirs = (
        [_identity(each) for each in people if each.role == "applicant"] for people in (list(asked), list(known))
    )
    if not ours or None in ours or None in theirs:
        return False
    return len(ours) == len(theirs) and set(ours) == set(theirs)


def grounds(
    asked: Iterable[PartyFacts], known: Iterable[Party], *, by_number: bool, by_kenmerk: bool
) -> tuple[str, ...]:
    """The grounds as `GROUNDS`; empty when nothing but a surname is alike."""
    people, applicants = list(asked), [each for each in known if each.role == "applicant"]
    sets = {each.application_id for each in applicants}
    same = any(
        is_same_people(people, [said_of(each) for each in applicants if each.application_id == one]) for one in sets
    )
    mine = [each for each in people if each.role == "applicant"]
    why = {reason for each in mine for party in applicants for reason in likeness(each, party)}
    found = {PEOPLE: same, NUMBER: by_number, KENMERK: by_kenmerk} | {name: name in why for name in GROUNDS[3:]}
    held = tuple(name for name in GROUNDS if found[name])
    return () if held == (_NAME,) else held


def marks(party: PartyFacts | Party) -> set[tuple[str, str]]:
    """What two people must have one of in common before any ground but a number can hold: e-mail, birth date, phone."""
    said = {
        ("email", party.email.lower()),
        ("birth", party.birth_date.isoformat() if party.birth_date else ""),
        ("phone", _number_in(party.phone)),
    }
    return {each for each in said if each[1]}


def spellings(phone: str) -> set[str]:
    """How the same Dutch telephone number may be written on file; empty for what is too short to be one."""
    digits = _number_in(phone)
    if not digits:
        return set()
    return {phone.strip(), f"0{digits}", f"06-{digits[1:]}", f"06 {digits[1:]}", f"+31{digits}", f"0031{digits}"}


_OF_A_NUMBER = 9
"""Digits of a Dutch number without its leading zero or country code."""
_NAMES = ("company", "birth_name", "birth_prefix", "correspondence_name", "prefix", "initials")


def _number_in(phone: str) -> str:
    digits = "".join(sign for sign in phone if sign.isdigit())[-_OF_A_NUMBER:]
    return digits if len(digits) == _OF_A_NUMBER else ""


def _identity(party: PartyFacts) -> _Identity | None:
    at_birth = _plain(party.birth_prefix, party.birth_name)
    surname = _plain(party.prefix, party.correspondence_name) if party.correspondence_name else at_birth
    if not at_birth or party.gender is None or not party.gender.code or party.birth_date is None:
        return None
    return _Identity(at_birth, surname, party.gender.code, party.birth_date)


def _plain(*words: str) -> str:
    return " ".join(" ".join(words).casefold().split())
