"""Workflows: where a product stands and the steps that may be taken, and the definitions of an office."""

from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import Response

from handlers.dossiers.views import visible
from handlers.products.views import kinds
from handlers.workflows.views import (
    Definition,
    DefinitionView,
    WorkflowView,
    definitions_for,
    newest_for,
    read,
    workflow_of,
)
from hub.records import Outcome
from portal_api.routes.documented import WRITE_PROBLEMS, PathId, problems
from portal_api.routes.dossiers import unknown
from portal_api.shapes.exchanges import DoneShape
from portal_api.shapes.workflows import (
    AdoptRequest,
    DefinitionRequest,
    DefinitionShape,
    DefinitionsShape,
    MoveShape,
    PreviewRequest,
    PreviewShape,
    StateShape,
    StepRequest,
    StepShape,
    TakenShape,
    WorkflowShape,
)
from portal_api.who import Asking, DossierReader, DossierWriter, OfficeWriter
from portal_api.writes import IdempotencyKey, IfMatch, done, write
from schemas.commands import Command
from schemas.errors import NotFound, Refused
from schemas.products import Kind
from schemas.workflows import AdoptWorkflow, SetWorkflow, WalkWorkflow

Office = Annotated[str, Query(max_length=64, pattern=r"^[0-9A-Za-z-]*$", description="Asked of an operator only.")]


def routes() -> APIRouter:
    router = APIRouter(tags=["workflows"])
    said, of = problems(*WRITE_PROBLEMS), "/dossiers/{dossier_id}/products/{product_id}/workflow"
    router.get(of, responses=problems(404), summary="Where a product stands, and what may be done")(shown)
    router.post(of, responses=said, summary="Take a step")(walk)
    router.post(f"{of}/adopt", responses=said, summary="Go on with the newest version")(adopt)
    router.get("/office/workflows", responses=problems(), summary="What new products begin with")(all_)
    router.get("/office/workflows/{kind}", responses=problems(404), summary="The versions of one kind")(versions)
    router.post("/office/workflows/{kind}", responses=said, summary="A version of the office's own")(set_)
    router.post("/office/workflows/{kind}/preview", responses=problems(422), summary="What a text would be")(preview)
    return router


def shown(asking: DossierReader, dossier_id: PathId, product_id: PathId) -> WorkflowShape:
    found = standing(asking, dossier_id, product_id)
    return WorkflowShape(
        product_id=found.product_id,
        kind=found.kind,
        version=found.version,
        newest=found.newest,
        state=found.state,
        since=found.since,
        is_over=found.is_over,
        states=tuple(StateShape.model_validate(each) for each in found.definition.states),
        steps=tuple(StepShape.model_validate(each) for each in found.steps),
        history=tuple(TakenShape.model_validate(each) for each in found.history),
    )


def walk(
    asking: DossierWriter,
    dossier_id: PathId,
    product_id: PathId,
    body: StepRequest,
    response: Response,
    idempotency_key: IdempotencyKey = None,
    if_match: IfMatch = None,
) -> DoneShape:
    """409 `step-not-allowed` names what may be done, `step-not-ready` what is lacking, `state-moved` where it is."""
    made = WalkWorkflow(dossier_id=dossier_id, product_id=product_id, **body.model_dump())
    return done(carry_out(asking, made, idempotency_key, if_match), type(made).__name__, response)


def adopt(
    asking: DossierWriter,
    dossier_id: PathId,
    product_id: PathId,
    body: AdoptRequest,
    response: Response,
    idempotency_key: IdempotencyKey = None,
    if_match: IfMatch = None,
) -> DoneShape:
    """409 `state-unknown` names the states of the newest version."""
    made = AdoptWorkflow(dossier_id=dossier_id, product_id=product_id, state=body.state)
    return done(carry_out(asking, made, idempotency_key, if_match), type(made).__name__, response)


def all_(asking: OfficeWriter, office: Office = "") -> DefinitionsShape:
    office_id = office_of(asking, office)
    with asking.reading() as connection:
        found = newest_for(connection, office_id, kinds())
    return DefinitionsShape(items=tuple(_shape(each) for each in found))


def versions(asking: OfficeWriter, kind: PathId, office: Office = "") -> DefinitionsShape:
    """Newest first; version 0 is the hub's own."""
    return DefinitionsShape(items=tuple(_shape(each) for each in versions_of(asking, office, kind_of(kind))))


def set_(
    asking: OfficeWriter,
    kind: PathId,
    body: DefinitionRequest,
    response: Response,
    office: Office = "",
    idempotency_key: IdempotencyKey = None,
) -> DoneShape:
    """422 `workflow-invalid` names every mistake; running products keep the version that they began with."""
    outcome = decide(asking, office, kind_of(kind), body, idempotency_key)
    return done(outcome, "SetWorkflow", response)


def preview(_: OfficeWriter, kind: PathId, body: PreviewRequest) -> PreviewShape:
    kind_of(kind)
    return PreviewShape(name=read(body.text).name, **_parts(read(body.text)))


def standing(asking: Asking, dossier_id: str, product_id: str) -> WorkflowView:
    """Raises `NotFound`."""
    with asking.reading() as connection:
        dossier = visible(asking.viewer, connection, dossier_id)
        if dossier is None:
            raise unknown(dossier_id)
        found = workflow_of(dossier, connection, product_id)
    if found is None:
        raise NotFound("not-found", path="product_id", came=product_id, expected="een product / a product")
    return found


def carry_out(
    asking: Asking, made: WalkWorkflow | AdoptWorkflow, key: str | None, if_match: str | None = None
) -> Outcome:
    """Once per key, for a product in scope; raises `NotFound`, and what the command refuses."""
    standing(asking, made.dossier_id, made.product_id)
    return _write(asking, made, key, (made.dossier_id, if_match))


def decide(asking: Asking, office: str, kind: Kind, body: DefinitionRequest, key: str | None) -> Outcome:
    """A version of the office's own, once per key; raises what `SetWorkflow` refuses."""
    made = SetWorkflow(office_id=office_of(asking, office), kind=kind, **body.model_dump())
    return _write(asking, made, key, (None, None))


def versions_of(asking: Asking, office: str, kind: Kind) -> tuple[DefinitionView, ...]:
    office_id = office_of(asking, office)
    with asking.reading() as connection:
        return definitions_for(connection, office_id, kind)


def kind_of(given: str) -> Kind:
    """Raises `NotFound`."""
    for kind in kinds():
        if kind == given:
            return kind
    raise NotFound("not-found", path="kind", came=given, expected=", ".join(kinds()))


def office_of(asking: Asking, office: str) -> str:
    """Raises `Refused` (`request-invalid`) for who names no office and has none."""
    found = asking.viewer.office_asked(office)
    if not found:
        raise Refused("request-invalid", path="office", came=office, expected="een kantoor / an office")
    return found


def _write(asking: Asking, made: Command, key: str | None, seen: tuple[str | None, str | None]) -> Outcome:
    given = {"command": type(made).__name__, **made.model_dump(mode="json")}
    return write(asking, key, given, lambda: made, seen=seen)[0]


def _shape(found: DefinitionView) -> DefinitionShape:
    return DefinitionShape(
        kind=found.kind,
        version=found.version,
        note=found.note,
        who=found.who,
        made_at=found.made_at,
        name=found.definition.name,
        text=found.text,
        **_parts(found.definition),
    )


def _parts(definition: Definition) -> dict[str, tuple[StateShape | MoveShape | StepShape, ...]]:
    return {
        "states": tuple(StateShape.model_validate(each) for each in definition.states),
        "moves": tuple(MoveShape.model_validate(each) for each in definition.moves),
        "steps": tuple(StepShape.model_validate(each) for each in definition.steps),
    }
