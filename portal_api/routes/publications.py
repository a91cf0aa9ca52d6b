"""Published documents: what may be shown to customers, is shown, replaced and withdrawn, and their categories."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query, Request
from fastapi.responses import Response

from handlers.publications.views import categories_for
from portal_api.forms import whole
from portal_api.publications import (
    own_documents_of,
    own_file,
    publications_of,
    publish,
    replace_with,
    sources_of,
    version_file,
)
from portal_api.routes.action_points import office_of
from portal_api.routes.appointments import carry_out
from portal_api.routes.conversations import BINARY, FILE
from portal_api.routes.documented import WRITE_PROBLEMS, PathId, problems
from portal_api.shapes.exchanges import DoneShape
from portal_api.shapes.publications import (
    BringQuery,
    CategoriesShape,
    CategoryRequest,
    CategoryShape,
    OwnDocumentsShape,
    PublicationsShape,
    PublishRequest,
    ReplaceRequest,
    SourcesShape,
    UnpublishRequest,
)
from portal_api.who import Asking, DossierWriter, OfficeWriter, OwnReader, PeopleReader
from portal_api.writes import IdempotencyKey, IfMatch, done, write
from schemas.publications import CategoryId, SetDocumentCategory, WithdrawPublished

FILES = "/uploads/publications"
CATEGORIES = "/office/document-categories"
Number = Annotated[int, Path(ge=1, le=10_000, description="Of the version, from 1.")]
CategoryPath = Annotated[CategoryId, Path()]


async def _file(asking: DossierWriter, request: Request) -> bytes:
    return await whole(request, asking.counter.runtime.settings.max_file_bytes, "upload-too-large")


def routes() -> APIRouter:
    router = APIRouter(tags=["publications"])
    said, of = problems(*WRITE_PROBLEMS), "/dossiers/{dossier_id}/publications"
    one, own = f"{of}/{{publication_id}}", "/own/dossiers/{dossier_id}/publications"
    router.get(of, responses=problems(404), summary="The documents that customers see, and who opened them")(listed)
    router.get(f"{of}/sources", responses=problems(404), summary="What may be published")(sources)
    router.post(of, responses=said, summary="Let customers see a document of the dossier")(make)
    router.post(f"{one}/replace", responses=said, summary="A newer version of it")(replace)
    router.post(f"{one}/withdraw", responses=said, summary="Customers see it no more, at once")(withdraw)
    downloads = {**problems(404, 409), **FILE}
    router.get(
        f"{one}/versions/{{number}}", responses=downloads, response_class=Response, summary="A version as it was shown"
    )(version)
    router.post(
        f"{FILES}/{{dossier_id}}", responses=said, summary="Bring a document and publish it", openapi_extra=BINARY
    )(bring)
    router.get(own, responses=problems(404), summary="The documents that your office lets you see")(own_listed)
    router.get(
        f"{own}/{{publication_id}}/file", responses=downloads, response_class=Response, summary="One of them, opened"
    )(own_opened)
    router.get(CATEGORIES, responses=problems(404), summary="The categories of your office, in its order")(categories)
    router.post(f"{CATEGORIES}/{{category}}", responses=said, summary="Make or change a category")(set_category)
    return router


def listed(asking: PeopleReader, dossier_id: PathId) -> PublicationsShape:
    """What was withdrawn stands last."""
    return PublicationsShape.model_validate({"items": publications_of(asking, dossier_id)})


def sources(asking: PeopleReader, dossier_id: PathId) -> SourcesShape:
    """Of lenders, handed in and clean, final service agreements, and reports of meetings."""
    return SourcesShape.model_validate({"items": sources_of(asking, dossier_id)})


def make(
    asking: DossierWriter,
    dossier_id: PathId,
    body: PublishRequest,
    response: Response,
    idempotency_key: IdempotencyKey = None,
    if_match: IfMatch = None,
) -> DoneShape:
    """It is scanned first and not copied. 409 `publication-gone` for what is not in the dossier."""
    about = (body.category, body.title, body.parties)
    outcome = publish(asking, dossier_id, about, body.source, (idempotency_key, if_match))
    return done(outcome, "PublishDocument", response)


def replace(
    asking: DossierWriter,
    dossier_id: PathId,
    publication_id: PathId,
    body: ReplaceRequest,
    response: Response,
    idempotency_key: IdempotencyKey = None,
    if_match: IfMatch = None,
) -> DoneShape:
    """Customers see the newest; the office keeps them all. 409 `publication-withdrawn`."""
    outcome = replace_with(asking, dossier_id, publication_id, body.source, (idempotency_key, if_match))
    return done(outcome, "ReplacePublished", response)


def withdraw(
    asking: DossierWriter,
    dossier_id: PathId,
    publication_id: PathId,
    body: UnpublishRequest,
    response: Response,
    idempotency_key: IdempotencyKey = None,
    if_match: IfMatch = None,
) -> DoneShape:
    """The reason is for the office. 409 `publication-withdrawn`."""
    made = WithdrawPublished(dossier_id=dossier_id, publication_id=publication_id, reason=body.reason)
    return done(carry_out(asking, made, dossier_id, idempotency_key, if_match), "WithdrawPublished", response)


def version(asking: PeopleReader, dossier_id: PathId, publication_id: PathId, number: Number) -> Response:
    """409 `publication-gone` for one that left the dossier."""
    return version_file(asking, dossier_id, publication_id, number)


def bring(
    asking: DossierWriter,
    dossier_id: PathId,
    query: Annotated[BringQuery, Query()],
    body: Annotated[bytes, Depends(_file)],
    response: Response,
    idempotency_key: IdempotencyKey = None,
) -> DoneShape:
    """PDF, JPEG, PNG, HEIC or TIFF, scanned while you wait; 503 while the scanner is away."""
    about = (query.category, query.title or query.name, tuple(query.parties))
    outcome = publish(asking, dossier_id, about, (body, query.name), (idempotency_key, None))
    return done(outcome, "PublishDocument", response)


def own_listed(asking: OwnReader, dossier_id: PathId) -> OwnDocumentsShape:
    """By category, without those that are empty."""
    return OwnDocumentsShape.model_validate({"items": own_documents_of(asking, dossier_id)})


def own_opened(asking: OwnReader, dossier_id: PathId, publication_id: PathId) -> Response:
    """Your office sees when you opened it first; 404 for what was withdrawn."""
    return own_file(asking, dossier_id, publication_id)


def categories(asking: PeopleReader) -> CategoriesShape:
    """Those that ship, as your office changed them, and its own."""
    office_of(asking)
    with asking.reading() as connection:
        found = categories_for(asking.viewer, connection)
    return CategoriesShape(items=tuple(CategoryShape.model_validate(each) for each in found))


def set_category(
    asking: OfficeWriter,
    category: CategoryPath,
    body: CategoryRequest,
    response: Response,
    idempotency_key: IdempotencyKey = None,
) -> DoneShape:
    """One that is not active takes nothing new; what is in it stays where it is."""
    return keep_category(asking, category, body, idempotency_key, response)


def keep_category(
    asking: Asking, category: str, body: CategoryRequest, key: str | None, response: Response
) -> DoneShape:
    """Raises `Refused` (`request-invalid`)."""
    made = SetDocumentCategory(office_id=office_of(asking), category=category, **body.model_dump())
    given = {"command": "SetDocumentCategory", **made.model_dump(mode="json")}
    outcome, name = write(asking, key, given, lambda: made)
    return done(outcome, name, response)
