"""What of a dossier may show an item of an advice file, and where it is opened; what is gone has no page any more."""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy.engine import Connection

from handlers.contacts.views import contacts_in
from handlers.documents.views.stukken import stukken_in
from handlers.dossiers.views import products_in, visible
from handlers.meeting_reports.views import meeting_reports_in
from handlers.service_agreements.views import agreements_in
from handlers.workflows.views import workflow_of
from hub.clock import AMSTERDAM
from portal_api.routes.dossiers import unknown
from portal_api.who import Asking
from schemas.errors import Refused
from schemas.viewer import VisibleDossier

_LONGEST = 80


@dataclass(frozen=True, slots=True)
class Proof:
    """`proof` is its reference, as `report:ID`; `name` is what people call it."""

    proof: str
    kind: str
    name: str
    href: str


def proofs_of(asking: Asking, dossier_id: str, product_id: str) -> tuple[Proof, ...]:
    """Everything that may show an item of this product; raises `NotFound` outside the scope."""
    with asking.reading() as connection:
        dossier = visible(asking.viewer, connection, dossier_id)
        if dossier is None:
            raise unknown(dossier_id)
        return tuple(_found(dossier, connection, product_id))


def check_proof(asking: Asking, dossier_id: str, product_id: str, proof: str) -> None:
    """Raises `Refused` (`request-invalid`) for what is not in this dossier."""
    if proof and all(each.proof != proof for each in proofs_of(asking, dossier_id, product_id)):
        expected = "iets van dit dossier / something of this dossier"
        raise Refused("request-invalid", path="proof", came=proof, expected=expected)


def _found(dossier: VisibleDossier, connection: Connection, product_id: str) -> Iterator[Proof]:
    here = f"/dossiers/{dossier.id}"
    for stuk in stukken_in(dossier, connection).stukken:
        for each in stuk.attachments:
            yield Proof(f"file:{each.id}", "file", _short(f"{stuk.title}: {each.name}"), f"{here}/stukken/{stuk.id}")
    for report in meeting_reports_in(dossier, connection):
        yield Proof(f"report:{report.id}", "report", _short(report.subject), f"{here}/meeting-reports")
    for paper in agreements_in(dossier, connection):
        yield Proof(f"agreement:{paper.id}", "agreement", paper.number, f"{here}/agreements/{paper.id}")
    for contact in contacts_in(dossier, connection):
        name = _short(f"{contact.at.astimezone(AMSTERDAM):%d-%m-%Y} {contact.summary}")
        yield Proof(f"contact:{contact.id}", "contact", name, f"{here}/tasks")
    for loan in products_in(dossier, connection):
        if loan.parts:
            place = f"applications/{loan.application_id}/products/{loan.number}"
            reference = f"calculation:{loan.application_id}/{loan.number}"
            yield Proof(reference, "calculation", loan.name or loan.lender, f"{here}/{place}/monthly-costs")
    walked = workflow_of(dossier, connection, product_id)
    for step in walked.history if walked else ():
        state = walked.definition.state(step.after) if walked else None
        name = f"{step.at.astimezone(AMSTERDAM):%d-%m-%Y} {state.nl if state else step.after}"
        yield Proof(f"step:{step.id}", "step", name, f"{here}/products/{product_id}#steps")


def _short(words: str) -> str:
    line = " ".join(words.split())
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1]}…"
