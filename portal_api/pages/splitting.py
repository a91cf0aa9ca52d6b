"""The page *Splitsen* of a dossier: choose what goes and where to, see what would go, confirm.

It does what an operation of the API does; a preview is tried and undone.
"""

from typing import Annotated, Any

import orjson
from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import RedirectResponse, Response
from pydantic import BaseModel

from handlers.dossiers.views import dossier_for
from handlers.merging.views import moves_in
from hub.ids import new_id
from portal_api import formats
from portal_api.exchanges import lender_name
from portal_api.pages.keeping import checked
from portal_api.pages.merging import Identity as _Id
from portal_api.pages.merging import Names as _Names
from portal_api.pages.merging import Sought, counted, figures_in, looked_up, read_as
from portal_api.pages.merging import Typed as _Text
from portal_api.pages.rendering import page
from portal_api.pages.staff import mistakes_in, status_of
from portal_api.routes.documented import PathId
from portal_api.routes.dossiers import found
from portal_api.shapes.keeping import PartyRequest
from portal_api.shapes.merging import SplitRequest
from portal_api.splitting import Held, came_with_merge, held_of, split, split_figures, split_of
from portal_api.texts import has, text
from portal_api.who import Asking, DossierAssigner
from schemas.errors import Refused
from schemas.viewer import VisibleDossier

SPLIT = "/dossiers/{dossier_id}/split"
FIRST = ("initials", "birth_prefix", "birth_name", "email", "phone")
"""What is asked of somebody for whom a new dossier is made."""


class SplitForm(BaseModel):
    """`held` is what goes as `application:…`, `party:…`, `task:…`; `step` is look or do."""

    key: _Id = ""
    other: _Id = ""
    undoes: _Id = ""
    step: str = "look"
    held: _Names = []
    reason: _Text = ""
    seen: _Text = ""
    initials: _Text = ""
    birth_prefix: _Text = ""
    birth_name: _Text = ""
    email: _Text = ""
    phone: _Text = ""


def routes() -> APIRouter:
    router = APIRouter(include_in_schema=False)
    router.get(SPLIT)(splitting)
    router.post(SPLIT)(split_)
    return router


def splitting(
    asking: DossierAssigner, request: Request, dossier_id: PathId, sought: Annotated[Sought, Query()]
) -> Response:
    """Of a merge that is taken back, what came with it is chosen beforehand."""
    form = SplitForm(other=sought.other, undoes=sought.undoes, key=new_id())
    if sought.undoes:
        other, chosen = came_with_merge(asking, dossier_id, sought.undoes)
        named = {"application": chosen.applications, "product": chosen.products, "party": chosen.parties}
        held = [f"{kind}:{each}" for kind, ids in named.items() for each in ids]
        form = SplitForm(other=other, undoes=sought.undoes, key=new_id(), held=[*held, *chosen.things])
    return _splitting(asking, request, dossier_id, form, q=sought.q)


def split_(
    asking: DossierAssigner, request: Request, dossier_id: PathId, form: Annotated[SplitForm, Form()]
) -> Response:
    """First what would go, then the act: on to the dossier where it went."""
    try:
        body = read_as(SplitRequest, _asked(form))
        made = split_of(asking, form.key or None, dossier_id, body.asked(form.reason or "–", body.seen))
        if form.step != "do":
            return _splitting(asking, request, dossier_id, form, figures=split_figures(asking, made))
        split(asking, form.key or None, made.model_copy(update={"reason": form.reason}))
    except Refused as refused:
        return _splitting(asking, request, dossier_id, form, refused=refused)
    return RedirectResponse(f"/dossiers/{made.with_dossier_id}", 303)


def _splitting(
    asking: Asking,
    request: Request,
    dossier_id: str,
    form: SplitForm,
    *,
    q: str = "",
    figures: dict[str, int] | None = None,
    refused: Refused | None = None,
) -> Response:
    with asking.reading() as connection:
        here = found(dossier_for(asking.viewer, connection, dossier_id), dossier_id)
        moves = moves_in(VisibleDossier(dossier_id, asking.viewer), connection)
        is_other = bool(form.other) and not form.undoes
        other = dossier_for(asking.viewer, connection, form.other) if is_other else None
    return page(
        asking,
        request,
        "merging/split.html",
        status_of(refused),
        dossier=here,
        held=[(each, f"{each.kind}:{each.id}", label(asking, each)) for each in held_of(asking, dossier_id)],
        other=other,
        undone=next((each for each in moves if each.id == form.undoes), None),
        figures=counted(asking, figures) if figures is not None else None,
        seen=orjson.dumps(figures).decode() if figures is not None else "",
        looked_up=looked_up(asking, q, dossier_id),
        q=q,
        first=FIRST,
        typed=form.model_dump(),
        mistakes=mistakes_in(asking, refused),
    )


def label(asking: Asking, each: Held) -> str:
    """What something is called, in words and with its day."""
    facts = each.facts
    words = [text(asking.language, f"merging.kind_{each.kind}")]
    if "lender" in facts:
        words.append(lender_name(facts["lender"]))
    if "kind" in facts:
        keys = (f"product_kind.{facts['kind']}", f"timeline.contact_{facts['kind']}", f"dates.{facts['kind']}")
        words += [text(asking.language, key) for key in keys if has(key)][:1]
    words += [facts[name] for name in ("number", "name") if facts.get(name)]
    if "at" in facts:
        words.append(formats.as_moment(facts["at"], asking.language))
    if "on" in facts:
        words.append(formats.as_date(facts["on"], asking.language))
    return " ".join(words)


def _asked(form: SplitForm) -> dict[str, Any]:
    pairs = [each.partition(":") for each in form.held]
    people = [] if form.other or form.undoes else [each for each in [_first(form)] if each]
    return {
        "applications": [identity for kind, _, identity in pairs if kind == "application"],
        "products": [identity for kind, _, identity in pairs if kind == "product"],
        "parties": [identity for kind, _, identity in pairs if kind == "party"],
        "things": [f"{kind}:{name}" for kind, _, name in pairs if kind not in {"application", "product", "party"}],
        "to": "" if form.undoes else form.other,
        "people": people,
        "undoes": form.undoes,
        "reason": form.reason,
        "seen": figures_in(form.seen) if form.step == "do" else None,
    }


def _first(form: SplitForm) -> PartyRequest | None:
    """Who the new dossier is for; `None` when nobody was filled in."""
    fields = {name: getattr(form, name).strip() for name in FIRST}
    return checked(fields) if any(fields.values()) else None
