"""What a customer sees of his own: his dossiers with their progress, his action points and whom to reach."""

import io
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request

from handlers.customers.views import OwnDossier, own_dossier_for, own_dossiers_for
from portal_api.forms import whole
from portal_api.handing_in import keep_file, place_of_point
from portal_api.looking import shows
from portal_api.plain_words import book_of, reading_of
from portal_api.routes.documented import PathId, problems
from portal_api.shapes.documents import UploadShape
from portal_api.shapes.own import OwnDossierShape, OwnDossiersShape, OwnPointShape
from portal_api.shapes.plain_words import WordsShape
from portal_api.who import Asking, OwnReader, OwnWriter
from schemas.errors import NotFound

HAND_IN = "/uploads/own/points/{dossier_id}/{action_point_id}"
"""A body that is counted as it comes stands below `/uploads`."""
FileName = Annotated[str, Query(max_length=255, pattern=r"^[^\x00]*$", description="What the file is called.")]


async def _file(asking: OwnWriter, request: Request) -> bytes:
    return await whole(request, asking.counter.runtime.settings.max_file_bytes, "upload-too-large")


def routes() -> APIRouter:
    router = APIRouter(tags=["own"])
    binary = {"requestBody": {"required": True, "content": {"application/octet-stream": {}}}}
    router.get("/own/dossiers", responses=problems(), summary="Your dossiers")(listed)
    router.get("/own/dossiers/{dossier_id}", responses=problems(404), summary="One of your dossiers")(one)
    router.post(HAND_IN, responses=problems(404, 409), summary="Hand in what was asked", openapi_extra=binary)(hand_in)
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


def hand_in(
    asking: OwnWriter,
    dossier_id: PathId,
    action_point_id: PathId,
    body: Annotated[bytes, Depends(_file)],
    name: FileName = "",
) -> UploadShape:
    """PDF, JPEG, PNG, HEIC or TIFF; your office looks at it after the scanner. The same file again is the one there.

    409 `action-point-state` for an action point that is not open.
    """
    place = place_of_point(asking, dossier_id, action_point_id)
    return UploadShape.model_validate(keep_file(asking, place, name, len(body), io.BytesIO(body).read))


def own(asking: Asking, request: Request) -> tuple[OwnDossier, ...]:
    """The dossiers of whoever asks; each is a look of its own in the access log."""
    with asking.reading() as connection:
        found = own_dossiers_for(asking.viewer, connection, asking.counter.runtime.clock.now())
    shows(request, *(each.id for each in found))
    return found
