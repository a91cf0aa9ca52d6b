"""Writes an AX (OfferteAanvraag) from facts (standard, 4.2 and 4.3).

What the message needs beside the facts is an addition of the letter; what is still missing, the schema says.
"""

from collections.abc import Iterator

from adapters.hdn.writers.additions import add_all
from adapters.hdn.writers.draft import Draft, Sources
from adapters.hdn.writers.elements import Fields, document, fields, laid_out
from adapters.hdn.writers.header import write_header
from adapters.hdn.writers.parties import write_applicant, write_intermediary, write_notary, write_party
from adapters.hdn.writers.properties import write_property
from adapters.hdn.writers.service_provider import write_service_provider
from adapters.hdn.writers.spelling import amount, coded, day, percentage, text, yes_no
from adapters.hdn.xml import Element
from schemas.applications import PartyFacts, ProductFacts
from schemas.hdn.messages import MESSAGE_TYPES
from schemas.letters import ExportedDossier, ServiceProviderFacts, WrittenApplication

_AX = next(row for row in MESSAGE_TYPES if row.code == "AX")
_LOAN: Fields = (
    ("HypotheekBedrag", "amount", amount),
    ("Financier", "lender", coded("Maatschappij")),
    ("Regeling", "arrangement", coded("Regeling")),
    ("CodeLeningMij", "product", coded("CodeLeningMij")),
    ("PasseerDt", "passing_date", day),
    ("NHGJN", "with_guarantee", yes_no),
)
_PART: Fields = (
    ("CodeLeningDeel", "kind", coded("CodeLeningDeel")),
    ("CodeDeelMij", "product", coded("CodeDeelMij")),
    ("DuurInMnd", "term_months", text),
    ("LeningDeelBedrag", "amount", amount),
    ("AflossingsVorm", "repayment", coded("AflossingsVorm")),
    ("RenteVastInMnd", "fixed_months", text),
    ("RentePct", "rate_pct", percentage),
    ("EffectieveRentePerc", "effective_rate_pct", percentage),
)


def write_application(letter: WrittenApplication, _sources: Sources) -> Draft:
    """The draft of one application version with our service provider in it."""
    root = _root(letter, letter.service_provider)
    mistakes = add_all(root, _AX.code, letter.additions, ours=("Header", "ServiceProvider"))
    lacking = write_service_provider(root, _AX.code, letter.service_provider)
    return Draft(laid_out(root), findings=(*mistakes, *lacking))


def write_export(letter: ExportedDossier, _sources: Sources) -> Draft:
    """The draft of a dossier for adviser software."""
    root = _root(letter, None)
    return Draft(laid_out(root), findings=tuple(add_all(root, _AX.code, letter.additions, ours=("Header",))))


def _root(letter: WrittenApplication | ExportedDossier, provider: ServiceProviderFacts | None) -> Element:
    parties = [party for party in letter.parties if party.role != "service_provider"]
    return document(
        _AX.root,
        write_header(_AX, letter.route, provider),
        *(write_applicant(party, place) for place, party in _with_role(parties, "applicant")),
        *(write_party(party, place) for place, party in enumerate(parties, 1)),
        *(write_intermediary(facts, place) for place, facts in enumerate(letter.intermediaries, 1)),
        *(write_notary(party, place) for place, party in _with_role(parties, "notary")),
        *(write_property(facts) for facts in letter.properties),
        *(_loan(product) for product in letter.products),
    )


def _with_role(parties: list[PartyFacts], role: str) -> Iterator[tuple[int, PartyFacts]]:
    return enumerate((party for party in parties if party.role == role), 1)


def _loan(product: ProductFacts) -> Element:
    parts = (document("Leningdeel", *fields(part, _PART), number=part.number) for part in product.parts)
    return document("Lening", *fields(product, _LOAN), *parts, number=product.number)
