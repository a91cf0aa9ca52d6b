"""The forms of appointments as a browser sends them: read into times and terms, and filled from an appointment."""

from datetime import UTC, datetime, timedelta
from typing import Annotated, Any, Literal, get_args

from pydantic import BaseModel, StringConstraints

from handlers.appointments.views import AppointmentView
from hub.clock import AMSTERDAM
from portal_api.pages.staff import Key
from portal_api.pages.typed import day_typed, moment_typed
from portal_api.routes.appointments import moment
from schemas.appointments import AppointmentTerms, Place, Talk
from schemas.contacts import FollowUp
from schemas.errors import Refused

Times = tuple[datetime, datetime]
_MINUTES = 12 * 60
_Field = Annotated[str, StringConstraints(max_length=6000, pattern=r"^[^\x00]*$")]


class AppointmentForm(BaseModel):
    """`starts` is the office's time of the day; `hour` says which of two is meant in the night of the clock.

    `anyway`: also when the colleague is taken then.
    """

    key: Key = ""
    starts: _Field = ""
    minutes: _Field = "60"
    hour: Literal["", "first", "second"] = ""
    place: _Field = "office"
    location: _Field = ""
    assignee: _Field = ""
    invited: list[_Field] = []
    subject: _Field = ""
    remark: _Field = ""
    language: Literal["nl", "en"] = "nl"
    form: Literal["u", "je"] = "u"
    held: _Field = ""
    anyway: _Field = ""


class EndForm(BaseModel):
    """The reason of one that is off; or what was said at one that was held, and what follows."""

    key: Key = ""
    reason: _Field = ""
    summary: _Field = ""
    subject: _Field = ""
    due: _Field = ""
    assignee: _Field = ""
    no_follow_up: _Field = ""


def filled(each: AppointmentView) -> dict[str, Any]:
    """An appointment as the form has it."""
    local = local_of(each.starts)
    return {
        "starts": local.strftime("%Y-%m-%dT%H:%M"),
        "hour": "second" if local.fold else "",
        "minutes": str(int((each.ends - each.starts).total_seconds() // 60)),
        "invited": [one.party for one in each.invited],
        **{name: getattr(each, name) for name in ("place", "location", "assignee", "subject", "remark")},
        "language": each.language,
        "form": each.form,
    }


def times_of(form: AppointmentForm) -> Times:
    """Raises `Refused` (`request-invalid`, `time-skipped`, `time-twice`)."""
    local = moment_typed("starts", form.starts)
    second = {"first": False, "second": True}.get(form.hour)
    # What is added to a time on the clock moves the clock; how long people meet does not depend on the night.
    begin = moment("starts", local, second=second).astimezone(UTC)
    minutes = form.minutes.strip()
    if not (minutes.isascii() and minutes.isdecimal() and 0 < int(minutes[:6]) <= _MINUTES):
        raise Refused("request-invalid", path="minutes", came=form.minutes, expected=f"1–{_MINUTES}")
    return begin, begin + timedelta(minutes=int(minutes))


def terms_of(form: AppointmentForm) -> AppointmentTerms:
    """Raises `Refused` (`request-invalid`) for a place that there is not."""
    if form.place not in get_args(Place):
        raise Refused("request-invalid", path="place", came=form.place, expected=", ".join(get_args(Place)))
    said = form.model_dump(include={"place", "location", "assignee", "subject", "remark", "language", "form"})
    return AppointmentTerms.model_validate({**said, "invited": tuple(form.invited)})


def talk_of(form: EndForm) -> Talk | None:
    """What was said, when anything was; raises `Refused` (`request-invalid`)."""
    if not any((form.summary.strip(), form.subject.strip(), form.due.strip(), form.no_follow_up.strip())):
        return None
    follow_up = None
    if form.subject.strip() or form.due.strip():
        follow_up = FollowUp(subject=form.subject, due=day_typed("due", form.due), assignee=form.assignee)
    return Talk(summary=form.summary, follow_up=follow_up, no_follow_up=form.no_follow_up)


def local_of(at: datetime) -> datetime:
    return at.astimezone(AMSTERDAM)
