"""Forms of *Personen en gegevens* that say that two of a dossier's people are one, or are not.

Each does what an operation of the API does.
"""

from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response
from pydantic import BaseModel, StringConstraints

from portal_api.keeping import kept
from portal_api.pages.keeping import refused_overview
from portal_api.routes.documented import PathId
from portal_api.who import Asking, DossierWriter
from schemas.commands import Command
from schemas.dossiers import JoinPeople, PartPeople
from schemas.errors import Refused

HERE = "/dossiers/{dossier_id}/people"
_Field = Annotated[str, StringConstraints(max_length=300, pattern=r"^[^\x00]*$")]


class JoinForm(BaseModel):
    own: _Field = ""
    application_id: _Field = ""
    reference: _Field = ""
    follows: list[_Field] = []
    reason: _Field = ""


def routes() -> APIRouter:
    router = APIRouter(include_in_schema=False)
    router.post(f"{HERE}/join")(join)
    router.post(f"{HERE}/part")(part)
    return router


def join(asking: DossierWriter, request: Request, dossier_id: PathId, form: Annotated[JoinForm, Form()]) -> Response:
    made = JoinPeople.model_validate({"dossier_id": dossier_id, **form.model_dump()})
    return _done(asking, request, dossier_id, made)


def part(asking: DossierWriter, request: Request, dossier_id: PathId, form: Annotated[JoinForm, Form()]) -> Response:
    place = {"application_id": form.application_id, "reference": form.reference, "reason": form.reason}
    return _done(asking, request, dossier_id, PartPeople(dossier_id=dossier_id, **place))


def _done(asking: Asking, request: Request, dossier_id: str, made: Command) -> Response:
    """A second click says the same of the same two, so it changes nothing."""
    kept(asking, dossier_id)
    try:
        asking.counter.runtime.execute(made, actor=asking.viewer.actor)
    except Refused as refused:
        return refused_overview(asking, request, dossier_id, refused)
    return RedirectResponse(f"/dossiers/{dossier_id}/parties?done=kept#people", 303)
