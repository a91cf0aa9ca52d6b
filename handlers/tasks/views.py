"""The reading side of tasks: those of a dossier, and those of everybody in scope."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.engine import Connection

from handlers.accounts.views import names_of
from handlers.dossiers.views import dossiers_in_scope, found_by, titles_for
from handlers.tasks.rules import Task
from handlers.tasks.tables import TASKS
from hub import rows as statements
from hub.counting import counted
from schemas.viewer import Viewer, VisibleDossier


@dataclass(frozen=True, slots=True)
class TaskView:
    """A task; `who` is how its assignee is called, `dossier` how its dossier is."""

    id: str
    dossier_id: str
    dossier: str
    subject: str
    remark: str
    due: date
    assignee: str
    who: str
    about: str
    state: str
    outcome: str
    made_at: datetime
    ended_at: datetime | None


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked of the list; what is empty is not asked. `until` is the last day that a task is due.

    `search` is part of the subject, or what finds a dossier.
    """

    assignee: str = ""
    unassigned: bool = False
    until: date | None = None
    state: str = "open"
    search: str = ""


def tasks_in(dossier: VisibleDossier, connection: Connection) -> tuple[TaskView, ...]:
    """The tasks of a dossier: open ones by day, then what ended, the latest first."""
    found = statements.select(connection, TASKS, "dossier_id", [dossier.id])
    todo = sorted((each for each in found if each.state == "open"), key=lambda each: (each.due, each.id))
    over = [each for each in found if each.ended_at is not None]
    over.sort(key=lambda each: (each.ended_at or each.made_at, each.id), reverse=True)
    return _views(dossier.viewer, connection, [*todo, *over])


def tasks_about(dossier: VisibleDossier, connection: Connection, about: str) -> tuple[TaskView, ...]:
    """The tasks of a dossier about one thing, without who does them: a customer reads what became of his request."""
    found = [each for each in statements.select(connection, TASKS, "dossier_id", [dossier.id]) if each.about == about]
    return tuple(
        TaskView(
            id=each.id,
            dossier_id=each.dossier_id,
            dossier="",
            subject=each.subject,
            remark="",
            due=each.due,
            assignee="",
            who="",
            about=each.about,
            state=each.state,
            outcome=each.outcome,
            made_at=each.made_at,
            ended_at=each.ended_at,
        )
        for each in found
    )


def tasks_for(
    viewer: Viewer,
    connection: Connection,
    wanted: Wanted = Wanted(),
    *,
    after: tuple[date, str] | None = None,
    limit: int = 50,
) -> tuple[TaskView, ...]:
    """What fits in the viewer's dossiers, the earliest day first; `after` is the day and id of the last one shown."""
    table = TASKS.table.c
    query = _fitting(viewer, wanted).order_by(table.due, table.id).limit(limit)
    if after:
        day, last = after
        query = query.where((table.due > day) | ((table.due == day) & (table.id > last)))
    return _views(viewer, connection, [Task(*row) for row in connection.execute(query)])


def found_for(viewer: Viewer, connection: Connection, words: str, *, limit: int = 8) -> tuple[TaskView, ...]:
    """Open tasks that have these words in their subject, the earliest day first."""
    table = TASKS.table.c
    query = _fitting(viewer, Wanted()).where(func.lower(table.subject).contains(words.lower(), autoescape=True))
    found = connection.execute(query.order_by(table.due, table.id).limit(limit))
    return _views(viewer, connection, [Task(*row) for row in found])


def named_for(viewer: Viewer, connection: Connection, task_ids: Iterable[str]) -> tuple[TaskView, ...]:
    """Those of these tasks that are in the viewer's dossiers, whatever their state."""
    table = TASKS.table.c
    query = select(TASKS.table).where(table.id.in_(list(task_ids)), table.dossier_id.in_(dossiers_in_scope(viewer)))
    return _views(viewer, connection, [Task(*row) for row in connection.execute(query.order_by(table.due, table.id))])


def count_for(viewer: Viewer, connection: Connection, wanted: Wanted) -> int:
    """How many `tasks_for` would list."""
    return connection.execute(select(func.count()).select_from(_fitting(viewer, wanted).subquery())).scalar_one()


def counts_for(viewer: Viewer, connection: Connection, wanted: Sequence[Wanted]) -> tuple[int, ...]:
    """How many fit each of these; see `hub.counting`."""
    return counted(connection, [_fitting(viewer, each) for each in wanted])


def _fitting(viewer: Viewer, wanted: Wanted) -> Select[Any]:
    table = TASKS.table.c
    query = select(TASKS.table).where(table.state == wanted.state, table.dossier_id.in_(dossiers_in_scope(viewer)))
    if wanted.assignee:
        query = query.where(table.assignee == wanted.assignee)
    if wanted.unassigned:
        query = query.where(table.assignee == "")
    if wanted.until:
        query = query.where(table.due <= wanted.until)
    words = wanted.search.strip()
    if words:
        has_it = func.lower(table.subject).contains(words.lower(), autoescape=True)
        query = query.where(has_it | table.dossier_id.in_(found_by(viewer, words)))
    return query


def _views(viewer: Viewer, connection: Connection, found: list[Task]) -> tuple[TaskView, ...]:
    names = names_of(connection, [f"user:{each.assignee}" for each in found if each.assignee])
    titles = titles_for(viewer, connection, {each.dossier_id for each in found})
    return tuple(
        TaskView(
            id=each.id,
            dossier_id=each.dossier_id,
            dossier=titles.get(each.dossier_id, ""),
            subject=each.subject,
            remark=each.remark,
            due=each.due,
            assignee=each.assignee,
            who=names.get(f"user:{each.assignee}", ""),
            about=each.about,
            state=each.state,
            outcome=each.outcome,
            made_at=each.made_at,
            ended_at=each.ended_at,
        )
        for each in found
    )
