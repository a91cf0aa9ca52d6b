"""What an office keeps of a dossier by hand: opening, parties, completeness, standing, and dossiers that look alike."""

import base64
import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from handlers.dossiers.rules.content import Dossier, Party, name_of, party_row
from schemas.applications import PartyFacts
from schemas.dossiers import OWN, Standing
from schemas.errors import Conflict, NotFound, Refused

OLDEST = date(1890, 1, 1)
"""Nobody who was born before lives."""
WANTED = (
    *("birth_name", "initials", "gender", "birth_date", "marital_status"),
    *("street", "house_number", "postcode", "city", "email", "phone"),
)
"""What an office wants to know of an applicant before it asks a lender (the fields of HDN that every lender asks)."""
_CROCKFORD = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", "0123456789ABCDEFGHJKMNPQRSTVWXYZ")
_CLOSED = frozenset({"former", "declined"})
_LEAD_SOURCE_MAX, _REASON_MAX = 100, 200


def number_of(dossier_id: str, opened_at: datetime) -> str:
    """What people call a dossier by, as `26-4KQ7M2`: the year and six signs that are never read for one another.

    It follows from the id, so that a message and a person who open dossiers need not wait for one another's count.
    """
    digest = base64.b32encode(hashlib.sha256(dossier_id.encode()).digest()).decode().translate(_CROCKFORD)
    return f"{opened_at:%y}-{digest[:6]}"


def opened(
    dossier_id: str, office_id: str, environment: str, at: datetime, *, standing: Standing, lead_source: str = ""
) -> Dossier:
    """A dossier without a title yet."""
    number = number_of(dossier_id, at)
    return Dossier(dossier_id, office_id, environment, at, "", "", number, standing, lead_source)


def own_parties(parties: Iterable[Party]) -> list[Party]:
    """The parties that the office keeps itself."""
    return [each for each in parties if each.application_id == OWN]


def kept(dossier_id: str, party: PartyFacts, own: Iterable[Party], today: date, at: str = "") -> Party:
    """The row of a party that the office keeps, with a reference when it is new.

    Raises `Refused` (`request-invalid`) without a name, and for a birth date that cannot be;
    `NotFound` for a reference that is not there.
    """
    _check(party, today, at)
    known = {each.reference for each in own}
    if party.reference and party.reference not in known:
        raise NotFound("not-found", path="reference", came=party.reference, expected=", ".join(sorted(known)) or "-")
    free = next(f"P{n}" for n in range(1, len(known) + 2) if f"P{n}" not in known)
    found = party.model_copy(update={"reference": party.reference or free})
    return party_row(found, (dossier_id, OWN), "")


def check_reachable(parties: Iterable[PartyFacts]) -> None:
    """A dossier begins with somebody who can be called or written; raises `Refused` (`request-invalid`)."""
    asked = list(parties)
    if not any(each.role == "applicant" for each in asked):
        raise Refused("request-invalid", path="parties", came=0, expected="een aanvrager / an applicant")
    if not any(each.email or each.phone for each in asked):
        raise Refused(
            "request-invalid",
            path="parties.0.email",
            came="",
            expected="een e-mailadres of telefoonnummer / an e-mail address or telephone number",
        )


def check_opening(parties: Iterable[PartyFacts], today: date) -> None:
    """What a dossier begins with can be; raises `Refused` with the place of what cannot."""
    asked = list(parties)
    for number, each in enumerate(asked):
        _check(each, today, f"parties.{number}.")
    check_reachable(asked)


def without(own: Iterable[Party], reference: str) -> Party:
    """The party that goes; raises `NotFound`, and `Conflict` (`last-party`) for the last applicant."""
    parties = list(own)
    gone = next((each for each in parties if each.reference == reference), None)
    if gone is None:
        known = ", ".join(each.reference for each in parties)
        raise NotFound("not-found", path="reference", came=reference, expected=known or "-")
    left = [each for each in parties if each.role == "applicant" and each is not gone]
    if gone.role == "applicant" and not left:
        raise Conflict("last-party", path="reference", came=reference)
    return gone


def stood(dossier: Dossier, standing: Standing, reason: str) -> Dossier:
    """Raises `Refused` (`request-invalid`) when a dossier is closed or reopened without saying why."""
    why = checked_text("reason", reason, _REASON_MAX)
    turns = standing in _CLOSED or dossier.standing in _CLOSED
    if turns and not why and standing != dossier.standing:
        raise Refused("request-invalid", path="reason", came="", expected="een reden / a reason")
    return replace(dossier, standing=standing)


def came_by(dossier: Dossier, lead_source: str) -> Dossier:
    return replace(dossier, lead_source=checked_text("lead_source", lead_source, _LEAD_SOURCE_MAX))


def checked_text(path: str, text: str, most: int) -> str:
    """One line of at most so many signs; raises `Refused` (`request-invalid`)."""
    line = " ".join(text.split())
    if len(line) > most:
        raise Refused("request-invalid", path=path, came=len(line), expected=f"<= {most}")
    return line


@dataclass(frozen=True, slots=True)
class Completeness:
    """How much is known of the applicants: `missing` per party its reference, name and fields (as in `PartyFacts`)."""

    percent: int
    missing: tuple[tuple[str, str, tuple[str, ...]], ...]


def completeness(parties: Iterable[Party]) -> Completeness:
    """Of what the office keeps of its applicants, else of what applications say; 0 without an applicant.

    Rounded down, so that 100 means everything.
    """
    applicants = [each for each in parties if each.role == "applicant"]
    asked = own_parties(applicants) or applicants
    lacking = [(each.reference, each.name, _lacking(each.facts)) for each in asked if not _is_company(each.facts)]
    wanted = len(WANTED) * len(lacking)
    gaps = sum(len(fields) for _, _, fields in lacking)
    percent = 100 * (wanted - gaps) // wanted if wanted else 100 if asked else 0
    return Completeness(percent, tuple(each for each in lacking if each[2]))


def likeness(party: PartyFacts, known: Party) -> tuple[str, ...]:
    """Why two may be the same person, strongest first: `birth` (surname and birth date), `email`, `phone`, `name`."""
    surname = _surname(party.birth_name, party.correspondence_name, party.company)
    facts = known.facts
    theirs = _surname(*(str(facts.get(name, "")) for name in ("birth_name", "correspondence_name", "company")))
    same_name = bool(surname & theirs)
    found = {
        "birth": same_name and party.birth_date is not None and party.birth_date == known.birth_date,
        "email": bool(party.email) and party.email.lower() == known.email,
        "phone": bool(_digits(party.phone)) and _digits(party.phone) == _digits(known.phone),
        "name": same_name and (party.birth_date is None or known.birth_date is None),
    }
    return tuple(why for why, holds in found.items() if holds)


def surnames(parties: Iterable[PartyFacts]) -> set[str]:
    """The surnames in small letters, for looking them up."""
    return set().union(*(_surname(each.birth_name, each.correspondence_name, each.company) for each in parties))


def _surname(*names: str) -> set[str]:
    return {" ".join(name.casefold().split()) for name in names if name.strip()}


def _digits(phone: str) -> str:
    """The last nine digits: `+31 6 1234 5678` and `06-12345678` are one number."""
    return "".join(sign for sign in phone if sign.isdigit())[-9:]


def _lacking(facts: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(name for name in WANTED if not facts.get(name))


def _is_company(facts: Mapping[str, Any]) -> bool:
    return str(facts.get("kind", "")).startswith("02")


def _check(party: PartyFacts, today: date, at: str) -> None:
    if not name_of(party).strip():
        raise Refused("request-invalid", path=f"{at}birth_name", came="", expected="een naam / a name")
    if party.birth_date and not OLDEST <= party.birth_date <= today:
        raise Refused(
            "request-invalid", path=f"{at}birth_date", came=party.birth_date.isoformat(), expected=f"{OLDEST} – {today}"
        )
