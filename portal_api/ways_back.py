"""What pages and API do alike about ways back for a customer: a link after a check, a letter with a code."""

from functools import partial
from typing import get_args

from fastapi.responses import Response

from handlers.customers.views import CustomerView, letter_facts_in
from handlers.dossiers.views import visible
from hub.blobs import read_blob
from hub.clock import AMSTERDAM
from hub.records import Outcome
from portal_api.customers import customers_for
from portal_api.who import Asking
from portal_api.writes import write
from schemas.customers import By, Check, CodeLetter, MakeCodeLetter, ResetCustomer
from schemas.errors import NotFound

CHECKS: tuple[str, ...] = get_args(Check)


def customer_of(asking: Asking, dossier_id: str, person_id: str) -> CustomerView:
    """A customer of a dossier in scope; raises `NotFound`."""
    found = [each for each in customers_for(asking, dossier_id) if person_id and each.person_id == person_id]
    if not found:
        raise NotFound("not-found", path="person_id", came=person_id, expected="een klant van dit dossier")
    return found[0]


def channels_of(asking: Asking, customer: CustomerView) -> tuple[By, ...]:
    """Over which channels this customer can be reached from here."""
    settings = asking.counter.runtime.settings
    by_mail: tuple[By, ...] = ("email",) if settings.mail and customer.account_email else ()
    return (*by_mail, "sms") if settings.sms and customer.phone else by_mail


def reset(  # noqa: PLR0913 - what a person says of it
    asking: Asking,
    key: str | None,
    dossier_id: str,
    person_id: str,
    *,
    check: Check,
    reason: str,
    link_by: By,
    and_factors: bool,
    if_match: str | None = None,
) -> tuple[Outcome, str]:
    """The link and word of it, once per key; raises `NotFound`, `Conflict`, `Refused`."""
    customer = customer_of(asking, dossier_id, person_id)
    other = next((each for each in channels_of(asking, customer) if each != link_by), "")
    made = ResetCustomer(
        dossier_id=dossier_id,
        person_id=person_id,
        check=check,
        reason=reason,
        link_by=link_by,
        word_by=other,
        and_factors=and_factors,
    )
    given = {"command": "ResetCustomer", **made.model_dump(mode="json", exclude={"word_by"})}
    by = partial(asking.counter.ways_back.reset, phone=customer.phone)
    return write(asking, key, given, lambda: made, seen=(dossier_id, if_match), by=by)


def letter(
    asking: Asking, key: str | None, dossier_id: str, person_id: str, reason: str, *, if_match: str | None = None
) -> bytes:
    """The PDF of a letter with a code; the same key prints the same letter again."""
    customer = customer_of(asking, dossier_id, person_id)
    made = MakeCodeLetter(dossier_id=dossier_id, person_id=person_id, reason=reason)
    given = {"command": "MakeCodeLetter", **made.model_dump(mode="json")}
    outcome, _ = write(
        asking, key, given, lambda: made, seen=(dossier_id, if_match), by=asking.counter.ways_back.letter
    )
    return _printed(asking, dossier_id, customer, outcome)


def _printed(asking: Asking, dossier_id: str, customer: CustomerView, outcome: Outcome) -> bytes:
    counter = asking.counter
    said = counter.ways_back.letter_of(outcome.unit_id)
    with asking.reading() as connection:
        dossier = visible(asking.viewer, connection, dossier_id)
        if dossier is None:
            raise NotFound("not-found", path="dossier_id", came=dossier_id, expected="een dossier / a dossier")
        office, address = letter_facts_in(dossier, connection, customer.party)
        logo = read_blob(connection, counter.runtime.store, office.logo) if office.logo else b""
    paper = CodeLetter(
        office=office,
        name=customer.account_name or customer.name,
        address=address,
        day=outcome.at.astimezone(AMSTERDAM).date(),
        code=said.code,
        until=said.until.astimezone(AMSTERDAM).date(),
        site=f"{counter.runtime.settings.public_url}/code",
    )
    return counter.print_code_letter(paper, logo).body


def letter_answer(body: bytes) -> Response:
    """The letter as a file; its name says nothing of whom it is for."""
    headers = {"Content-Disposition": 'attachment; filename="brief.pdf"', "Cache-Control": "private, no-store"}
    return Response(body, media_type="application/pdf", headers=headers)
