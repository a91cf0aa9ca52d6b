"""The page *Personen en gegevens*: what an office keeps of a dossier by hand.

A form that was refused comes back with what was typed; each does what an operation of the API does.
"""

from typing import Annotated, Any

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import RedirectResponse, Response
from pydantic import BaseModel, StringConstraints, ValidationError

from handlers.dossiers.views import DossierView, dossier_for
from hub.problems import problem_of
from portal_api.dossiers import STANDINGS
from portal_api.keeping import kept, pairs
from portal_api.pages.conflicts import Field, Stale, conflict_page
from portal_api.pages.rendering import page
from portal_api.pages.seen import SeenState, digest, last_told, unless_changed
from portal_api.routes.documented import PathId
from portal_api.routes.dossiers import found
from portal_api.shapes.keeping import PartyRequest, facts_of
from portal_api.texts import text, told_in
from portal_api.who import Asking, DossierWriter
from schemas.commands import Command
from schemas.dossiers import DropParty, KeepParty, SetLeadSource, SetStanding
from schemas.errors import NotFound, Refused
from schemas.hdn.codes import texts

HERE = "/dossiers/{dossier_id}/parties"
WHOLE = (
    *("initials", "first_names", "birth_prefix", "birth_name", "prefix", "correspondence_name", "company"),
    *("birth_date", "street", "house_number", "house_number_suffix", "postcode", "city", "email", "phone"),
)
_Field = Annotated[str, StringConstraints(max_length=300, pattern=r"^[^\x00]*$")]
Done = Annotated[str, Query(max_length=20, pattern=r"^[a-z-]*$")]
_TOLD = frozenset({"party-kept", "party-dropped", "standing-changed", "lead-source-set"})


class PartyForm(BaseModel):
    """The fields of one party as a browser sends them; `seen` is what was kept when the form was made."""

    seen: SeenState
    role: _Field = "applicant"
    kind: _Field = "01"
    gender: _Field = ""
    marital_status: _Field = ""
    initials: _Field = ""
    first_names: _Field = ""
    birth_prefix: _Field = ""
    birth_name: _Field = ""
    prefix: _Field = ""
    correspondence_name: _Field = ""
    company: _Field = ""
    birth_date: _Field = ""
    street: _Field = ""
    house_number: _Field = ""
    house_number_suffix: _Field = ""
    postcode: _Field = ""
    city: _Field = ""
    email: _Field = ""
    phone: _Field = ""


class StandingForm(BaseModel):
    seen: SeenState
    standing: _Field = ""
    reason: _Field = ""


class SourceForm(BaseModel):
    seen: SeenState
    lead_source: _Field = ""


class DropForm(BaseModel):
    seen: SeenState
    reason: _Field = ""


def routes() -> APIRouter:
    router = APIRouter(include_in_schema=False)
    router.get(HERE)(overview)
    router.post(HERE)(add)
    router.post(f"{HERE}/{{reference}}")(keep)
    router.post(f"{HERE}/{{reference}}/drop")(drop)
    router.post("/dossiers/{dossier_id}/standing")(stand)
    router.post("/dossiers/{dossier_id}/lead-source")(source)
    return router


def overview(asking: DossierWriter, request: Request, dossier_id: PathId, done: Done = "") -> Response:
    return _overview(asking, request, dossier_id, done=done)


def add(asking: DossierWriter, request: Request, dossier_id: PathId, form: Annotated[PartyForm, Form()]) -> Response:
    return _party(asking, request, dossier_id, "", form)


def keep(
    asking: DossierWriter,
    request: Request,
    dossier_id: PathId,
    reference: PathId,
    form: Annotated[PartyForm, Form()],
) -> Response:
    return _party(asking, request, dossier_id, reference, form)


def drop(
    asking: DossierWriter, request: Request, dossier_id: PathId, reference: PathId, form: Annotated[DropForm, Form()]
) -> Response:
    made = DropParty(dossier_id=dossier_id, reference=reference, reason=form.reason)
    return _change(asking, request, made, form, at=reference)


def stand(
    asking: DossierWriter, request: Request, dossier_id: PathId, form: Annotated[StandingForm, Form()]
) -> Response:
    if form.standing not in STANDINGS:
        refused = Refused("request-invalid", path="standing", came=form.standing, expected=", ".join(STANDINGS))
        return _overview(asking, request, dossier_id, refused=refused, typed=form.model_dump(), at="standing")
    given = {"dossier_id": dossier_id, "standing": form.standing, "reason": form.reason}
    return _change(asking, request, SetStanding.model_validate(given), form, at="standing")


def source(
    asking: DossierWriter, request: Request, dossier_id: PathId, form: Annotated[SourceForm, Form()]
) -> Response:
    made = SetLeadSource(dossier_id=dossier_id, lead_source=form.lead_source)
    return _change(asking, request, made, form, at="lead_source")


def _party(asking: Asking, request: Request, dossier_id: str, reference: str, form: PartyForm) -> Response:
    typed = form.model_dump()
    at = reference or "new"
    try:
        given = checked({name: value for name, value in typed.items() if name != "seen"})
        party = facts_of(given, reference)
    except Refused as refused:
        return _overview(asking, request, dossier_id, refused=refused, typed=typed, at=at)
    return _change(asking, request, KeepParty(dossier_id=dossier_id, party=party), form, at=at)


def _change(asking: Asking, request: Request, made: Command, form: Any, *, at: str) -> Response:
    """Carries it out unless somebody else changed what is kept since the form was made."""
    dossier_id, typed = str(getattr(made, "dossier_id", "")), form.model_dump()

    def look() -> tuple[DossierView, str]:
        now = _dossier(asking, dossier_id)
        return now, _state(asking, now)

    try:
        now = unless_changed(asking, dossier_id, form.seen, look, made)
    except NotFound:
        raise
    except Refused as refused:
        return _overview(asking, request, dossier_id, refused=refused, typed=typed, at=at)
    if now is None:
        return RedirectResponse(f"/dossiers/{dossier_id}/parties?done=kept", 303)
    return _stale(asking, request, now, typed)


def _stale(asking: Asking, request: Request, now: DossierView, typed: dict[str, str]) -> Response:
    own = {each.reference: each for each in kept(asking, now.id)[0]}
    mine = own.get(request.path_params.get("reference", ""))
    theirs = {**(mine.facts if mine else {}), "standing": now.standing, "lead_source": now.lead_source}
    names = [name for name, value in typed.items() if name != "seen" and value]
    fields = [Field(_label(asking, name), "", str(theirs.get(name, "")), typed[name]) for name in names]
    entry = last_told(asking, now.id, request.path_params.get("reference", ""), _TOLD)
    actor, at = (entry.actor, entry.at) if entry else ("", None)
    again = {**typed, "seen": _state(asking, now)}
    title = text(asking.language, "keeping.title")
    back = f"/dossiers/{now.id}/parties"
    return conflict_page(asking, request, Stale(title, actor, at, fields, request.url.path, again, back))


def _label(asking: Asking, name: str) -> str:
    return text(asking.language, f"field.{name}")


def _dossier(asking: Asking, dossier_id: str) -> DossierView:
    with asking.reading() as connection:
        return found(dossier_for(asking.viewer, connection, dossier_id), dossier_id)


def _state(asking: Asking, dossier: DossierView) -> str:
    """What is kept by hand, in one word; messages that come meanwhile do not make a form stale."""
    own, _ = kept(asking, dossier.id)
    return digest(dossier.standing, dossier.lead_source, *((each.reference, each.facts) for each in own))


def checked(fields: dict[str, str]) -> PartyRequest:
    """Raises `Refused` (`request-invalid`) for the first field that cannot be."""
    given: dict[str, Any] = {**fields, "birth_date": fields.get("birth_date") or None}
    try:
        return PartyRequest.model_validate(given)
    except ValidationError as error:
        wrong = error.errors(include_url=False)[0]
        path = str(wrong["loc"][0])
        raise Refused("request-invalid", path=path, came=fields.get(path, ""), expected=wrong["msg"]) from None


def _overview(
    asking: Asking,
    request: Request,
    dossier_id: str,
    *,
    refused: Refused | None = None,
    typed: dict[str, str] | None = None,
    at: str = "",
    done: str = "",
) -> Response:
    dossier = _dossier(asking, dossier_id)
    own, complete = kept(asking, dossier_id)
    status = problem_of(refused).status if refused else 200
    return page(
        asking,
        request,
        "dossiers/parties.html",
        status,
        dossier=dossier,
        own=own,
        complete=complete,
        seen=_state(asking, dossier),
        fields=WHOLE,
        codes={name: _codes(codelist) for name, codelist in _CODELISTS.items()},
        standings=[(each, text(asking.language, f"standing.{each}")) for each in STANDINGS],
        typed={at: typed or {}},
        mistakes={at: _mistakes(asking, refused)},
        pairs=pairs(asking, dossier_id),
        done=done,
    )


def refused_overview(asking: Asking, request: Request, dossier_id: str, refused: Refused) -> Response:
    """The page with what was refused about people who are one."""
    return _overview(asking, request, dossier_id, refused=refused, at="people")


_CODELISTS = {"gender": "Geslacht", "marital_status": "BurgerlijkeStaat"}


def _codes(codelist: str) -> list[tuple[str, str]]:
    return [("", "–"), *texts(codelist).items()]


def _mistakes(asking: Asking, refused: Refused | None) -> dict[str, str]:
    if refused is None:
        return {}
    return {refused.path or "form": refused.nl if told_in(asking.language) == "nl" else refused.en}
