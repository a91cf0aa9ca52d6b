"""The page *Samenvoegen* of a dossier: choose another one, see what would go and what clashes, confirm.

It does what an operation of the API does; a preview is tried and undone.
"""

from typing import Annotated, Any, get_args

import orjson
from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import RedirectResponse, Response
from pydantic import BaseModel, StringConstraints, ValidationError

from handlers.dossiers.views import DossierView, Wanted, dossier_for, dossiers_for, people_of
from hub.ids import new_id
from portal_api import formats
from portal_api.keeping import alike
from portal_api.merging import MergePlan, merge, merge_plan
from portal_api.pages.rendering import page
from portal_api.pages.staff import mistakes_in, status_of
from portal_api.routes.documented import PathId
from portal_api.routes.dossiers import found
from portal_api.shapes.merging import MergeRequest
from portal_api.texts import text
from portal_api.who import Asking, DossierAssigner
from schemas.errors import Refused
from schemas.merging import MergeChoices, Side
from schemas.viewer import VisibleDossier

MERGE = "/dossiers/{dossier_id}/merge"
_FOUND = 8
Identity = Annotated[str, StringConstraints(pattern=r"^[0-9A-Za-z-]{0,64}$")]
Typed = Annotated[str, StringConstraints(max_length=10_000, pattern=r"^[^\x00]*$")]
_Words = Annotated[str, StringConstraints(max_length=100, pattern=r"^[^\x00]*$")]
Names = Annotated[list[Annotated[str, StringConstraints(max_length=300, pattern=r"^[^\x00]*$")]], Form()]
_SIDED = ("adviser", "handler", "standing", "lead_source")


class Sought(BaseModel):
    """Which other dossier, or words to look for one; `undoes` is a merge that is taken back, when it is split."""

    other: Identity = ""
    q: _Words = ""
    undoes: Identity = ""


class MergeForm(BaseModel):
    """`seen` are the figures of the preview as JSON; `people` are pairs `P1>P2`, `dates` the ids that change sides."""

    other: Identity = ""
    key: Identity = ""
    reason: Typed = ""
    seen: Typed = ""
    adviser: str = "here"
    handler: str = "here"
    standing: str = "here"
    lead_source: str = "here"
    people: Names = []
    dates: Names = []
    customers: Names = []
    sub_agents: Names = []


def routes() -> APIRouter:
    router = APIRouter(include_in_schema=False)
    router.get(MERGE)(merging)
    router.post(MERGE)(merge_)
    return router


def merging(
    asking: DossierAssigner, request: Request, dossier_id: PathId, sought: Annotated[Sought, Query()]
) -> Response:
    return _merging(asking, request, dossier_id, MergeForm(other=sought.other), q=sought.q)


def merge_(
    asking: DossierAssigner, request: Request, dossier_id: PathId, form: Annotated[MergeForm, Form()]
) -> Response:
    """On to the dossier that stays; or back, with what changed or was missing."""
    try:
        given = {
            "with_dossier_id": form.other,
            "reason": form.reason,
            "choices": _choices(form).model_dump(),
            "seen": figures_in(form.seen),
        }
        merge(asking, form.key or None, read_as(MergeRequest, given).command(dossier_id))
    except Refused as refused:
        return _merging(asking, request, dossier_id, form, refused=refused)
    return RedirectResponse(f"/dossiers/{dossier_id}?from={form.other}", 303)


def _merging(
    asking: Asking,
    request: Request,
    dossier_id: str,
    form: MergeForm,
    *,
    q: str = "",
    refused: Refused | None = None,
) -> Response:
    with asking.reading() as connection:
        here = found(dossier_for(asking.viewer, connection, dossier_id), dossier_id)
    plan, trouble = _tried(asking, dossier_id, form) if form.other else (None, None)
    said = refused or trouble
    return page(
        asking,
        request,
        "merging/merge.html",
        status_of(refused),
        dossier=here,
        plan=plan,
        clashes=_shown(asking, plan),
        figures=counted(asking, plan.figures if plan else {}),
        seen=orjson.dumps(plan.figures).decode() if plan else "",
        proposed=_proposed(asking, here) if plan is None else (),
        looked_up=looked_up(asking, q, dossier_id),
        q=q,
        typed=form.model_dump(),
        key=form.key if refused is None and form.key else new_id(),
        mistakes=mistakes_in(asking, said),
    )


def _tried(asking: Asking, dossier_id: str, form: MergeForm) -> tuple[MergePlan | None, Refused | None]:
    try:
        return merge_plan(asking, dossier_id, form.other, _choices(form)), None
    except Refused as refused:
        if refused.slug in {"not-found", "dossier-merged"} and refused.came == dossier_id:
            raise
        return None, refused


def _choices(form: MergeForm) -> MergeChoices:
    """Raises `Refused` (`request-invalid`) for a side that is none."""
    sides = {name: getattr(form, name) for name in _SIDED}
    for name, side in sides.items():
        if side not in get_args(Side):
            raise Refused("request-invalid", path=name, came=side, expected="here, there")
    pairs = [each.partition(">") for each in form.people]
    return MergeChoices.model_validate(
        {
            **sides,
            "people": {there: here for there, _, here in pairs if here},
            "dates": dict.fromkeys(form.dates, "there"),
            "customers": tuple(form.customers),
            "sub_agents": tuple(form.sub_agents),
        }
    )


def figures_in(said: str) -> dict[str, int] | None:
    """The figures of the preview; `None` for what no page of ours wrote."""
    try:
        found = orjson.loads(said) if said else None
    except orjson.JSONDecodeError:
        return None
    is_ours = isinstance(found, dict) and all(isinstance(each, int) for each in found.values())
    return found if is_ours else None


def read_as(shape: Any, given: dict[str, Any]) -> Any:
    """As the API reads it; raises `Refused` (`request-invalid`) for the first field that cannot be."""
    try:
        return shape.model_validate(given)
    except ValidationError as error:
        wrong = error.errors(include_url=False)[0]
        path = ".".join(str(each) for each in wrong["loc"])
        path = "other" if path == "with_dossier_id" else path
        raise Refused(
            "request-invalid", path=path, came=str(wrong.get("input", ""))[:100], expected=wrong["msg"]
        ) from None


def _shown(asking: Asking, plan: MergePlan | None) -> list[tuple[str, str, str, str]]:
    """What clashes in words: its name in the form, what it is, and what each has."""
    made = []
    for each in plan.clashes if plan else ():
        kind, _, identity = each.what.partition(".")
        if kind == "date":
            days = [formats.as_date(day, asking.language) for day in (each.here, each.there)]
            made.append((f"date.{identity}", text(asking.language, "merging.kind_date"), days[0], days[1]))
        else:
            values = [_worded(asking, kind, value) for value in (each.here, each.there)]
            made.append((kind, text(asking.language, f"merging.clash_{kind}"), values[0], values[1]))
    return made


def _worded(asking: Asking, kind: str, value: str) -> str:
    return text(asking.language, f"standing.{value}") if kind == "standing" else value


def counted(asking: Asking, figures: dict[str, int]) -> list[tuple[str, int]]:
    return [(text(asking.language, f"merging.table_{name}"), count) for name, count in figures.items() if count]


def _proposed(asking: Asking, dossier: DossierView) -> list[Any]:
    """Dossiers in which somebody of this one may already be, as *Nieuw dossier* looks for them."""
    with asking.reading() as connection:
        people = people_of(connection, [VisibleDossier(dossier.id, asking.viewer)])[dossier.id]
    return [each for each in alike(asking, people) if each.id != dossier.id]


def looked_up(asking: Asking, words: str, dossier_id: str) -> list[Any]:
    if not words.strip():
        return []
    with asking.reading() as connection:
        lines = dossiers_for(asking.viewer, connection, Wanted(words), limit=_FOUND).lines
    return [each for each in lines if each.id != dossier_id]
