"""Customers: which parties of a dossier have access, giving it, sending the link again, taking it away."""

from fastapi import APIRouter
from fastapi.responses import Response

from portal_api.customers import customers_for, dismiss, invite, invite_again
from portal_api.routes.documented import WRITE_PROBLEMS, PathId, problems
from portal_api.shapes.customers import (
    CustomerShape,
    CustomersShape,
    DismissRequest,
    InviteRequest,
    LetterRequest,
    ResetRequest,
)
from portal_api.shapes.exchanges import DoneShape
from portal_api.ways_back import letter, letter_answer, reset
from portal_api.who import CustomerWriter
from portal_api.writes import IdempotencyKey, IfMatch, done


def routes() -> APIRouter:
    router = APIRouter(prefix="/dossiers/{dossier_id}/customers", tags=["customers"])
    said = problems(*WRITE_PROBLEMS)
    router.get("", responses=problems(404), summary="Which parties of a dossier have access")(listed)
    router.post("", responses=said, summary="Give a party access and send the link")(give)
    router.post("/{person_id}/invite", responses=said, summary="Send a new link")(again)
    router.post("/{person_id}/reset", responses=said, summary="Send a link after checking who it is")(start_again)
    router.post(
        "/{person_id}/letter",
        responses=said | {200: {"content": {"application/pdf": {}}, "description": "The letter."}},
        response_class=Response,
        summary="Print a letter with a code",
    )(print_letter)
    router.post("/{person_id}/dismiss", responses=said, summary="Take access away")(take)
    return router


def listed(asking: CustomerWriter, dossier_id: PathId) -> CustomersShape:
    """Each person once, whatever number of applications he is in."""
    return CustomersShape(items=tuple(CustomerShape.model_validate(each) for each in customers_for(asking, dossier_id)))


def give(
    asking: CustomerWriter,
    dossier_id: PathId,
    body: InviteRequest,
    response: Response,
    idempotency_key: IdempotencyKey = None,
    if_match: IfMatch = None,
) -> DoneShape:
    """Makes an account with the role `customer` and mails a link that works once, for a week.

    A customer of your office who has an account under this name and address keeps it, and gets this dossier beside.
    """
    done_by = invite(asking, idempotency_key, dossier_id, body.party, body.email, body.name, if_match=if_match)
    return done(*done_by, response)


def again(
    asking: CustomerWriter,
    dossier_id: PathId,
    person_id: PathId,
    response: Response,
    idempotency_key: IdempotencyKey = None,
) -> DoneShape:
    """The earlier link works no more. Not for who has set his account up."""
    return done(*invite_again(asking, idempotency_key, dossier_id, person_id), response)


def start_again(
    asking: CustomerWriter,
    dossier_id: PathId,
    person_id: PathId,
    body: ResetRequest,
    response: Response,
    idempotency_key: IdempotencyKey = None,
    if_match: IfMatch = None,
) -> DoneShape:
    """The customer gets a link to choose a password; you never see it, and he gets word of it over the other channel.

    It stands on the timeline with how you knew who he is.
    """
    return done(
        *reset(asking, idempotency_key, dossier_id, person_id, **body.model_dump(), if_match=if_match), response
    )


def print_letter(
    asking: CustomerWriter,
    dossier_id: PathId,
    person_id: PathId,
    body: LetterRequest,
    idempotency_key: IdempotencyKey = None,
    if_match: IfMatch = None,
) -> Response:
    """A PDF with a code that works once, for two weeks; earlier letters work no more.

    The code is on the letter alone: the same key prints the same letter again.
    """
    made = letter(asking, idempotency_key, dossier_id, person_id, body.reason, if_match=if_match)
    return letter_answer(made)


def take(
    asking: CustomerWriter,
    dossier_id: PathId,
    person_id: PathId,
    body: DismissRequest,
    response: Response,
    idempotency_key: IdempotencyKey = None,
    if_match: IfMatch = None,
) -> DoneShape:
    """He is signed out everywhere at once, and links that he did not use work no more."""
    return done(*dismiss(asking, idempotency_key, dossier_id, person_id, body.reason, if_match=if_match), response)
