"""Who an office is: its name, licence and address, as they stand on paper and in what it sends."""

from fastapi import APIRouter

from handlers.offices.views import profile_of
from portal_api.brands import office_of
from portal_api.routes.documented import problems
from portal_api.shapes.office import DetailsRequest, DetailsShape
from portal_api.who import Asking, DossierReader, OfficeWriter

PLACE = "/office/details"


def routes() -> APIRouter:
    router = APIRouter(tags=["office"])
    router.get(PLACE, responses=problems(404), summary="Who your office is")(read)
    router.post(PLACE, responses=problems(404), summary="Say who your office is")(keep)
    return router


def read(asking: DossierReader) -> DetailsShape:
    """Empty where nobody filled it in; 404 for an operator, who has no office."""
    return details_of(asking)


def keep(asking: OfficeWriter, body: DetailsRequest) -> DetailsShape:
    """A paper that is final keeps what it said."""
    asking.counter.offices.set_details(asking.viewer, office_of(asking), body.model_dump(exclude_none=True))
    return details_of(asking)


def details_of(asking: Asking) -> DetailsShape:
    """Raises `NotFound` for an operator."""
    with asking.reading() as connection:
        return DetailsShape.model_validate(profile_of(connection, office_of(asking)))
