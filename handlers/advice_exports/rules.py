"""The number of an export, what is asked beside the facts, and what differs in what came back. Pure."""

import base64
import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from schemas.advice_exports import CORRELATION, MOST_VERSIONS, ApplicantAnswers, ExportDossier
from schemas.applications import IntermediaryFacts, PartyFacts, ProductFacts, PropertyFacts
from schemas.errors import Refused
from schemas.hdn.codes import written
from schemas.letters import Addition
from schemas.values import CodedText

_CROCKFORD = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", "0123456789ABCDEFGHJKMNPQRSTVWXYZ")
_ASKED = {
    "divorced": "HuwelijkOntbondenJN",
    "divorced_on": "HuwelijkOntbondenDt",
    "liable": "HoofdelijkAansprakelijkJN",
    "tax_resident": "FiscaalInwonerVanNederlandJN",
    "taxed_abroad": "UitsluitendOfMedeFiscaalInwonerBuitenNedJN",
    "study_loan": "StudieleningInventarisatie",
}
"""Answer → element of Hypotheekgever."""
_CODES = ("kind", "gender", "marital_status", "country")
_PLACE = "OfferteAanvraag/Hypotheekgever"
_PARTY = (
    *("birth_name", "birth_prefix", "first_names", "initials", "correspondence_name", "prefix", "company"),
    *("birth_date", "gender", "marital_status", "street", "house_number", "house_number_suffix", "postcode", "city"),
    *("email", "phone"),
)
_LOAN = ("lender", "product", "arrangement", "amount", "passing_date", "with_guarantee")
_PART = ("kind", "repayment", "amount", "term_months", "rate_pct", "fixed_months")
_PROPERTY = ("kind", "street", "house_number", "house_number_suffix", "postcode", "city", "market_value")


@dataclass(frozen=True, slots=True)
class AdviceExport:
    """`facts` and `answers` as JSON; `correlation` is the AanvraagVolgNr of all versions, `blob` the file as it was."""

    dossier_id: str
    id: str
    office_id: str
    environment: str
    correlation: str
    version: int
    format: str
    receiver: str
    blob: str
    size: int
    facts: dict[str, Any]
    answers: list[Any]
    made_by: str
    made_at: datetime


@dataclass(frozen=True, slots=True)
class Difference:
    """A field of something (`what` and which) with its values as they went out and as they came back."""

    what: str
    which: str
    field: str
    out: str
    back: str


def correlation_of(dossier_id: str, first_at: datetime) -> str:
    """The number that a dossier goes out by, as `EX26-4KQ7M2XXXXXX`: it follows from the id, 60 bits of it.

    The year is that of the first export; later versions keep the number.
    """
    digest = base64.b32encode(hashlib.sha256(f"export {dossier_id}".encode()).digest()).decode().translate(_CROCKFORD)
    return f"EX{first_at:%y}-{digest[:12]}"


def is_ours(number: str | None) -> bool:
    return bool(number) and CORRELATION.fullmatch(str(number)) is not None


def exported(
    command: ExportDossier, place: tuple[str, str, str], before: Iterable[AdviceExport], *, by: str, at: datetime
) -> AdviceExport:
    """The next version at `place` (id, office, environment).

    Raises `Refused` (`stale` when another export came between, `request-invalid` after the last version).
    """
    known = list(before)
    correlation, expected = following(known, command.correlation)
    if expected > MOST_VERSIONS:
        raise Refused("request-invalid", path="version", came=expected, expected=f"<= {MOST_VERSIONS}")
    if (command.correlation, command.version) != (correlation, expected):
        raise Refused("stale", path="version", came=expected, expected=command.version)
    said = command.model_dump(mode="json")
    names = ("correlation", "version", "format", "receiver", "blob", "size", "facts", "answers")
    export_id, office_id, environment = place
    what: dict[str, Any] = {name: said[name] for name in names}
    return AdviceExport(command.dossier_id, export_id, office_id, environment, **what, made_by=by, made_at=at)


def following(before: Iterable[AdviceExport], first: str) -> tuple[str, int]:
    """Number and version of the next one: those of the latest go on, `first` is the number of a dossier without any.

    A dossier into which another one was merged has the exports of both.
    """
    latest = max(before, key=lambda each: (each.made_at, each.version), default=None)
    return (latest.correlation, latest.version + 1) if latest else (first, 1)


def additions(parties: Iterable[PartyFacts], answers: Iterable[ApplicantAnswers]) -> tuple[Addition, ...]:
    """What was answered about each applicant, at its place in the message; what nobody said is left out."""
    said = {each.reference: each for each in answers}
    applicants = [each for each in parties if each.role == "applicant"]
    return tuple(
        Addition(place=f"{_PLACE}[{place}]/{tag}", value=value)
        for place, party in enumerate(applicants, 1)
        if party.reference in said
        for tag, value in _answered(said[party.reference])
    )


def party_of(reference: str, role: str, kept: Mapping[str, Any]) -> PartyFacts:
    """A party as a dossier keeps it: there a code stands as `code text`."""
    codes = {name: _coded(str(kept[name])) for name in _CODES if kept.get(name)}
    plain = {"kind": CodedText(code="01"), **kept, **codes, "reference": reference, "role": role}
    return PartyFacts.model_validate(plain)


def office_additions(phone: str) -> tuple[Addition, ...]:
    """An AX asks a mobile number of the intermediary too; an office is reached at the number that it gives."""
    return (
        (Addition(place="OfferteAanvraag/TussenPersoon/TelefoonNrMobiel", value=digits),)
        if (digits := _phone(phone))
        else ()
    )


def intermediary(number: str, company: str, phone: str, email: str, afm_number: str) -> IntermediaryFacts:
    """The office as the TussenPersoon of what it exports."""
    return IntermediaryFacts(number=number, company=company, phone=phone, email=email, afm_number=afm_number)


def differences(out: Mapping[str, Any], back: Mapping[str, Any]) -> tuple[Difference, ...]:
    """Field by field what is different in what came back; a value that was not sent is empty on that side."""
    return (
        *_of_people(out.get("parties", ()), back.get("parties", ())),
        *_numbered("product", out.get("products", ()), back.get("products", ()), _LOAN),
        *_of_parts(out.get("products", ()), back.get("products", ())),
        *_numbered("property", out.get("properties", ()), back.get("properties", ()), _PROPERTY),
    )


def facts_of(
    parties: Iterable[PartyFacts], products: Iterable[ProductFacts], properties: Iterable[PropertyFacts]
) -> dict[str, Any]:
    """What went out, as it is kept to compare with."""
    named = {"parties": parties, "products": products, "properties": properties}
    return {name: [each.model_dump(mode="json") for each in found] for name, found in named.items()}


def _answered(said: ApplicantAnswers) -> Iterator[tuple[str, str]]:
    for name, tag in _ASKED.items():
        value = getattr(said, name)
        if name == "divorced_on":
            if value and said.divorced == "J":
                yield tag, value.isoformat()
        elif value:
            yield tag, written(value, "StudieleningInventarisatie" if name == "study_loan" else "JaNee")


def _of_people(out: Iterable[Mapping[str, Any]], back: Iterable[Mapping[str, Any]]) -> Iterator[Difference]:
    left = [each for each in back if each.get("role") == "applicant"]
    for mine in (each for each in out if each.get("role") == "applicant"):
        theirs = _same_person(mine, left)
        if theirs in left:
            left.remove(theirs)
        yield from _fields("party", _called(mine), mine, theirs, _PARTY)
    for theirs in left:
        yield from _fields("party", _called(theirs), {}, theirs, _PARTY)


def _same_person(mine: Mapping[str, Any], others: list[Mapping[str, Any]]) -> Mapping[str, Any]:
    """By birth date and surname, else by one of the two, else by e-mail address; a package numbers people anew."""
    for names in (("birth_date", "birth_name"), ("birth_date",), ("birth_name",), ("email",)):
        found = next((one for one in others if all(_same(mine, one, name) for name in names)), None)
        if found is not None:
            return found
    return {}


def _same(one: Mapping[str, Any], other: Mapping[str, Any], name: str) -> bool:
    mine = _shown(one.get(name)).casefold()
    return bool(mine) and mine == _shown(other.get(name)).casefold()


def _of_parts(out: Iterable[Mapping[str, Any]], back: Iterable[Mapping[str, Any]]) -> Iterator[Difference]:
    theirs = {each["number"]: each for each in back}
    mine = {each["number"]: each for each in out}
    for number in sorted({*mine, *theirs}):
        sides = (mine.get(number, {}).get("parts", ()), theirs.get(number, {}).get("parts", ()))
        for found in _numbered("part", *sides, _PART):
            yield Difference(found.what, f"{number}.{found.which}", found.field, found.out, found.back)


def _numbered(
    what: str, out: Iterable[Mapping[str, Any]], back: Iterable[Mapping[str, Any]], names: tuple[str, ...]
) -> Iterator[Difference]:
    mine, theirs = ({each["number"]: each for each in side} for side in (out, back))
    for number in sorted({*mine, *theirs}):
        yield from _fields(what, str(number), mine.get(number, {}), theirs.get(number, {}), names)


def _fields(
    what: str, which: str, out: Mapping[str, Any], back: Mapping[str, Any], names: tuple[str, ...]
) -> Iterator[Difference]:
    for name in names:
        mine, theirs = _shown(out.get(name)), _shown(back.get(name))
        if mine != theirs and not (name == "phone" and _digits(mine) == _digits(theirs)):
            yield Difference(what, which, name, mine, theirs)


def _shown(value: Any) -> str:
    """A value as people read it; a code with its text, an amount without needless zeros."""
    if value is None or value == "":
        return ""
    if isinstance(value, Mapping):
        return f"{value.get('code', '')} {value.get('text', '')}".strip()
    text = str(value)
    is_number = "." in text and text.replace(".", "", 1).lstrip("-").isdigit()
    return text.rstrip("0").rstrip(".") if is_number else text


def _digits(phone: str) -> str:
    return "".join(sign for sign in phone if sign.isdigit())[-9:]


def _phone(given: str) -> str:
    """Ten digits, as the standard writes a number of the Netherlands; empty for anything else."""
    digits = "".join(sign for sign in given if sign.isdigit())
    digits = f"0{digits[-9:]}" if digits.startswith(("31", "0031")) else digits
    return digits if len(digits) == len("0612345678") and not digits.startswith("06") else ""


def _coded(said: str) -> CodedText:
    code, _, text = said.partition(" ")
    return CodedText(code=code, text=text)


def _called(party: Mapping[str, Any]) -> str:
    names = (party.get("initials"), party.get("birth_prefix"), party.get("birth_name") or party.get("company"))
    return " ".join(str(each) for each in names if each) or str(party.get("reference", ""))
