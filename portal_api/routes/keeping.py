"""What an office keeps of dossiers by hand: opening one, its parties, what they are to the office."""

from fastapi import APIRouter
from fastapi.responses import Response

from portal_api.keeping import alike, change, kept, open_new
from portal_api.routes.documented import WRITE_PROBLEMS, PathId, problems
from portal_api.shapes.exchanges import DoneShape
from portal_api.shapes.keeping import (
    AlikePage,
    AlikeShape,
    DropRequest,
    KeptShape,
    LeadSourceRequest,
    MissingShape,
    NewDossierRequest,
    OpenedShape,
    OwnPartyShape,
    PartyRequest,
    SoughtRequest,
    StandingRequest,
    facts_of,
)
from portal_api.who import Asking, DossierReader, DossierWriter
from portal_api.writes import IdempotencyKey, IfMatch, done
from schemas.commands import Command
from schemas.dossiers import DropParty, KeepParty, SetLeadSource, SetStanding


def routes() -> APIRouter:
    router = APIRouter(prefix="/dossiers", tags=["dossiers"])
    said = problems(*WRITE_PROBLEMS)
    router.post("", status_code=201, responses=said, summary="Open a dossier for new people")(open_)
    router.post("/alike", responses=problems(), summary="Dossiers in which these people may already be")(sought)
    router.get("/{dossier_id}/parties", responses=problems(404), summary="What the office keeps of its people")(listed)
    router.post("/{dossier_id}/parties", responses=said, summary="Keep one more person or organisation")(add)
    router.post("/{dossier_id}/parties/{reference}", responses=said, summary="Change what is kept of a party")(keep)
    router.post("/{dossier_id}/parties/{reference}/drop", responses=said, summary="A party belongs to it no more")(drop)
    router.post("/{dossier_id}/standing", responses=said, summary="Say what its people are to the office")(stand)
    router.post("/{dossier_id}/lead-source", responses=said, summary="Say how its people came to the office")(source)
    return router


def open_(asking: DossierWriter, body: NewDossierRequest, idempotency_key: IdempotencyKey = None) -> OpenedShape:
    """A prospect with a number. 409 `possible-duplicate` when somebody may be in a dossier already, until confirmed."""
    outcome, dossier_id, number = open_new(
        asking,
        idempotency_key,
        tuple(facts_of(each) for each in body.parties),
        lead_source=body.lead_source,
        adviser=body.adviser,
        office=body.office,
        confirmed=body.confirmed,
    )
    return OpenedShape(
        dossier_id=dossier_id, number=number, unit_id=outcome.unit_id, state=outcome.state, at=outcome.at
    )


def sought(asking: DossierReader, body: SoughtRequest) -> AlikePage:
    """Looked for by surname, birth date, e-mail address and telephone number; the likeliest first."""
    found = alike(asking, [facts_of(each) for each in body.parties])
    return AlikePage(items=tuple(AlikeShape.model_validate(each) for each in found))


def listed(asking: DossierReader, dossier_id: PathId) -> KeptShape:
    parties, complete = kept(asking, dossier_id)
    return KeptShape(
        items=tuple(OwnPartyShape.model_validate(each) for each in parties),
        percent=complete.percent,
        missing=tuple(MissingShape(reference=r, name=name, fields=fields) for r, name, fields in complete.missing),
    )


def add(
    asking: DossierWriter,
    dossier_id: PathId,
    body: PartyRequest,
    response: Response,
    idempotency_key: IdempotencyKey = None,
    if_match: IfMatch = None,
) -> DoneShape:
    made = KeepParty(dossier_id=dossier_id, party=facts_of(body))
    return _done(asking, made, dossier_id, response, idempotency_key, if_match)


def keep(
    asking: DossierWriter,
    dossier_id: PathId,
    reference: PathId,
    body: PartyRequest,
    response: Response,
    idempotency_key: IdempotencyKey = None,
    if_match: IfMatch = None,
) -> DoneShape:
    """What is left out is kept no more."""
    made = KeepParty(dossier_id=dossier_id, party=facts_of(body, reference))
    return _done(asking, made, dossier_id, response, idempotency_key, if_match)


def drop(
    asking: DossierWriter,
    dossier_id: PathId,
    reference: PathId,
    body: DropRequest,
    response: Response,
    idempotency_key: IdempotencyKey = None,
    if_match: IfMatch = None,
) -> DoneShape:
    """409 `last-party` for the last applicant."""
    made = DropParty(dossier_id=dossier_id, reference=reference, reason=body.reason)
    return _done(asking, made, dossier_id, response, idempotency_key, if_match)


def stand(
    asking: DossierWriter,
    dossier_id: PathId,
    body: StandingRequest,
    response: Response,
    idempotency_key: IdempotencyKey = None,
    if_match: IfMatch = None,
) -> DoneShape:
    """A dossier is closed as former or declined, and opened again, with a reason."""
    made = SetStanding(dossier_id=dossier_id, standing=body.standing, reason=body.reason)
    return _done(asking, made, dossier_id, response, idempotency_key, if_match)


def source(
    asking: DossierWriter,
    dossier_id: PathId,
    body: LeadSourceRequest,
    response: Response,
    idempotency_key: IdempotencyKey = None,
    if_match: IfMatch = None,
) -> DoneShape:
    made = SetLeadSource(dossier_id=dossier_id, lead_source=body.lead_source)
    return _done(asking, made, dossier_id, response, idempotency_key, if_match)


def _done(
    asking: Asking, made: Command, dossier_id: str, response: Response, key: str | None, if_match: str | None
) -> DoneShape:
    outcome, name = change(asking, key, made, dossier_id, if_match)
    return done(outcome, name, response)
