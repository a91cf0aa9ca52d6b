"""What handlers of dates share: where a date belongs, keeping it with its timer, and letting it go."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime

from handlers.dates.rules import alerts, watching
from handlers.dates.rules.watching import Place, WatchedDate
from handlers.dates.tables import WATCHED_DATES
from handlers.dossiers.views import check_there
from handlers.dossiers.views import place_of as place_of_dossier
from hub.clock import AMSTERDAM
from hub.work import Work
from schemas.dates import DateSettled, TellOfDate
from schemas.stock_lists import LineStand


def place_of(work: Work, dossier_id: str = "") -> Place:
    """Office and environment of the locked dossier; a message knows them by its exchange. Raises `NotFound`."""
    scope, cause = dossier_id or work.dossier_id or "", work.cause
    if work.lane and work.lane.office_id:
        return Place(scope, work.lane.office_id, work.lane.environment, cause.actor, cause.at)
    check_there(work, scope)
    office_id, environment = place_of_dossier(work, scope) or ("", "")
    return Place(scope, office_id, environment, cause.actor, cause.at)


def local(work: Work) -> datetime:
    """The moment of the unit on the office's clock, without a zone."""
    return work.cause.at.astimezone(AMSTERDAM).replace(tzinfo=None)


def today(work: Work) -> date:
    return local(work).date()


def of_application(work: Work, dossier_id: str, application_id: str) -> list[WatchedDate]:
    return [each for each in work.find(WATCHED_DATES, dossier_id) if each.application_id == application_id]


def of_lenders(work: Work, dossier_id: str) -> list[WatchedDate]:
    """What follows from what lenders sent."""
    return [each for each in work.find(WATCHED_DATES, dossier_id) if each.kind not in watching.BY_PEOPLE]


def horizon(work: Work, dossier_id: str, lines: Mapping[str, LineStand]) -> dict[str, WatchedDate]:
    """The documents that are valid no more when the deed is passed, by id."""
    deed = next((each for each in work.find(WATCHED_DATES, dossier_id) if each.id == watching.DEED), None)
    return watching.horizon(place_of(work, dossier_id), lines.values(), deed) if deed else {}


def keep(work: Work, watched: WatchedDate) -> None:
    """The date, and the one reminder that it has; an ended one has none."""
    work.put(WATCHED_DATES, watched)
    day = alerts.next_day(watched.kind, watched.ends_on, local(work)) if watched.state == watching.OPEN else None
    if day is None:
        work.forget(_reminder(watched), watched.dossier_id)
        return
    due_at = datetime.combine(day, alerts.AT, AMSTERDAM)
    command = TellOfDate(dossier_id=watched.dossier_id, date_id=watched.id, ends_on=watched.ends_on)
    work.remind(due_at, command, _reminder(watched), watched.dossier_id)


def carry(work: Work, watched: WatchedDate, dossier_id: str) -> None:
    """The date stands in another locked dossier, and is told there."""
    leave(work, watched)
    work.carry(WATCHED_DATES, watched, replace(watched, dossier_id=dossier_id))
    keep(work, replace(watched, dossier_id=dossier_id))


def leave(work: Work, watched: WatchedDate) -> None:
    """Nothing of it is told where it is now."""
    work.forget(_reminder(watched), watched.dossier_id)


def drop(work: Work, watched: WatchedDate) -> None:
    """It is watched no more, and nothing of it is told."""
    work.forget(_reminder(watched), watched.dossier_id)
    work.remove(WATCHED_DATES, watched)
    work.publish(DateSettled(dossier_id=watched.dossier_id, date_id=watched.id))


def key_of(watched: WatchedDate) -> str:
    """What kind of date it is, as the catalogues know it: `resolutive-nhg`, `deed`, `offer`, `document`."""
    return f"{watched.kind}-{watched.subject}" if watched.kind == "resolutive" else watched.kind


def field_of(watched: WatchedDate) -> str:
    return "ov_date" if watched.kind == "resolutive" else f"{watched.kind}_date"


def _reminder(watched: WatchedDate) -> str:
    return f"date {watched.id}"
