"""The page *Voor het versturen* of an application: what stops it, where one mends it, and the button that sends it.

What the page finds is what the sending would find: both take the same road.
"""

from collections.abc import Callable
from typing import Annotated

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import Response
from pydantic import BaseModel, StringConstraints

from handlers.accounts.views import names_of
from handlers.dossiers.views import title_of, visible
from hub.ids import new_id
from portal_api.before_sending import BeforeSending, before_sending
from portal_api.counter import DOSSIERS_WRITE, MESSAGES_READ, OFFICE_WRITE
from portal_api.exchanges import lender_name
from portal_api.pages.rendering import page
from portal_api.pages.sent import sent
from portal_api.pages.staff import Done, Key, mistakes_in, status_of, to
from portal_api.points import KINDS
from portal_api.routes.applications import application_in, sending_of
from portal_api.routes.before_sending import keep, made_addition
from portal_api.routes.documented import PathId
from portal_api.routes.dossiers import unknown
from portal_api.shapes.applications import SendRequest
from portal_api.who import Asking, DossierReader, DossierWriter
from portal_api.writes import write
from schemas.errors import Refused
from schemas.sending import DropAddition

HERE = "/dossiers/{dossier_id}/applications/{application_id}/before-sending"
_Receiver = Annotated[str, StringConstraints(pattern=r"^([0-9]{6})?$")]
_Field = Annotated[str, StringConstraints(max_length=1000, pattern=r"^[^\x00]*$")]


class SendForm(BaseModel):
    key: Key = ""
    receiver: _Receiver = ""


class AdditionForm(BaseModel):
    key: Key = ""
    place: _Field = ""
    value: _Field = ""
    replaces: Annotated[str, StringConstraints(max_length=3)] = ""


class DropForm(BaseModel):
    key: Key = ""
    place: _Field = ""


def routes() -> APIRouter:
    router = APIRouter(include_in_schema=False)
    router.get(HERE)(overview)
    router.post(f"{HERE}/send")(send)
    router.post(f"{HERE}/additions")(add)
    router.post(f"{HERE}/additions/drop")(drop)
    return router


def overview(
    asking: DossierReader,
    request: Request,
    dossier_id: PathId,
    application_id: PathId,
    receiver: Annotated[_Receiver, Query()] = "",
    done: Done = "",
) -> Response:
    return _page(asking, request, (dossier_id, application_id), receiver=receiver, done=done)


def send(
    asking: DossierWriter,
    request: Request,
    dossier_id: PathId,
    application_id: PathId,
    form: Annotated[SendForm, Form()],
) -> Response:
    """The newest version goes; a mistake stands on the page and nothing is sent."""
    place = (dossier_id, application_id)

    def act() -> None:
        application = application_in(asking, *place)
        command = sending_of(asking, dossier_id, application, SendRequest(receiver=form.receiver or None))
        given = {"command": "SendApplication", "dossier_id": dossier_id, "application_id": application_id}
        write(asking, form.key or None, given, lambda: command)

    return _done(asking, request, place, act, "sent", form)


def add(
    asking: DossierWriter,
    request: Request,
    dossier_id: PathId,
    application_id: PathId,
    form: Annotated[AdditionForm, Form()],
) -> Response:
    def act() -> None:
        said = {"place": form.place.strip(), "value": form.value, "replaces": form.replaces == "yes"}
        keep(asking, made_addition(dossier_id, application_id, said), form.key or None)

    return _done(asking, request, (dossier_id, application_id), act, "kept", form)


def drop(
    asking: DossierWriter,
    request: Request,
    dossier_id: PathId,
    application_id: PathId,
    form: Annotated[DropForm, Form()],
) -> Response:
    def act() -> None:
        made = DropAddition(dossier_id=dossier_id, application_id=application_id, place=form.place)
        keep(asking, made, form.key or None)

    return _done(asking, request, (dossier_id, application_id), act, "kept", form)


def _done(
    asking: Asking,
    request: Request,
    place: tuple[str, str],
    act: Callable[[], None],
    done: str,
    form: SendForm | AdditionForm | DropForm,
) -> Response:
    application_in(asking, *place)
    try:
        act()
    except Refused as refused:
        return _page(asking, request, place, refused, typed=form.model_dump())
    return to(f"/dossiers/{place[0]}/applications/{place[1]}/before-sending", done)


def _page(
    asking: Asking,
    request: Request,
    place: tuple[str, str],
    refused: Refused | None = None,
    *,
    receiver: str = "",
    typed: dict[str, str] | None = None,
    done: str = "",
) -> Response:
    dossier_id, application_id = place
    given = typed or {}
    found = before_sending(asking, *place, given.get("receiver") or receiver)
    with asking.reading() as connection:
        dossier = visible(asking.viewer, connection, dossier_id)
        if dossier is None:
            raise unknown(dossier_id)
        title = title_of(dossier, connection)
        people = names_of(connection, [each.set_by for each in found.additions])
    return page(
        asking,
        request,
        "dossiers/before_sending.html",
        status_of(refused),
        dossier_id=dossier_id,
        application_id=application_id,
        title=title,
        lender=lender_name(found.application.partner),
        found=found,
        groups=[(kind, [each for each in found.points if each.kind == kind]) for kind in KINDS],
        people=people,
        sent=_sent(asking, found),
        today=asking.counter.runtime.clock.now(),
        key=new_id,
        typed=given,
        trouble=() if refused is None or _is_told(refused, found) else tuple(mistakes_in(asking, refused).values()),
        done=done,
        may_write=DOSSIERS_WRITE in asking.who.scopes,
        may_set_office=OFFICE_WRITE in asking.who.scopes,
        may_read_messages=MESSAGES_READ in asking.who.scopes,
    )


def _is_told(refused: Refused, found: BeforeSending) -> bool:
    """What stopped the sending stands among the points already."""
    return bool(refused.findings) and not found.may_go


def _sent(asking: Asking, found: BeforeSending) -> list[tuple[str, object]]:
    """The id of each message that went to the lender, with how far it is in words."""
    directory = asking.counter.runtime.directory
    names = {each.receiver: entry.name for each in found.sent if (entry := directory.find(each.receiver))}
    return [(each.id, sent(each, asking.language, names)) for each in found.sent]
