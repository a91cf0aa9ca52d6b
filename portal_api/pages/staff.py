"""The pages *Mensen*: people, sub-agents and substitutes of an office, one account, moving dossiers, the rights.

A form that was refused comes back with what was typed; each does what an operation of the API does.
"""

from collections.abc import Callable
from datetime import date
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import RedirectResponse, Response
from pydantic import BaseModel, StringConstraints

from handlers.accounts.views.staff import Place, may_take_over, staff_for, substitutions_for, table
from handlers.offices.views import advisers_see, organisations_for
from hub.ids import new_id
from hub.problems import problem_of
from portal_api.counter import OFFICE_WRITE, PEOPLE_WRITE
from portal_api.pages.rendering import page
from portal_api.routes.documented import PathId
from portal_api.routes.staff import held_of, person_in
from portal_api.texts import told_in
from portal_api.who import Asking, DossierAssigner, OfficeWriter, PeopleReader, PeopleWriter
from schemas.errors import Refused
from schemas.involvements import MoveDossiers

HERE = "/people"
Typed = Annotated[str, Form(max_length=300, pattern=r"^[^\x00]*$")]
Key = Annotated[str, Form(max_length=64, pattern=r"^[0-9A-Za-z-]*$")]
Chosen = Annotated[list[str], Form()]
Done = Annotated[str, Query(max_length=40, pattern=r"^[a-z-]*$")]
_STAFF = ("office", "sub-agent")
_Field = Annotated[str, StringConstraints(max_length=300, pattern=r"^[^\x00]*$")]


class PersonForm(BaseModel):
    """The fields of an account as a browser sends them; `seen` is the account as the form was made from it."""

    name: _Field = ""
    email: _Field = ""
    role: _Field = ""
    organisation_id: _Field = ""
    ends_on: _Field = ""
    phone: _Field = ""
    seen: _Field = ""


def routes() -> APIRouter:
    router = APIRouter(include_in_schema=False)
    router.get(HERE)(overview)
    router.post(HERE)(add)
    router.post(f"{HERE}/sub-agents")(add_sub_agent)
    router.post(f"{HERE}/sub-agents/{{organisation_id}}")(set_sub_agent)
    router.post(f"{HERE}/substitutes")(add_substitute)
    router.post(f"{HERE}/substitutes/{{substitution_id}}/end")(end_substitute)
    router.post(f"{HERE}/reach")(set_reach)
    router.get(f"{HERE}/rights")(rights)
    router.get(f"{HERE}/{{person_id}}")(one)
    router.post(f"{HERE}/{{person_id}}")(change)
    router.post(f"{HERE}/{{person_id}}/act")(act)
    router.post(f"{HERE}/{{person_id}}/move")(move)
    return router


def overview(asking: PeopleReader, request: Request, done: Done = "") -> Response:
    return _overview(asking, request, done=done)


def add(asking: PeopleWriter, request: Request, form: Annotated[PersonForm, Form()]) -> Response:
    """Invites somebody; the link is shown once when the hub sends no mail."""
    typed = form.model_dump()
    try:
        place = _place(typed)
        made = asking.counter.staff.add(
            asking.viewer, "", name=form.name, email=form.email, role=form.role, place=place
        )
    except Refused as refused:
        return _overview(asking, request, typed=typed, refused=refused, form="add")
    if made.link:
        return _overview(asking, request, invited=(form.name, made.link))
    return to(HERE, "added")


def add_sub_agent(
    asking: PeopleWriter, request: Request, code: Typed = "", name: Typed = "", email: Typed = ""
) -> Response:
    typed = {"code": code, "name": name, "email": email}
    try:
        asking.counter.offices.add_sub_agent(asking.viewer, "", code=code, name=name, email=email)
    except Refused as refused:
        return _overview(asking, request, typed=typed, refused=refused, form="sub-agent")
    return to(HERE, "sub-agent")


def set_sub_agent(asking: PeopleWriter, organisation_id: PathId, act: Typed = "") -> Response:
    """Closes a sub-agent, or opens it again."""
    asking.counter.offices.close_sub_agent(asking.viewer, "", organisation_id, closed=act == "close")
    return to(HERE, "sub-agent")


def add_substitute(
    asking: PeopleWriter,
    request: Request,
    absent_id: Typed = "",
    substitute_id: Typed = "",
    starts_on: Typed = "",
    until: Typed = "",
) -> Response:
    typed = {"absent_id": absent_id, "substitute_id": substitute_id, "starts_on": starts_on, "until": until}
    try:
        first = _date("starts_on", starts_on)
        if first is None:
            raise Refused("request-invalid", path="starts_on", came="-", expected="JJJJ-MM-DD")  # noqa: TRY301
        days = (first, _date("until", until))
        asking.counter.staff.set_substitute(
            asking.viewer, "", absent_id=absent_id, substitute_id=substitute_id, days=days
        )
    except Refused as refused:
        return _overview(asking, request, typed=typed, refused=refused, form="substitute")
    return to(HERE, "substitute")


def end_substitute(asking: PeopleWriter, substitution_id: PathId) -> Response:
    asking.counter.staff.end_substitution(asking.viewer, "", substitution_id)
    return to(HERE, "substitute")


def set_reach(asking: OfficeWriter, sees: Typed = "") -> Response:
    asking.counter.offices.set_advisers_see(asking.viewer, asking.viewer.office_id or "", sees)
    return to(HERE, "reach")


def rights(asking: PeopleReader, request: Request) -> Response:
    """Which role may do what, as one table."""
    return page(asking, request, "people/rights.html", table=table())


def one(asking: PeopleReader, request: Request, person_id: PathId, done: Done = "") -> Response:
    return _one(asking, request, person_id, done=done)


def change(asking: PeopleWriter, request: Request, person_id: PathId, form: Annotated[PersonForm, Form()]) -> Response:
    """What somebody else changed meanwhile is said, and what was typed stays in the form."""
    typed = form.model_dump()
    try:
        place, seen = _place(typed), form.seen or None
        asking.counter.staff.change(asking.viewer, person_id, name=form.name, role=form.role, place=place, seen=seen)
    except Refused as refused:
        return _one(asking, request, person_id, typed=typed, refused=refused)
    return to(f"{HERE}/{person_id}", "changed")


def act(asking: PeopleWriter, request: Request, person_id: PathId, act: Typed = "", reason: Typed = "") -> Response:
    """Invite again, reset, shut out, let in, sign out."""
    staff, viewer = asking.counter.staff, asking.viewer
    acts: dict[str, Callable[[], Any]] = {
        "invite": lambda: staff.invite(viewer, person_id),
        "reset": lambda: staff.reset(viewer, person_id, and_factors=False),
        "reset-factors": lambda: staff.reset(viewer, person_id, and_factors=True),
        "disable": lambda: staff.disable(viewer, person_id, reason),
        "enable": lambda: staff.enable(viewer, person_id),
        "sign-out": lambda: staff.sign_out(viewer, person_id),
    }
    if act not in acts:
        raise Refused("request-invalid", path="act", came=act, expected=", ".join(acts))
    try:
        made = acts[act]()
    except Refused as refused:
        return _one(asking, request, person_id, refused=refused)
    if made and made.link:
        return _one(asking, request, person_id, link=made.link)
    return to(f"{HERE}/{person_id}", act)


def move(
    asking: DossierAssigner,
    request: Request,
    person_id: PathId,
    to_person: Typed = "",
    dossiers: Chosen = [],  # noqa: B006 - FastAPI copies it
    reason: Typed = "",
    key: Key = "",
) -> Response:
    """The dossiers that were ticked in the preview become the colleague's; the same form twice moves them once."""
    typed = {"to_person": to_person, "reason": reason}
    known = {each.dossier_id for each in held_of(asking, person_id)}
    chosen = tuple(each for each in dossiers if each in known)
    try:
        if not chosen:
            raise Refused("request-invalid", path="dossiers", came="0", expected="1+")  # noqa: TRY301
        made = MoveDossiers(
            office_id=person_in(asking, person_id).office_id or "",
            from_person=person_id,
            to_person=to_person,
            dossiers=chosen,
            reason=reason,
        )
        asking.counter.runtime.execute(made, actor=asking.viewer.actor, unit_id=key or new_id())
    except Refused as refused:
        return _one(asking, request, person_id, typed=typed, refused=refused)
    return to(f"{HERE}/{person_id}", "moved")


def _overview(
    asking: Asking,
    request: Request,
    *,
    typed: dict[str, str] | None = None,
    refused: Refused | None = None,
    form: str = "",
    invited: tuple[str, str] | None = None,
    done: str = "",
) -> Response:
    runtime = asking.counter.runtime
    with asking.reading() as connection:
        people = staff_for(asking.viewer, connection, runtime.doors.now())
        organisations = organisations_for(asking.viewer, connection)
        substitutions = substitutions_for(asking.viewer, connection, runtime.clock.business_date())
        sees = advisers_see(connection, asking.viewer.office_id)
    return page(
        asking,
        request,
        "people/list.html",
        status_of(refused),
        people=people,
        organisations=organisations,
        sub_agents=[("", "–"), *((e.id, e.name) for e in organisations if e.kind == "sub-agent")],
        of_organisation={each.id: each.name for each in organisations},
        substitutions=substitutions,
        colleagues=[(each.id, each.name) for each in people if each.organisation_id is None],
        substitutes=[(each.id, each.name) for each in people if may_take_over(each)],
        sees=sees,
        roles=_roles(asking),
        role_names=_role_names(asking),
        may_write=PEOPLE_WRITE in asking.who.scopes and not asking.viewer.is_operator,
        may_set=OFFICE_WRITE in asking.who.scopes and not asking.viewer.is_operator,
        typed=typed or {},
        mistakes={form: mistakes_in(asking, refused)},
        invited=invited,
        done=done,
    )


def _one(
    asking: Asking,
    request: Request,
    person_id: str,
    *,
    typed: dict[str, str] | None = None,
    refused: Refused | None = None,
    link: str = "",
    done: str = "",
) -> Response:
    found = person_in(asking, person_id)
    may_move = "dossiers:assign" in asking.who.scopes
    held = held_of(asking, person_id) if may_move else ()
    with asking.reading() as connection:
        people = staff_for(asking.viewer, connection, asking.counter.runtime.doors.now())
        organisations = organisations_for(asking.viewer, connection, found.office_id or "")
    now = found.line
    kept = {"name": now.name, "role": now.role, "phone": now.phone, "organisation_id": now.organisation_id or ""}
    kept |= {"ends_on": now.ends_on.isoformat() if now.ends_on else ""}
    return page(
        asking,
        request,
        "people/one.html",
        status_of(refused),
        person=found,
        held=held,
        may_move=may_move,
        may_write=PEOPLE_WRITE in asking.who.scopes,
        is_self=asking.viewer.actor == f"user:{person_id}",
        roles=_roles(asking),
        role_names=_role_names(asking),
        organisations=[("", "–"), *((e.id, e.name) for e in organisations if e.kind == "sub-agent")],
        colleagues=[(e.id, e.name) for e in people if e.id != person_id and may_take_over(e)],
        typed=kept | (typed or {}),
        mistakes=mistakes_in(asking, refused),
        link=link,
        done=done,
        key=new_id(),
    )


def _roles(asking: Asking) -> list[tuple[str, str]]:
    """The roles that an office gives, with their names."""
    return [(name, _in(asking, role)) for name, role in table().roles.items() if role.of in _STAFF]


def _role_names(asking: Asking) -> dict[str, str]:
    return {name: _in(asking, role) for name, role in table().roles.items()}


def _in(asking: Asking, role: Any) -> str:
    return str(role.nl if told_in(asking.language) == "nl" else role.en)


def _place(typed: dict[str, str]) -> Place:
    last = _date("ends_on", typed["ends_on"])
    return Place(typed["organisation_id"] or None, None, last, typed["phone"].strip())


def _date(path: str, typed: str) -> date | None:
    """A date as a browser sends it; raises `Refused` (`request-invalid`)."""
    if not typed.strip():
        return None
    try:
        return date.fromisoformat(typed.strip())
    except ValueError:
        raise Refused("request-invalid", path=path, came=typed, expected="JJJJ-MM-DD") from None


def mistakes_in(asking: Asking, refused: Refused | None) -> dict[str, str]:
    if refused is None:
        return {}
    return {refused.path or "form": refused.nl if told_in(asking.language) == "nl" else refused.en}


def status_of(refused: Refused | None) -> int:
    return problem_of(refused).status if refused else 200


def to(place: str, done: str) -> Response:
    return RedirectResponse(f"{place}?{urlencode({'done': done})}", 303)
