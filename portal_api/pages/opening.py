"""The page *Nieuw dossier*: who it is for, the dossiers in which he may already be, and a new one."""

from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response
from pydantic import BaseModel, StringConstraints

from handlers.dossiers.views import AlikeDossier
from handlers.offices.views import offices_for
from hub.ids import new_id
from hub.problems import problem_of
from portal_api.keeping import alike, open_new
from portal_api.pages.colleagues import colleagues
from portal_api.pages.keeping import checked
from portal_api.pages.rendering import page
from portal_api.shapes.keeping import PartyRequest, facts_of
from portal_api.texts import told_in
from portal_api.who import Asking, DossierWriter
from schemas.applications import PartyFacts
from schemas.errors import Conflict, Refused

HERE = "/dossiers/new"
FIRST = ("initials", "birth_prefix", "birth_name", "birth_date", "email", "phone")
"""What is asked of somebody when his dossier is opened."""
_PEOPLE = (0, 1)
"""The applicant and his partner."""
_Field = Annotated[str, StringConstraints(max_length=300, pattern=r"^[^\x00]*$")]
_Key = Annotated[str, StringConstraints(max_length=64, pattern=r"^[0-9A-Za-z-]*$")]


class NewForm(BaseModel):
    """The applicant (`p0_`), his partner (`p1_`), and who takes them on; `key` makes once enough."""

    p0_initials: _Field = ""
    p0_birth_prefix: _Field = ""
    p0_birth_name: _Field = ""
    p0_birth_date: _Field = ""
    p0_email: _Field = ""
    p0_phone: _Field = ""
    p1_initials: _Field = ""
    p1_birth_prefix: _Field = ""
    p1_birth_name: _Field = ""
    p1_birth_date: _Field = ""
    p1_email: _Field = ""
    p1_phone: _Field = ""
    lead_source: _Field = ""
    adviser: _Field = ""
    office: _Field = ""
    confirmed: _Field = ""
    key: _Key = ""


def routes() -> APIRouter:
    router = APIRouter(include_in_schema=False)
    router.get(HERE)(ask)
    router.post(HERE)(open_)
    return router


def ask(asking: DossierWriter, request: Request) -> Response:
    return _new(asking, request, {"key": new_id(), "adviser": _own_id(asking)})


def open_(asking: DossierWriter, request: Request, form: Annotated[NewForm, Form()]) -> Response:
    """On to the new dossier; or back, with the dossiers in which somebody may already be."""
    typed: dict[str, str] = form.model_dump()
    parties: list[PartyFacts] = []
    try:
        parties = [facts_of(each) for n in _PEOPLE if (each := _first(typed, n))]
        _, dossier_id, _ = open_new(
            asking,
            typed["key"] or None,
            tuple(parties),
            lead_source=typed["lead_source"],
            adviser=typed["adviser"],
            office=typed["office"],
            confirmed=typed["confirmed"] == "yes",
        )
    except Conflict as conflict:
        if conflict.slug != "possible-duplicate":
            raise
        return _new(asking, request, typed, found=alike(asking, parties), http_status=409)
    except Refused as refused:
        return _new(asking, request, typed, refused=refused, http_status=problem_of(refused).status)
    return RedirectResponse(f"/dossiers/{dossier_id}", 303)


def _first(typed: dict[str, str], number: int) -> PartyRequest | None:
    """Somebody of the form; `None` when nothing of him was filled in. The applicant is always asked."""
    fields = {name: typed[f"p{number}_{name}"].strip() for name in FIRST}
    if number and not any(fields.values()):
        return None
    try:
        return checked(fields)
    except Refused as refused:
        path = f"parties.{number}.{refused.path}"
        raise Refused(refused.slug, path=path, came=refused.came, expected=refused.expected) from None


def _new(
    asking: Asking,
    request: Request,
    typed: dict[str, str],
    *,
    refused: Refused | None = None,
    found: tuple[AlikeDossier, ...] = (),
    http_status: int = 200,
) -> Response:
    with asking.reading() as connection:
        offices = offices_for(asking.viewer, connection) if asking.viewer.is_operator else ()
    return page(
        asking,
        request,
        "dossiers/new.html",
        http_status,
        typed=typed,
        first=FIRST,
        people=_PEOPLE,
        found=found,
        offices=[(each.id, each.name) for each in offices],
        colleagues=[("", "–"), *colleagues(asking)],
        mistakes=_mistakes(asking, refused),
    )


def _own_id(asking: Asking) -> str:
    kind, _, identity = asking.viewer.actor.partition(":")
    return identity if kind == "user" and not asking.viewer.is_operator else ""


def _mistakes(asking: Asking, refused: Refused | None) -> dict[str, str]:
    """By the name of the field: what is said of `parties.1.email` stands at `p1_email`."""
    if refused is None:
        return {}
    path = refused.path or "form"
    if path.startswith("parties"):
        _, number, name = path.split(".") if "." in path else ("", "0", "birth_name")
        path = f"p{number}_{name}"
    return {path: refused.nl if told_in(asking.language) == "nl" else refused.en}
