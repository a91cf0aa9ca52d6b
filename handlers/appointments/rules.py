"""When and where people may meet, and what can become of an appointment. Pure."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta, tzinfo
from typing import Any

from schemas.appointments import AppointmentTerms
from schemas.errors import Conflict, Refused

PLANNED, MOVED, CANCELLED, HELD = "planned", "moved", "cancelled", "held"
STANDING = (PLANNED, MOVED)
"""The states of one that is still to take place."""
LONGEST = timedelta(hours=12)
FIRST, LAST = date(2000, 1, 1), date(2200, 1, 1)
MEANS = {"office": "visit", "customer": "visit", "phone": "phone", "video": "video"}
"""How people had contact who met at such a place."""
_AHEAD = timedelta(minutes=5)
"""How far the clock of who records may be ahead."""
_SUBJECT_MAX, _LOCATION_MAX, _REMARK_MAX, _REASON_MAX = 200, 300, 2000, 500
_MOST_INVITED = 20


@dataclass(frozen=True, slots=True)
class Guest:
    """Somebody who is invited, as he was reached: `reference` is who he is to the post, `email` may be empty."""

    party: str
    reference: str
    name: str
    email: str

    def kept(self) -> dict[str, str]:
        return {"party": self.party, "reference": self.reference, "name": self.name, "email": self.email}


@dataclass(frozen=True, slots=True)
class Appointment:
    """`guests` are those who are invited, as `Guest.kept`; `sequence` counts changes (RFC 5545).

    `reason` is why it was cancelled.
    """

    dossier_id: str
    id: str
    starts: datetime
    ends: datetime
    place: str
    location: str
    assignee: str
    guests: list[Any]
    subject: str
    remark: str
    language: str
    form: str
    state: str
    sequence: int
    reason: str
    made_by: str
    made_at: datetime
    changed_by: str
    changed_at: datetime

    @property
    def invited(self) -> tuple[Guest, ...]:
        return tuple(Guest(**each) for each in self.guests)


Times = tuple[datetime, datetime]
By = tuple[str, datetime]
"""Who did it, and when."""


def on_the_clock(local: datetime, zone: tzinfo, path: str, *, second: bool | None = None) -> datetime:
    """The moment at which clocks of this zone show a time; one with a zone of its own stays what it is.

    `second` says which of two is meant in the night in which an hour comes twice.
    Raises `Refused`: `time-skipped` for a time that no clock shows, `time-twice` when it is not said which is meant.
    """
    if local.tzinfo is not None:
        return local
    first, again = (local.replace(tzinfo=zone, fold=fold) for fold in (0, 1))
    before, after = first.utcoffset(), again.utcoffset()
    if before == after:
        return first
    if before is not None and after is not None and before < after:
        raise Refused("time-skipped", path=path, came=f"{local:%Y-%m-%d %H:%M}", expected=f"{after - before}")
    if second is None:
        both = f"{first.isoformat()} / {again.isoformat()}"
        raise Refused("time-twice", path=path, came=f"{local:%Y-%m-%d %H:%M}", expected=both)
    return again if second else first


def made(
    ids: tuple[str, str], times: Times, terms: AppointmentTerms, guests: Iterable[Guest], by: By, *, held: bool
) -> Appointment:
    """A new one; raises `Refused` (`request-invalid`, `appointment-past`, `appointment-ahead`)."""
    checked = _checked(terms)
    starts, ends = _checked_times(times)
    who, at = by
    if held:
        _check_over(starts, at)
    else:
        _check_ahead(starts, at)
    said = {name: getattr(checked, name) for name in ("place", "location", "subject", "remark", "language", "form")}
    return Appointment(
        dossier_id=ids[0],
        id=ids[1],
        starts=starts,
        ends=ends,
        assignee=checked.assignee,
        guests=[each.kept() for each in guests],
        state=HELD if held else PLANNED,
        sequence=0,
        reason="",
        made_by=who,
        made_at=at,
        changed_by=who,
        changed_at=at,
        **said,
    )


def moved(before: Appointment, times: Times, terms: AppointmentTerms, guests: Iterable[Guest], by: By) -> Appointment:
    """The same one at another time or on other terms; what stays as it was gives the same value.

    Raises `Conflict` (`appointment-over`), `Refused` (`request-invalid`, `appointment-past`).
    """
    _check_standing(before)
    checked = _checked(terms)
    starts, ends = _checked_times(times)
    at_the_same_time = (starts, ends) == (before.starts, before.ends)
    if not at_the_same_time:
        _check_ahead(starts, by[1])
    said = {name: getattr(checked, name) for name in ("place", "location", "subject", "remark", "language", "form")}
    invited = [each.kept() for each in guests]
    after = replace(before, starts=starts, ends=ends, assignee=checked.assignee, guests=invited, **said)
    if after == before:
        return before
    state = before.state if at_the_same_time else MOVED
    return replace(after, state=state, sequence=before.sequence + 1, changed_by=by[0], changed_at=by[1])


def cancelled(before: Appointment, reason: str, by: By) -> Appointment:
    """Raises `Conflict` (`appointment-over`), `Refused` (`request-invalid`) without a reason."""
    _check_standing(before)
    said = " ".join(reason.split())
    if not said or len(said) > _REASON_MAX:
        raise Refused("request-invalid", path="reason", came=len(said), expected=f"1–{_REASON_MAX}")
    return replace(
        before, state=CANCELLED, reason=said, sequence=before.sequence + 1, changed_by=by[0], changed_at=by[1]
    )


def held(before: Appointment, by: By) -> Appointment:
    """Raises `Conflict` (`appointment-over`), `Refused` (`appointment-ahead`) before it began."""
    _check_standing(before)
    _check_over(before.starts, by[1])
    return replace(before, state=HELD, changed_by=by[0], changed_at=by[1])


def terms_of(before: Appointment) -> AppointmentTerms:
    """What it is besides its time, as it was said."""
    said = {name: getattr(before, name) for name in ("place", "location", "assignee", "subject", "remark")}
    invited = tuple(each.party for each in before.invited)
    return AppointmentTerms.model_validate(
        {**said, "invited": invited, "language": before.language, "form": before.form}
    )


def guests_of(invited: Collection[str], known: Iterable[Guest], before: Iterable[Guest] = ()) -> list[Guest]:
    """Those who are invited, as they are reached now, each once; who has left the dossier stays as he was reached.

    Raises `Refused` (`request-invalid`) for somebody who is no party of the dossier.
    """
    found = {each.party: each for each in before} | {each.party: each for each in known}
    wanted = list(dict.fromkeys(invited))
    for party in wanted:
        if party not in found:
            raise Refused("request-invalid", path="invited", came=party, expected=", ".join(sorted(found)) or "-")
    if len(wanted) > _MOST_INVITED:
        raise Refused("request-invalid", path="invited", came=len(wanted), expected=f"<= {_MOST_INVITED}")
    return [found[party] for party in wanted]


def _checked(terms: AppointmentTerms) -> AppointmentTerms:
    """The terms as they are kept; raises `Refused` (`request-invalid`)."""
    subject, location = (" ".join(each.split()) for each in (terms.subject, terms.location))
    remark = terms.remark.strip()
    if not subject or len(subject) > _SUBJECT_MAX:
        raise Refused("request-invalid", path="subject", came=len(subject), expected=f"1–{_SUBJECT_MAX}")
    if len(location) > _LOCATION_MAX:
        raise Refused("request-invalid", path="location", came=len(location), expected=f"<= {_LOCATION_MAX}")
    if terms.place in {"office", "customer"} and not location:
        raise Refused("request-invalid", path="location", came="", expected="een adres / an address")
    if terms.place == "video" and not location.startswith(("https://", "http://")):
        raise Refused("request-invalid", path="location", came=location, expected="een link: https://…")
    if len(remark) > _REMARK_MAX:
        raise Refused("request-invalid", path="remark", came=len(remark), expected=f"<= {_REMARK_MAX}")
    return terms.model_copy(update={"subject": subject, "location": location, "remark": remark})


def _checked_times(times: Times) -> Times:
    starts, ends = times
    if not timedelta(0) < ends - starts <= LONGEST:
        expected = f"na {starts.isoformat()}, <= {LONGEST} / after it"
        raise Refused("request-invalid", path="ends", came=ends.isoformat(), expected=expected)
    if not FIRST <= starts.date() < LAST:
        raise Refused("request-invalid", path="starts", came=starts.isoformat(), expected=f"{FIRST} – {LAST}")
    return starts, ends


def _check_ahead(starts: datetime, at: datetime) -> None:
    if starts <= at:
        raise Refused("appointment-past", path="starts", came=starts.isoformat(), expected=f"> {at.isoformat()}")


def _check_over(starts: datetime, at: datetime) -> None:
    if starts > at + _AHEAD:
        raise Refused("appointment-ahead", path="starts", came=starts.isoformat(), expected=f"<= {at.isoformat()}")


def _check_standing(before: Appointment) -> None:
    if before.state not in STANDING:
        raise Conflict("appointment-over", path="appointment_id", came=before.state, expected=", ".join(STANDING))
