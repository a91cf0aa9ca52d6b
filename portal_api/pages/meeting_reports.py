"""The page *Gespreksverslagen* of a dossier: what was sent, and a form that shows the mail before it goes."""

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import Response
from pydantic import BaseModel, StringConstraints, ValidationError

from handlers.dossiers.views import title_of, visible
from hub.ids import new_id
from portal_api.counter import DOSSIERS_WRITE
from portal_api.pages.rendering import page
from portal_api.pages.staff import Done, Key, mistakes_in, status_of, to
from portal_api.routes.appointments import carry_out
from portal_api.routes.documented import PathId
from portal_api.routes.dossiers import unknown
from portal_api.routes.meeting_reports import around, letter_of, reports_of
from portal_api.who import Asking, DossierWriter, PeopleReader
from schemas.errors import Refused
from schemas.meeting_reports import SendMeetingReport

_OF = "/dossiers/{dossier_id}/meeting-reports"
_Field = Annotated[str, StringConstraints(max_length=20_000, pattern=r"^[^\x00]*$")]
AboutQuery = Annotated[str, Query(max_length=80, pattern=r"^[0-9A-Za-z:-]*$")]


class ReportForm(BaseModel):
    """`act` is preview or send; `text` and the rest as a browser sends them."""

    key: Key = ""
    act: Literal["preview", "send"] = "send"
    about: _Field = ""
    subject: _Field = ""
    text: _Field = ""
    recipients: list[_Field] = []
    language: Literal["nl", "en"] = "nl"
    form: Literal["u", "je"] = "u"


def routes() -> APIRouter:
    router = APIRouter(include_in_schema=False)
    router.get(_OF)(overview)
    router.post(_OF)(send)
    return router


def overview(
    asking: PeopleReader, request: Request, dossier_id: PathId, about: AboutQuery = "", done: Done = ""
) -> Response:
    """`about` is what the form begins with."""
    return _page(asking, request, dossier_id, {"about": about}, done=done)


def send(asking: DossierWriter, request: Request, dossier_id: PathId, form: Annotated[ReportForm, Form()]) -> Response:
    """Shows the mail first when that is asked."""
    reports_of(asking, dossier_id)
    typed = form.model_dump()
    try:
        asked = _asked(dossier_id, form)
        if form.act == "preview":
            return _page(asking, request, dossier_id, typed, letter=letter_of(asking, asked))
        carry_out(asking, asked, dossier_id, form.key or None)
    except Refused as refused:
        return _page(asking, request, dossier_id, typed, refused)
    return to(f"/dossiers/{dossier_id}/meeting-reports", "sent")


def _asked(dossier_id: str, form: ReportForm) -> SendMeetingReport:
    """Raises `Refused` (`request-invalid`) when it does not say what it is about."""
    said = form.model_dump(include={"about", "subject", "text", "language", "form"})
    try:
        return SendMeetingReport(dossier_id=dossier_id, recipients=tuple(form.recipients), **said)
    except ValidationError:
        expected = "een contact of gehouden afspraak / a contact or held appointment"
        raise Refused("request-invalid", path="about", came=form.about, expected=expected) from None


def _page(
    asking: Asking,
    request: Request,
    dossier_id: str,
    typed: dict[str, Any],
    refused: Refused | None = None,
    *,
    letter: tuple[str, str] | None = None,
    done: str = "",
) -> Response:
    reports = reports_of(asking, dossier_id)
    meetings, people = around(asking, dossier_id)
    with asking.reading() as connection:
        dossier = visible(asking.viewer, connection, dossier_id)
        if dossier is None:
            raise unknown(dossier_id)
        title = title_of(dossier, connection)
    return page(
        asking,
        request,
        "meeting_reports/dossier.html",
        status_of(refused),
        dossier_id=dossier_id,
        title=title,
        reports=reports,
        meetings=meetings,
        people=[(each.party, each.name, each.account_email or each.email) for each in people],
        typed=typed,
        mistakes=mistakes_in(asking, refused),
        letter=letter,
        key=typed.get("key") or new_id(),
        done=done,
        may_write=DOSSIERS_WRITE in asking.who.scopes,
    )
