"""What a customer sees of his own: his dossiers with their progress, his action points and whom to reach."""

from fastapi import APIRouter, Request

from handlers.customers.views import OwnDossier, own_dossier_for, own_dossiers_for
from portal_api.looking import shows
from portal_api.plain_words import book_of, reading_of
from portal_api.routes.documented import PathId, problems
from portal_api.shapes.own import OwnDossierShape, OwnDossiersShape, OwnPointShape
from portal_api.shapes.plain_words import WordsShape
from portal_api.who import Asking, OwnReader
from schemas.errors import NotFound


def routes() -> APIRouter:
    router = APIRouter(prefix="/own/dossiers", tags=["own"])
    router.get("", responses=problems(), summary="Your dossiers")(listed)
    router.get("/{dossier_id}", responses=problems(404), summary="One of your dossiers")(one)
    return router


def listed(asking: OwnReader, request: Request) -> OwnDossiersShape:
    """Those of which you are a party, with an account that its office gave you; the latest first."""
    return OwnDossiersShape(items=tuple(_shown(asking, each) for each in own(asking, request)))


def one(asking: OwnReader, dossier_id: PathId) -> OwnDossierShape:
    """What is only your partner's is not in it."""
    with asking.reading() as connection:
        found = own_dossier_for(asking.viewer, connection, dossier_id, asking.counter.runtime.clock.now())
    if found is None:
        raise NotFound("not-found", path="dossier_id", came=dossier_id, expected="a dossier of yours")
    return _shown(asking, found)


def _shown(asking: Asking, dossier: OwnDossier) -> OwnDossierShape:
    """With the plain words of what is asked, in the language and form of address of whoever asks."""
    made, book = OwnDossierShape.model_validate(dossier), book_of(asking)

    def told(points: tuple[OwnPointShape, ...]) -> tuple[OwnPointShape, ...]:
        read = ((each, reading_of(asking, book, each.document, each.subject)) for each in points)
        return tuple(
            each.model_copy(update={"title": one.title, "words": WordsShape.model_validate(one.words)})
            if one.words
            else each.model_copy(update={"title": one.title})
            for each, one in read
        )

    return made.model_copy(update={"open": told(made.open), "done": told(made.done)})


def own(asking: Asking, request: Request) -> tuple[OwnDossier, ...]:
    """The dossiers of whoever asks; each is a look of its own in the access log."""
    with asking.reading() as connection:
        found = own_dossiers_for(asking.viewer, connection, asking.counter.runtime.clock.now())
    shows(request, *(each.id for each in found))
    return found
