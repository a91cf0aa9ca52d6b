"""What is watched: conditions, the deed, offers, documents; how each is set, moved and ended. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from handlers.dates.rules.calendar import next_working_day, plus_working_days
from schemas.dates import Condition, ConditionTerms, DateKind, DateState, EndDate, ExtendDate
from schemas.errors import Conflict, Refused
from schemas.stock_lists import LineStand

OPEN: DateState = "open"
OVER: DateState = "over"
DEED = "deed"
BY_PEOPLE: frozenset[DateKind] = frozenset({"resolutive", "deed"})
"""What people set; the rest follows from what lenders send."""
_ENDINGS = {"resolutive": ("dissolved", "waived"), "deed": ("passed", "waived")}
_NEEDS_REJECTIONS = frozenset({"financiering", "nhg"})
_FURTHEST = timedelta(days=5 * 366)
_EARLIER = "een latere dag dan {day} / a day later than {day}"
_LATER = "vandaag of later, hoogstens vijf jaar / today or later, five years at most"


@dataclass(frozen=True, slots=True)
class WatchedDate:
    """A date of a dossier. `day` is what was agreed or sent, `ends_on` where the term ends (Termijnenwet).

    `subject` is the condition, or the number of the line of a document; `title` what people call it.
    Other kinds have no terms, and the defaults stand there. `told_on` is the last day on which it was told.
    """

    dossier_id: str
    id: str
    office_id: str
    environment: str
    kind: DateKind
    subject: str
    application_id: str
    title: str
    day: date
    ends_on: date
    notice_days: int
    notice_kind: str
    rejections_required: int
    guarantee_date: date | None
    termijnenwet_applies: bool
    state: DateState
    set_by: str
    set_at: datetime
    ended_by: str = ""
    ended_at: datetime | None = None
    ended_why: str = ""
    told_on: date | None = None
    is_escalated: bool = False


@dataclass(frozen=True, slots=True)
class DateChange:
    """One line of the history of a date; `what` is set, corrected, extended or how it ended."""

    dossier_id: str
    date_id: str
    unit_id: str
    what: str
    was: date | None
    becomes: date | None
    reason: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Place:
    """Where a date belongs, and who said it when."""

    dossier_id: str
    office_id: str
    environment: str
    by: str
    at: datetime


def condition_id(kind: Condition) -> str:
    return f"resolutive-{kind}"


def offer_id(application_id: str) -> str:
    return f"offer-{application_id}"


def document_id(application_id: str, number: str) -> str:
    return f"document-{application_id}-{number}"


def condition(place: Place, kind: Condition, terms: ConditionTerms, today: date) -> WatchedDate:
    """A resolutive condition; raises `Refused("date-past")` for one that has passed, or lies years ahead."""
    check_ahead(terms.ov_date, today, "terms.ov_date")
    return _made(place, "resolutive", condition_id(kind), terms, subject=kind)


def deed(place: Place, day: date, today: date) -> WatchedDate:
    """The day of the deed; raises `Refused("date-past")` as `condition` does."""
    check_ahead(day, today, "day")
    return _made(place, "deed", DEED, _plain(day))


def offer(place: Place, application_id: str, until: date, reference: str) -> WatchedDate:
    """How long an offer holds; it is called by the lender's reference."""
    return _made(
        place, "offer", offer_id(application_id), _plain(until), application_id=application_id, title=reference
    )


def end_of(day: date, *, is_moved: bool) -> date:
    """Where a term ends: on the next working day when the Termijnenwet counts for it."""
    return next_working_day(day) if is_moved else day


def notice_until(watched: WatchedDate) -> date:
    """The last day on which the notice (mededeling) of the buyer may be received."""
    if watched.notice_kind == "working":
        return plus_working_days(watched.ends_on, watched.notice_days)
    last = watched.ends_on + timedelta(days=watched.notice_days)
    return end_of(last, is_moved=watched.termijnenwet_applies)


def check_ahead(day: date, today: date, path: str) -> None:
    """Raises `Refused("date-past")` for a day before today or years ahead."""
    if not today <= day <= today + _FURTHEST:
        raise Refused("date-past", path=path, came=day.isoformat(), expected=_LATER)


def after_setting(before: WatchedDate | None, new: WatchedDate) -> WatchedDate:
    """The date as it is now said; what was told already counts as long as it stays on its day."""
    if before is None or before.state != OPEN or before.ends_on != new.ends_on:
        return new
    return replace(new, told_on=before.told_on, is_escalated=before.is_escalated)


def counts_before(coming: WatchedDate, there: WatchedDate, chosen: str) -> bool:
    """Of two dates of one name in one dossier the open one counts; of two open ones, or two ended, the one chosen."""
    if (coming.state == OPEN) != (there.state == OPEN):
        return coming.state == OPEN
    return chosen == "there"


def extended(watched: WatchedDate, command: ExtendDate, today: date, at: tuple[str, datetime]) -> WatchedDate:
    """The same date on a later day; raises `Conflict` (`date-ended`), `Refused` (`date-not-later`, `date-past`)."""
    _check_open(watched)
    if watched.kind not in BY_PEOPLE:
        raise Conflict("date-of-lender", path="date_id", came=watched.id)
    if command.day <= watched.day:
        raise Refused(
            "date-not-later",
            path="day",
            came=command.day.isoformat(),
            expected=_EARLIER.format(day=watched.day.isoformat()),
        )
    check_ahead(command.day, today, "day")
    if not command.reason:
        raise Refused("request-invalid", path="reason", came="", expected="een reden / a reason")
    ends_on = end_of(command.day, is_moved=watched.termijnenwet_applies)
    by, when = at
    return replace(watched, day=command.day, ends_on=ends_on, set_by=by, set_at=when, told_on=None, is_escalated=False)


def ended(watched: WatchedDate, command: EndDate, at: tuple[str, datetime]) -> WatchedDate:
    """Raises `Conflict` (`date-ended`, `date-of-lender`, `rejections-missing`), `Refused` (`request-invalid`)."""
    _check_open(watched)
    if watched.kind not in BY_PEOPLE:
        raise Conflict("date-of-lender", path="date_id", came=watched.id)
    possible = _ENDINGS[watched.kind]
    if command.ending not in possible:
        raise Refused("request-invalid", path="ending", came=command.ending, expected=", ".join(possible))
    needed = watched.rejections_required if watched.subject in _NEEDS_REJECTIONS else 0
    if command.ending == "dissolved" and command.rejections < needed:
        raise Conflict("rejections-missing", path="rejections", came=str(command.rejections), expected=str(needed))
    return closed(watched, command.ending, at, command.reason)


def closed(watched: WatchedDate, state: DateState, at: tuple[str, datetime], why: str = "") -> WatchedDate:
    by, when = at
    return replace(watched, state=state, ended_by=by, ended_at=when, ended_why=why)


def reopened(watched: WatchedDate) -> WatchedDate:
    return replace(watched, state=OPEN, ended_by="", ended_at=None, ended_why="")


def horizon(place: Place, lines: Iterable[LineStand], deed_date: WatchedDate | None) -> dict[str, WatchedDate]:
    """The documents whose validity ends before the deed is passed, by id; none while no deed is planned."""
    if deed_date is None or deed_date.state != OPEN:
        return {}
    early = [each for each in lines if each.on_list and each.valid_until and each.valid_until < deed_date.day]
    made = [_document(place, each) for each in early]
    return {each.id: each for each in made}


def _document(place: Place, line: LineStand) -> WatchedDate:
    if line.valid_until is None:
        raise ValueError(f"line {line.number} does not age")
    return _made(
        place,
        "document",
        document_id(line.application_id, line.number),
        _plain(line.valid_until),
        application_id=line.application_id,
        subject=line.number,
        title=line.title,
    )


def _plain(day: date) -> ConditionTerms:
    """A date without terms of its own: it is the day itself, whatever day that is."""
    return ConditionTerms(ov_date=day, rejections_required=0, termijnenwet_applies=False)


def _made(
    place: Place,
    kind: DateKind,
    date_id: str,
    terms: ConditionTerms,
    *,
    application_id: str = "",
    subject: str = "",
    title: str = "",
) -> WatchedDate:
    return WatchedDate(
        dossier_id=place.dossier_id,
        id=date_id,
        office_id=place.office_id,
        environment=place.environment,
        kind=kind,
        subject=subject,
        application_id=application_id,
        title=title,
        day=terms.ov_date,
        ends_on=end_of(terms.ov_date, is_moved=terms.termijnenwet_applies),
        notice_days=terms.notice_days,
        notice_kind=terms.notice_kind,
        rejections_required=terms.rejections_required,
        guarantee_date=terms.guarantee_date,
        termijnenwet_applies=terms.termijnenwet_applies,
        state=OPEN,
        set_by=place.by,
        set_at=place.at,
    )


def _check_open(watched: WatchedDate) -> None:
    if watched.state != OPEN:
        raise Conflict("date-ended", path="date_id", came=watched.state, expected=OPEN)
