"""What pages and API do alike about exports to adviser software: make one that is valid, and name what it lacks."""

import hashlib
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass

from handlers.advice_exports.views import (
    FIELDS,
    ExportView,
    ReturnView,
    applicants_in,
    exportable_in,
    exports_in,
    homes_in,
    kept_facts,
    letter_in,
    next_in,
)
from handlers.dossiers.views import office_of_dossier, visible
from handlers.products.views import Product
from hub.directory import PACKAGE, all_nodes
from hub.records import NodeEntry, Outcome
from portal_api.routes.dossiers import unknown
from portal_api.service_agreements import Seen, content_of
from portal_api.texts import text
from portal_api.who import Asking
from portal_api.writes import write
from schemas.advice_exports import ApplicantAnswers, ExportDossier
from schemas.commands import Command
from schemas.errors import Finding, NotFound, Refused
from schemas.letters import Route
from schemas.refusals import sentence
from schemas.viewer import VisibleDossier

ASKED = {
    "HuwelijkOntbondenJN": "divorced",
    "HuwelijkOntbondenDt": "divorced_on",
    "HoofdelijkAansprakelijkJN": "liable",
    "FiscaalInwonerVanNederlandJN": "tax_resident",
    "UitsluitendOfMedeFiscaalInwonerBuitenNedJN": "taxed_abroad",
    "StudieleningInventarisatie": "study_loan",
}
"""Element of Hypotheekgever → the answer that fills it in."""
_PERSON = re.compile(r"OfferteAanvraag/Hypotheekgever(?:\[(\d+)\])?/(\w+)")
_PRODUCT_PLACE = re.compile(
    r"OfferteAanvraag/(?P<entity>Lening|Object)(?:\[(?P<number>\d+)\])?"
    r"(?P<part>/Leningdeel(?:\[(?P<part_number>\d+)\])?)?/(?P<tag>[A-Za-z-]+)$"
)
_PEOPLE = ("Vul dit in bij Personen en gegevens.", "Fill this in at People and details.")
_ANSWER = ("Beantwoord dit bij de aanvrager hieronder.", "Answer this at the applicant below.")
_OFFICE = ("Vul dit in bij Kantoorgegevens.", "Fill this in at Office details.")
_PRODUCT = ("Vul dit in bij het product.", "Fill this in at the product.")


def exports_of(asking: Asking, dossier_id: str) -> tuple[tuple[ExportView, ...], tuple[ReturnView, ...]]:
    """What went out and what came back; raises `NotFound` outside the scope."""
    with asking.reading() as connection:
        return exports_in(_dossier(asking, dossier_id), connection)


def file_of(asking: Asking, dossier_id: str, export_id: str) -> tuple[ExportView, bytes]:
    """The file as it went out; raises `NotFound`."""
    found = next((each for each in exports_of(asking, dossier_id)[0] if each.id == export_id), None)
    if found is None:
        raise NotFound("not-found", path="export_id", came=export_id, expected="een export / an export")
    return found, content_of(asking, found.blob)


def asked_of(
    asking: Asking, dossier_id: str
) -> tuple[tuple[tuple[str, str], ...], tuple[ApplicantAnswers, ...], Sequence[NodeEntry]]:
    """The applicants (reference and name), what was answered last time, and the packages that this hub knows."""
    with asking.reading() as connection:
        dossier = _dossier(asking, dossier_id)
        before = next_in(dossier, connection, asking.counter.runtime.clock.now())
        packages = [each for each in all_nodes(connection) if each.kind == PACKAGE]
        return applicants_in(dossier, connection), before.answers, packages


def products_of_export(asking: Asking, dossier_id: str) -> tuple[Product, ...]:
    """The products that may go along; raises `NotFound`."""
    with asking.reading() as connection:
        return exportable_in(_dossier(asking, dossier_id), connection)


def export(
    asking: Asking,
    dossier_id: str,
    answers: tuple[ApplicantAnswers, ...],
    receiver: str,
    of_the_write: Seen,
    products: tuple[str, ...] = (),
) -> Outcome:
    """A valid AX of the dossier as it is now, with these products of it, once per key.

    Raises `NotFound`, `Refused` (`export-incomplete` with every gap and where to mend it; `request-invalid`).
    """
    dossier = _dossier(asking, dossier_id)

    def made() -> Command:
        return _composed(asking, dossier, answers, receiver, products)

    said = [each.model_dump(mode="json") for each in answers]
    given = {"command": "ExportDossier", "dossier_id": dossier_id, "answers": said}
    given |= {"receiver": receiver} if receiver else {}
    given |= {"products": list(products)} if products else {}
    key, if_match = of_the_write
    return write(asking, key, given, made, seen=(dossier_id, if_match))[0]


def _composed(
    asking: Asking,
    dossier: VisibleDossier,
    answers: tuple[ApplicantAnswers, ...],
    receiver: str,
    products: tuple[str, ...],
) -> ExportDossier:
    runtime = asking.counter.runtime
    at = runtime.clock.now()
    with asking.reading() as connection:
        sender = _node_of(asking, office_of_dossier(connection, dossier.id))
        known = {each.node for each in all_nodes(connection) if each.kind == PACKAGE}
        if receiver and receiver not in known:
            raise Refused("request-invalid", path="receiver", came=receiver, expected="een pakket / a package")
        following = next_in(dossier, connection, at)
        route = Route(
            sender=sender,
            receiver=receiver or sender,
            environment=asking.viewer.environment,
            number=following.correlation,
            request_version=following.version,
            at=at,
        )
        letter = letter_in(dossier, connection, route, answers, products)
        applicants = [each.reference for each in letter.parties if each.role == "applicant"]
        named = Named(applicants, homes_in(dossier, connection, products), products)
        try:
            composed = runtime.registry.compose(connection, letter, None)
        except Refused as refused:
            raise _told(refused, named) from refused
    body = composed.body
    digest = hashlib.sha256(body).hexdigest()
    runtime.store.put(digest, io.BytesIO(body))
    return ExportDossier(
        dossier_id=dossier.id,
        correlation=following.correlation,
        version=following.version,
        receiver=route.receiver,
        blob=f"sha256:{digest}",
        size=len(body),
        facts=kept_facts(letter),
        answers=answers,
        products=products,
    )


@dataclass(frozen=True, slots=True)
class Named:
    """What a place of the message speaks of: applicants by reference, the Lening of each Object, products by id."""

    references: Sequence[str]
    homes: Sequence[int]
    products: Sequence[str]


def _told(refused: Refused, named: Named) -> Refused:
    """The same with, for each gap, where it is mended; what no schema said is left as it is."""
    if not refused.findings:
        return refused
    found = tuple(_mended(each, named) for each in refused.findings)
    dutch, english = ("; ".join(words) for words in zip(*((each.nl, each.en) for each in found), strict=True))
    count, path = str(len(found)), found[0].path
    nl = sentence("export-incomplete", "nl", path=path, came=count, expected=dutch)
    en = sentence("export-incomplete", "en", path=path, came=count, expected=english)
    told = Refused("export-incomplete", path=path, came=count, expected="AX 24.0", nl=nl, en=en)
    told.findings = found
    return told


def _mended(finding: Finding, named: Named) -> Finding:
    path, (nl, en) = _place(finding.path, named)
    words = (f"{finding.nl} {nl}", f"{finding.en} {en}")
    return Finding(finding.rule, path, finding.came, finding.expected, *words)


def _place(path: str, named: Named) -> tuple[str, tuple[str, str]]:
    """Where it is mended: an answer or the field of a card by its own name, else the path in the message."""
    person = _PERSON.match(path)
    if person and person[2] in ASKED:
        at = int(person[1] or 1) - 1
        reference = named.references[at] if at < len(named.references) else ""
        return f"answers.{reference}.{ASKED[person[2]]}", _ANSWER
    part = path.split("/")[1].partition("[")[0] if "/" in path else ""
    if part == "TussenPersoon":
        return path, _OFFICE
    return _of_a_product(path, named) if part in {"Lening", "Object"} else (path, _PEOPLE)


def _of_a_product(path: str, named: Named) -> tuple[str, tuple[str, str]]:
    """`products.ID.card.arrangement`, or the path in the message for what no card has."""
    found = _PRODUCT_PLACE.match(path)
    if found is None:
        return path, _PRODUCT
    entity, number = found["entity"], int(found["number"] or 1)
    place = named.homes[number - 1] if entity == "Object" and number <= len(named.homes) else number
    field = FIELDS["Leningdeel" if found["part"] else entity].get(found["tag"], "")
    if not field or place > len(named.products):
        return path, _PRODUCT
    at = f"part.{found['part_number'] or 1}" if found["part"] else "card"
    words = (
        f"Vul dit in op de kaart van het product: {text('nl', f'field.{field}')}.",
        f"Fill this in on the card of the product: {text('en', f'field.{field}')}.",
    )
    return f"products.{named.products[place - 1]}.{at}.{field}", words


def _node_of(asking: Asking, office_id: str) -> str:
    entry = asking.counter.runtime.directory.of_office(office_id)
    if entry is None:
        raise Refused("export-incomplete", path="office", came="0", expected="een node / a node")
    return entry.node


def _dossier(asking: Asking, dossier_id: str) -> VisibleDossier:
    with asking.reading() as connection:
        dossier = visible(asking.viewer, connection, dossier_id)
    if dossier is None:
        raise unknown(dossier_id)
    return dossier
