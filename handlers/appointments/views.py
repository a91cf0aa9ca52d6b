"""The reading side of appointments: those of a dossier, those in scope, what overlaps, and entries for a calendar."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, and_, func, literal, or_, select
from sqlalchemy.engine import Connection

from handlers.accounts.views import address_of_actor, names_of
from handlers.appointments import rules
from handlers.appointments.entries import entry_of
from handlers.appointments.rules import Appointment
from handlers.appointments.tables import APPOINTMENTS
from handlers.dossiers.views import dossiers_in_scope, titles_for
from hub import rows as statements
from hub.clock import AMSTERDAM
from hub.work import Work
from schemas.viewer import Viewer, VisibleDossier

STANDING = rules.STANDING


@dataclass(frozen=True, slots=True)
class GuestView:
    """Somebody who is invited; `email` is empty for who gets no mail."""

    party: str
    name: str
    email: str


@dataclass(frozen=True, slots=True)
class AppointmentView:
    """An appointment; `who` is how its host is called, `dossier` how its dossier is."""

    id: str
    dossier_id: str
    dossier: str
    starts: datetime
    ends: datetime
    place: str
    location: str
    assignee: str
    who: str
    invited: tuple[GuestView, ...]
    subject: str
    remark: str
    language: str
    form: str
    state: str
    sequence: int
    reason: str
    made_at: datetime


@dataclass(frozen=True, slots=True)
class Overlap:
    """When a colleague is taken; `dossier` is empty for a dossier that the viewer does not see."""

    starts: datetime
    ends: datetime
    dossier_id: str
    dossier: str


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked of the list; what is empty is not asked. What is over by `since` is left out."""

    since: datetime
    assignee: str = ""


def moment_of(local: datetime, path: str, *, second: bool | None = None) -> datetime:
    """A time on the clock of the Netherlands as a moment; raises `Refused` (`time-skipped`, `time-twice`)."""
    return rules.on_the_clock(local, AMSTERDAM, path, second=second)


def held_at(work: Work, dossier_id: str, appointment_id: str) -> datetime | None:
    """When a held appointment of a locked dossier was, for a handler; `None` for any other."""
    found = work.get(APPOINTMENTS, dossier_id, appointment_id)
    return found.starts if found and found.state == rules.HELD else None


def appointments_in(dossier: VisibleDossier, connection: Connection) -> tuple[AppointmentView, ...]:
    """Those of a dossier: what is to come by time, then what is over, the latest first."""
    found = statements.select(connection, APPOINTMENTS, "dossier_id", [dossier.id])
    ahead = sorted((each for each in found if each.state in STANDING), key=lambda each: (each.starts, each.id))
    over = sorted((each for each in found if each.state not in STANDING), key=lambda each: (each.starts, each.id))
    return _views(dossier.viewer, connection, [*ahead, *reversed(over)])


def appointments_for(
    viewer: Viewer,
    connection: Connection,
    wanted: Wanted,
    *,
    after: tuple[datetime, str] | None = None,
    limit: int = 50,
) -> tuple[AppointmentView, ...]:
    """What is to come in the viewer's dossiers, the next first; `after` is the start and id of the last one shown."""
    table = APPOINTMENTS.table.c
    query = _fitting(viewer, wanted).order_by(table.starts, table.id).limit(limit)
    if after:
        begin, last = literal(after[0], table.starts.type), after[1]
        query = query.where(or_(table.starts > begin, and_(table.starts == begin, table.id > last)))
    return _views(viewer, connection, [Appointment(*row) for row in connection.execute(query)])


def count_for(viewer: Viewer, connection: Connection, wanted: Wanted) -> int:
    """How many `appointments_for` would list."""
    return connection.execute(select(func.count()).select_from(_fitting(viewer, wanted).subquery())).scalar_one()


def overlapping(
    viewer: Viewer, connection: Connection, assignee: str, starts: datetime, ends: datetime, but: str = ""
) -> tuple[Overlap, ...]:
    """When this colleague is taken in that time, by start; `but` is the one that is being moved.

    Also of dossiers that the viewer does not see, without saying which, because a colleague is in one place at a time.
    """
    table = APPOINTMENTS.table.c
    begin, end = literal(starts, table.starts.type), literal(ends, table.starts.type)
    query = select(APPOINTMENTS.table).where(
        table.assignee == assignee,
        table.starts < end,
        table.starts > literal(starts - rules.LONGEST, table.starts.type),
        table.ends > begin,
        table.state.in_(STANDING),
        table.id != but,
    )
    found = [Appointment(*row) for row in connection.execute(query.order_by(table.starts).limit(20))]
    titles = titles_for(viewer, connection, {each.dossier_id for each in found})
    return tuple(
        Overlap(
            each.starts,
            each.ends,
            each.dossier_id if each.dossier_id in titles else "",
            titles.get(each.dossier_id, ""),
        )
        for each in found
    )


def calendar_of(dossier: VisibleDossier, connection: Connection, appointment_id: str) -> str | None:
    """The appointment as a file for a calendar; `None` when the dossier has none of this id."""
    found = statements.select(connection, APPOINTMENTS, "dossier_id", [dossier.id])
    for each in found:
        if each.id == appointment_id:
            actor = f"user:{each.assignee}"
            organizer = (names_of(connection, [actor]).get(actor, ""), address_of_actor(connection, actor))
            return entry_of(each, organizer, "PUBLISH")
    return None


def _fitting(viewer: Viewer, wanted: Wanted) -> Select[Any]:
    table = APPOINTMENTS.table.c
    query = select(APPOINTMENTS.table).where(
        table.state.in_(STANDING),
        table.ends > literal(wanted.since, table.ends.type),
        # What ends later began at most so long ago; the index is by its beginning.
        table.starts > literal(wanted.since - rules.LONGEST, table.starts.type),
        table.dossier_id.in_(dossiers_in_scope(viewer)),
    )
    return query.where(table.assignee == wanted.assignee) if wanted.assignee else query


def _views(viewer: Viewer, connection: Connection, found: list[Appointment]) -> tuple[AppointmentView, ...]:
    names = names_of(connection, [f"user:{each.assignee}" for each in found])
    titles = titles_for(viewer, connection, {each.dossier_id for each in found})
    return tuple(
        AppointmentView(
            id=each.id,
            dossier_id=each.dossier_id,
            dossier=titles.get(each.dossier_id, ""),
            starts=each.starts,
            ends=each.ends,
            place=each.place,
            location=each.location,
            assignee=each.assignee,
            who=names.get(f"user:{each.assignee}", ""),
            invited=tuple(GuestView(one.party, one.name, one.email) for one in each.invited),
            subject=each.subject,
            remark=each.remark,
            language=each.language,
            form=each.form,
            state=each.state,
            sequence=each.sequence,
            reason=each.reason,
            made_at=each.made_at,
        )
        for each in found
    )
