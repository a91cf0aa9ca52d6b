"""The pages *Workflows* of an office, and the steps of a product, which stand on its card.

A text that cannot be is given back with every mistake; a preview keeps nothing.
"""

from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import Response
from pydantic import BaseModel, StringConstraints

from handlers.products.views import kinds
from handlers.workflows.views import Definition, newest_for, read
from hub.ids import new_id
from portal_api.pages.products import refused_step
from portal_api.pages.rendering import page
from portal_api.pages.staff import Done, Key, mistakes_in, status_of, to
from portal_api.routes.advice_files import decide_policy, policies_in
from portal_api.routes.documented import PathId
from portal_api.routes.workflows import carry_out, decide, kind_of, office_of, versions_of
from portal_api.shapes.workflows import DefinitionRequest, StateKey
from portal_api.who import Asking, DossierWriter, OfficeWriter
from schemas.errors import NotFound, Refused
from schemas.products import Kind
from schemas.workflows import AdoptWorkflow, WalkWorkflow

HERE = "/office/workflows"
_ONE = "/dossiers/{dossier_id}/products/{product_id}/workflow"
_Field = Annotated[str, StringConstraints(max_length=600, pattern=r"^[^\x00]*$")]
_Text = Annotated[str, StringConstraints(max_length=40_000, pattern=r"^[^\x00]*$")]


class StepForm(BaseModel):
    key: Key = ""
    step: StateKey = ""
    seen: StateKey = ""
    reason: _Field = ""
    evidence: _Field = ""


class AdoptForm(BaseModel):
    key: Key = ""
    state: StateKey = ""


class PolicyForm(BaseModel):
    key: Key = ""
    kind: _Field = ""
    blocks: _Field = ""


class EditForm(BaseModel):
    """`act` is preview or keep; `after` is the version that the text was made from."""

    key: Key = ""
    text: _Text = ""
    after: Annotated[int, Form(ge=0, le=1_000_000)] = 0
    note: _Field = ""
    act: Annotated[str, StringConstraints(max_length=10, pattern=r"^[a-z]*$")] = "preview"


def routes() -> APIRouter:
    router = APIRouter(include_in_schema=False)
    router.get(HERE)(overview)
    router.post("/office/advice-files")(set_policy)
    router.get(f"{HERE}/{{kind}}")(edit)
    router.post(f"{HERE}/{{kind}}")(keep)
    router.post(_ONE)(walk)
    router.post(f"{_ONE}/adopt")(adopt)
    return router


def walk(
    asking: DossierWriter, request: Request, dossier_id: PathId, product_id: PathId, form: Annotated[StepForm, Form()]
) -> Response:
    said = {"step": form.step, "seen": form.seen, "reason": form.reason, "evidence": form.evidence}
    made = WalkWorkflow(dossier_id=dossier_id, product_id=product_id, **said)
    return _step(asking, request, made, form)


def adopt(
    asking: DossierWriter, request: Request, dossier_id: PathId, product_id: PathId, form: Annotated[AdoptForm, Form()]
) -> Response:
    made = AdoptWorkflow(dossier_id=dossier_id, product_id=product_id, state=form.state)
    return _step(asking, request, made, form)


def overview(asking: OfficeWriter, request: Request, done: Done = "") -> Response:
    """What new products of each kind begin with."""
    office_id = office_of(asking, "")
    with asking.reading() as connection:
        found = newest_for(connection, office_id, kinds())
    return page(
        asking, request, "workflows/list.html", definitions=found, policies=policies_in(asking), key=new_id, done=done
    )


def set_policy(asking: OfficeWriter, form: Annotated[PolicyForm, Form()]) -> Response:
    """Whether gaps in the advice files of a kind stop what is sent."""
    decide_policy(asking, kind_of(form.kind), form.key or None, blocks=form.blocks == "yes")
    return to(HERE, "kept")


def edit(asking: OfficeWriter, request: Request, kind: PathId) -> Response:
    return _edit(asking, request, kind_of(kind))


def keep(asking: OfficeWriter, request: Request, kind: PathId, form: Annotated[EditForm, Form()]) -> Response:
    """Shows what the text would be, or keeps it as a version of the office's own."""
    known = kind_of(kind)
    try:
        made = read(form.text)
        if form.act == "keep":
            body = DefinitionRequest(text=form.text, after=form.after, note=form.note)
            decide(asking, "", known, body, form.key or None)
            return to(HERE, "kept")
    except NotFound:
        raise
    except Refused as refused:
        return _edit(asking, request, known, form=form, refused=refused)
    return _edit(asking, request, known, form=form, previewed=made)


def _step(asking: Asking, request: Request, made: WalkWorkflow | AdoptWorkflow, form: BaseModel) -> Response:
    try:
        carry_out(asking, made, getattr(form, "key", "") or None)
    except NotFound:
        raise
    except Refused as refused:
        typed = {name: str(value) for name, value in form.model_dump().items()}
        return refused_step(asking, request, (made.dossier_id, made.product_id), refused, typed)
    return to(f"/dossiers/{made.dossier_id}/products/{made.product_id}", "kept")


def _edit(
    asking: Asking,
    request: Request,
    kind: Kind,
    *,
    form: EditForm | None = None,
    refused: Refused | None = None,
    previewed: Definition | None = None,
) -> Response:
    versions = versions_of(asking, "", kind)
    newest = versions[0]
    return page(
        asking,
        request,
        "workflows/edit.html",
        status_of(refused),
        kind=kind,
        versions=versions,
        text=form.text if form else newest.text,
        after=form.after if form else newest.version,
        note=form.note if form else "",
        shown=previewed or (None if refused else newest.definition),
        is_preview=previewed is not None,
        mistakes=mistakes_in(asking, refused),
        told=refused.came.split("; ") if refused and refused.slug == "workflow-invalid" else [],
        key=new_id,
    )
