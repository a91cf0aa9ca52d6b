"""What a customer sees of his own: his dossiers with their progress, his action points and whom to reach."""

from fastapi import APIRouter, Request

from handlers.customers.views import OwnDossier, own_dossier_for, own_dossiers_for
from portal_api.looking import shows
from portal_api.routes.documented import PathId, problems
from portal_api.shapes.own import OwnDossierShape, OwnDossiersShape
from portal_api.who import Asking, OwnReader
from schemas.errors import NotFound


def routes() -> APIRouter:
    router = APIRouter(prefix="/own/dossiers", tags=["own"])
    router.get("", responses=problems(), summary="Your dossiers")(listed)
    router.get("/{dossier_id}", responses=problems(404), summary="One of your dossiers")(one)
    return router


def listed(asking: OwnReader, request: Request) -> OwnDossiersShape:
    """Those of which you are a party, with an account that its office gave you; the latest first."""
    return OwnDossiersShape(items=tuple(OwnDossierShape.model_validate(each) for each in own(asking, request)))


def one(asking: OwnReader, dossier_id: PathId) -> OwnDossierShape:
    """What is only your partner's is not in it."""
    with asking.reading() as connection:
        found = own_dossier_for(asking.viewer, connection, dossier_id, asking.counter.runtime.clock.now())
    if found is None:
        raise NotFound("not-found", path="dossier_id", came=dossier_id, expected="a dossier of yours")
    return OwnDossierShape.model_validate(found)


def own(asking: Asking, request: Request) -> tuple[OwnDossier, ...]:
    """The dossiers of whoever asks; each is a look of its own in the access log."""
    with asking.reading() as connection:
        found = own_dossiers_for(asking.viewer, connection, asking.counter.runtime.clock.now())
    shows(request, *(each.id for each in found))
    return found
