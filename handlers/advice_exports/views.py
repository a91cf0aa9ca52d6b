"""The reading side of exports: those of a dossier with what came back, and the dossier that a number belongs to."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.engine import Connection

from handlers.accounts.views import names_of
from handlers.advice_exports import loans, rules
from handlers.advice_exports.loans import FIELDS
from handlers.advice_exports.rules import AdviceExport, Difference
from handlers.advice_exports.tables import ADVICE_EXPORTS
from handlers.applications.views import KeptVersion, versions_of_number
from handlers.dossiers.views import OwnParty, office_of_dossier, own_parties_in
from handlers.offices.views import number_at, profile_of
from handlers.products.views import Product, without_application
from hub import rows as statements
from hub.records import OUTCOMES
from schemas.advice_exports import ApplicantAnswers
from schemas.applications import PartyFacts
from schemas.errors import Refused
from schemas.letters import ExportedDossier, Route
from schemas.viewer import VisibleDossier

__all__ = [
    "FIELDS",
    "Difference",
    "ExportView",
    "ReturnView",
    "applicants_in",
    "exportable_in",
    "exported_as",
    "exports_in",
    "facts_part",
    "homes_in",
    "kept_facts",
    "letter_in",
    "next_in",
]


@dataclass(frozen=True, slots=True)
class ExportView:
    """`blob` is the file as it went out; `receiver` the node of the package, the office's own when it was taken."""

    id: str
    correlation: str
    version: int
    format: str
    receiver: str
    blob: str
    size: int
    who: str
    made_at: datetime


@dataclass(frozen=True, slots=True)
class ReturnView:
    """A version that came back, held against the export (`compared`) that was the newest when it came."""

    application_id: str
    request_version: int
    sent_at: datetime | None
    unit_id: str
    compared: int
    differences: tuple[Difference, ...]


@dataclass(frozen=True, slots=True)
class Next:
    """What the next export is called, and what was answered for the one before."""

    correlation: str
    version: int
    answers: tuple[ApplicantAnswers, ...]


def exported_as(connection: Connection, numbers: Sequence[str], environment: str, office_id: str) -> str:
    """The dossier that went out by one of these numbers from this office; empty for none, for intake."""
    found = statements.select(connection, ADVICE_EXPORTS, "correlation", numbers)
    mine = {each.dossier_id for each in found if (each.environment, each.office_id) == (environment, office_id)}
    return mine.pop() if len(mine) == 1 else ""


def exports_in(
    dossier: VisibleDossier, connection: Connection
) -> tuple[tuple[ExportView, ...], tuple[ReturnView, ...]]:
    """The exports of a dossier and what came back under their number, both the newest first."""
    found = _exports(connection, dossier.id)
    names = names_of(connection, [each.made_by for each in found])
    shown = tuple(_view(each, names) for each in reversed(found))
    if not found:
        return shown, ()
    numbers = dict.fromkeys(each.correlation for each in found)
    back = [each for number in numbers for each in versions_of_number(dossier, connection, number)]
    outcomes = statements.select(connection, OUTCOMES, "unit_id", [each.unit_id for each in back])
    came = {each.unit_id: each.at for each in outcomes}
    return shown, tuple(_returned(each, found, came.get(each.unit_id)) for each in reversed(back))


def next_in(dossier: VisibleDossier, connection: Connection, at: datetime) -> Next:
    """The number and version that an export would have now."""
    found = _exports(connection, dossier.id)
    if not found:
        return Next(rules.correlation_of(dossier.id, at), 1, ())
    last = max(found, key=lambda each: (each.made_at, each.version))
    answers = tuple(ApplicantAnswers.model_validate(each) for each in last.answers)
    return Next(last.correlation, last.version + 1, answers)


def applicants_in(dossier: VisibleDossier, connection: Connection) -> tuple[tuple[str, str], ...]:
    """The applicants that the office keeps: reference and name."""
    own = own_parties_in(dossier, connection)
    return tuple((each.reference, each.name) for each in own if each.role == "applicant")


def letter_in(
    dossier: VisibleDossier,
    connection: Connection,
    route: Route,
    answers: Iterable[ApplicantAnswers],
    chosen: Sequence[str] = (),
) -> ExportedDossier:
    """What goes out: people that the office keeps, the office as intermediary, what was answered, and products.

    Raises `Refused` (`request-invalid`) for a product that cannot go along.
    """
    sent = _loans(dossier, connection, chosen)
    parties = tuple(_facts(each) for each in own_parties_in(dossier, connection))
    office_id = office_of_dossier(connection, dossier.id)
    profile = profile_of(connection, office_id)
    office = rules.intermediary(
        number_at(connection, office_id, ""), profile.company, profile.phone, profile.email, profile.afm_number
    )
    more = rules.office_additions(profile.phone)
    return ExportedDossier(
        route=route,
        parties=parties,
        intermediaries=(office,),
        products=tuple(each.loan for each in sent),
        properties=tuple(each.home for each in sent if each.home),
        additions=(*rules.additions(parties, answers), *more, *(one for each in sent for one in each.additions)),
    )


def exportable_in(dossier: VisibleDossier, connection: Connection) -> tuple[Product, ...]:
    """The products that can go along: mortgages that run, of which no application speaks yet."""
    return tuple(each for each in without_application(dossier, connection) if each.kind == loans.KIND)


def homes_in(dossier: VisibleDossier, connection: Connection, chosen: Sequence[str]) -> tuple[int, ...]:
    """For each Object of the export the number of the Lening whose card speaks of it."""
    return tuple(place for place, each in enumerate(_loans(dossier, connection, chosen), 1) if each.home)


def _loans(dossier: VisibleDossier, connection: Connection, chosen: Sequence[str]) -> list[loans.Exported]:
    known = {each.id: each for each in exportable_in(dossier, connection)} if chosen else {}
    made: list[loans.Exported] = []
    for number, each in enumerate(dict.fromkeys(chosen), 1):
        if each not in known:
            expected = "een hypotheek zonder aanvraag / a mortgage without an application"
            raise Refused("request-invalid", path="products", came=each, expected=expected)
        home = 1 + sum(one.home is not None for one in made)
        made.append(loans.exported_loan(number, home, known[each].card, known[each].parts))
    return made


def kept_facts(letter: ExportedDossier) -> dict[str, object]:
    """What went out, as it is kept to compare with."""
    return rules.facts_of(letter.parties, letter.products, letter.properties)


def facts_part(connection: Connection, dossier_id: str) -> list[dict[str, object]]:
    """What is true of the exports, for replay."""
    names = ("correlation", "version", "format", "receiver", "blob", "facts", "answers")
    return [{name: getattr(each, name) for name in names} for each in _exports(connection, dossier_id)]


def _exports(connection: Connection, dossier_id: str) -> list[AdviceExport]:
    found = statements.select(connection, ADVICE_EXPORTS, "dossier_id", [dossier_id])
    return sorted(found, key=lambda each: (each.made_at, each.version))


def _returned(back: KeptVersion, exports: Sequence[AdviceExport], came_at: datetime | None) -> ReturnView:
    """By our own clock: that of a package may stand an hour aside."""
    own = [each for each in exports if each.correlation == back.facts.get("number")]
    before = [each for each in own if came_at is None or each.made_at <= came_at] or own[:1]
    base = before[-1]
    found = rules.differences(base.facts, back.facts)
    return ReturnView(back.application_id, back.request_version, back.sent_at, back.unit_id, base.version, found)


def _facts(party: OwnParty) -> PartyFacts:
    return rules.party_of(party.reference, party.role, party.facts)


def _view(each: AdviceExport, names: dict[str, str]) -> ExportView:
    return ExportView(
        id=each.id,
        correlation=each.correlation,
        version=each.version,
        format=each.format,
        receiver=each.receiver,
        blob=each.blob,
        size=each.size,
        who=names.get(each.made_by, ""),
        made_at=each.made_at,
    )
