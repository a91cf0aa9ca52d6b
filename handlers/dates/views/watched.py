"""The watched dates of a dossier with their history and what will be told, and those of an office that are near."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, select, tuple_
from sqlalchemy.engine import Connection

from handlers.accounts.views import names_of
from handlers.dates.rules import alerts, watching
from handlers.dates.rules.alerts import Alert as AlertView
from handlers.dates.rules.calendar import plus_working_days
from handlers.dates.rules.watching import DateChange, WatchedDate
from handlers.dates.tables import DATE_CHANGES, WATCHED_DATES
from handlers.dossiers.views import titles_for
from hub import rows as statements
from hub.clock import AMSTERDAM
from hub.reach import of_dossiers
from hub.records import INVOLVEMENTS
from schemas.dates import ConditionTerms, DateKind, DateState
from schemas.viewer import Viewer, VisibleDossier

NEAR_WORKING_DAYS = 10
"""How far ahead a start screen looks, in working days."""
_ADVISER = "adviser"


@dataclass(frozen=True, slots=True)
class ChangeView:
    """One line of the history: who set, moved or ended it, when and why; the days before and after."""

    what: str
    was: date | None
    becomes: date | None
    reason: str
    who: str
    at: datetime


@dataclass(frozen=True, slots=True)
class DateView:
    """A date of a dossier. `left` working days are left, negative afterwards; `alerts` is what will be told.

    `notice_until` is the last day for the notice of a condition, `None` for another date. `is_settable`: people set it.
    """

    id: str
    kind: DateKind
    subject: str
    application_id: str
    title: str
    day: date
    ends_on: date
    left: int
    notice_until: date | None
    notice_days: int
    notice_kind: str
    rejections_required: int
    guarantee_date: date | None
    termijnenwet_applies: bool
    state: DateState
    is_settable: bool
    ended_at: datetime | None
    ended_why: str
    told_on: date | None
    alerts: tuple[AlertView, ...]
    history: tuple[ChangeView, ...]


@dataclass(frozen=True, slots=True)
class NearDate:
    """A date in a list over the office; `adviser` is how the adviser of the dossier is called, empty without one."""

    dossier_id: str
    dossier: str
    id: str
    kind: DateKind
    subject: str
    title: str
    ends_on: date
    left: int
    adviser_id: str
    adviser: str


def dates_in(dossier: VisibleDossier, connection: Connection, now: datetime) -> tuple[DateView, ...]:
    """The dates of a dossier: what is open by day, then what is over."""
    found = statements.select(connection, WATCHED_DATES, "dossier_id", [dossier.id])
    history = statements.select(connection, DATE_CHANGES, "dossier_id", [dossier.id])
    names = names_of(connection, [each.by for each in history])
    lines = sorted(history, key=lambda each: (each.at, each.unit_id))
    return tuple(
        _view(each, _local(now), [_change(line, names) for line in lines if line.date_id == each.id])
        for each in sorted(found, key=lambda each: (each.state != watching.OPEN, each.ends_on, each.id))
    )


def dates_near(  # noqa: PLR0913 - what a list is narrowed by, each by its name
    viewer: Viewer,
    connection: Connection,
    today: date,
    *,
    kind: str = "",
    adviser: str = "",
    within: int = NEAR_WORKING_DAYS,
    after: tuple[date, str, str] | None = None,
    limit: int = 25,
) -> tuple[NearDate, ...]:
    """What has passed or passes within so many working days in the dossiers that the viewer sees, by day.

    `adviser` is the id of a person; `after` the day, dossier and id of the last line that was seen.
    """
    query = _near(viewer, plus_working_days(today, within), kind, adviser)
    table = WATCHED_DATES.table.c
    if after is not None:
        query = query.where(tuple_(table.ends_on, table.dossier_id, table.id) > tuple_(*after))
    ordered = query.order_by(table.ends_on, table.dossier_id, table.id).limit(limit)
    return _lines(viewer, connection, [WatchedDate(*row) for row in connection.execute(ordered)], today)


def preview_of(kind: DateKind, day: date, now: datetime, *, is_moved: bool) -> tuple[date, tuple[AlertView, ...]]:
    """Where a term would end, and what would be told, if it were set now; raises `Refused("date-past")` as setting."""
    watching.check_ahead(day, _local(now).date(), "day")
    ends_on = watching.end_of(day, is_moved=is_moved)
    return ends_on, alerts.planned(kind, ends_on, _local(now))


def terms_of(found: DateView) -> ConditionTerms:
    """The terms of a condition as they are now, to correct them from."""
    return ConditionTerms(
        ov_date=found.day,
        notice_days=found.notice_days,
        notice_kind="calendar" if found.notice_kind == "calendar" else "working",
        rejections_required=found.rejections_required,
        guarantee_date=found.guarantee_date,
        termijnenwet_applies=found.termijnenwet_applies,
    )


def _near(viewer: Viewer, until: date, kind: str, adviser: str) -> Select[Any]:
    table = WATCHED_DATES.table.c
    query = select(WATCHED_DATES.table).where(
        of_dossiers(viewer, table.office_id, table.dossier_id),
        table.environment == viewer.environment,
        table.state == watching.OPEN,
        table.ends_on <= until,
    )
    if kind:
        query = query.where(table.kind == kind)
    if adviser:
        involved = INVOLVEMENTS.table.c
        his = select(involved.dossier_id).where(involved.part == _ADVISER, involved.name == f"user:{adviser}")
        query = query.where(table.dossier_id.in_(his))
    return query


def _lines(viewer: Viewer, connection: Connection, found: list[WatchedDate], today: date) -> tuple[NearDate, ...]:
    ids = {each.dossier_id for each in found}
    titles = titles_for(viewer, connection, ids)
    involved = statements.select(connection, INVOLVEMENTS, "dossier_id", sorted(ids))
    advisers = {each.dossier_id: each.name for each in involved if each.part == _ADVISER}
    names = names_of(connection, advisers.values())
    return tuple(
        NearDate(
            dossier_id=each.dossier_id,
            dossier=titles.get(each.dossier_id, ""),
            id=each.id,
            kind=each.kind,
            subject=each.subject,
            title=each.title,
            ends_on=each.ends_on,
            left=alerts.left(today, each.ends_on),
            adviser_id=advisers.get(each.dossier_id, "").partition(":")[2],
            adviser=names.get(advisers.get(each.dossier_id, ""), ""),
        )
        for each in found
    )


def _view(watched: WatchedDate, now: datetime, history: Iterable[ChangeView]) -> DateView:
    is_open = watched.state == watching.OPEN
    planned = alerts.planned(watched.kind, watched.ends_on, now, is_escalated=watched.is_escalated) if is_open else ()
    return DateView(
        id=watched.id,
        kind=watched.kind,
        subject=watched.subject,
        application_id=watched.application_id,
        title=watched.title,
        day=watched.day,
        ends_on=watched.ends_on,
        left=alerts.left(now.date(), watched.ends_on),
        notice_until=watching.notice_until(watched) if watched.kind == "resolutive" else None,
        notice_days=watched.notice_days,
        notice_kind=watched.notice_kind,
        rejections_required=watched.rejections_required,
        guarantee_date=watched.guarantee_date,
        termijnenwet_applies=watched.termijnenwet_applies,
        state=watched.state,
        is_settable=watched.kind in watching.BY_PEOPLE,
        ended_at=watched.ended_at,
        ended_why=watched.ended_why,
        told_on=watched.told_on,
        alerts=planned,
        history=tuple(history),
    )


def _change(line: DateChange, names: dict[str, str]) -> ChangeView:
    return ChangeView(line.what, line.was, line.becomes, line.reason, names.get(line.by, ""), line.at)


def _local(now: datetime) -> datetime:
    return now.astimezone(AMSTERDAM).replace(tzinfo=None)
