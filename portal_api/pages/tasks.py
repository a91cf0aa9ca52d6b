"""The pages *Taken* (everybody's and one's own) and *Contact en taken* of a dossier.

A form that was refused comes back with what was typed; each does what an operation of the API does.
"""

from collections.abc import Callable
from datetime import date
from typing import Annotated, Any, get_args
from urllib.parse import urlencode

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import Response
from pydantic import BaseModel, StringConstraints

from handlers.dossiers.views import parties_in, title_of, visible
from handlers.preferences.views import normal
from hub.clock import AMSTERDAM
from hub.counting import MOST_COUNTED
from hub.ids import new_id
from portal_api import paging
from portal_api.counter import DOSSIERS_WRITE
from portal_api.lists import LISTS, address, chosen, narrowed, said, views_of
from portal_api.pages.colleagues import colleagues
from portal_api.pages.rendering import page
from portal_api.pages.staff import Done, Key, mistakes_in, status_of, to
from portal_api.pages.typed import day_typed, moment_typed
from portal_api.routes.documented import PathId
from portal_api.routes.dossiers import unknown
from portal_api.routes.tasks import carry_out, kept_of, tasks_of
from portal_api.shapes.lists import MOST, TasksPageQuery
from portal_api.who import Asking, DossierWriter, PeopleReader
from schemas.commands import Command
from schemas.contacts import FollowUp, Means, RecordContact
from schemas.errors import Refused
from schemas.tasks import AddTask, ChangeTask, EndTask, ReopenTask

HERE, _OF = "/tasks", "/dossiers/{dossier_id}/tasks"
_A_PAGE = 25
_Field = Annotated[str, StringConstraints(max_length=6000, pattern=r"^[^\x00]*$")]


class TaskForm(BaseModel):
    key: Key = ""
    subject: _Field = ""
    due: _Field = ""
    assignee: _Field = ""
    remark: _Field = ""


class EndForm(BaseModel):
    key: Key = ""
    ending: _Field = ""
    outcome: _Field = ""


class ContactForm(BaseModel):
    """`at` is the office's time of the day; the follow-up is given when it has a subject or a day."""

    key: Key = ""
    means: _Field = ""
    direction: _Field = "out"
    at: _Field = ""
    party: _Field = ""
    summary: _Field = ""
    subject: _Field = ""
    due: _Field = ""
    assignee: _Field = ""
    no_follow_up: _Field = ""


def routes() -> APIRouter:
    router = APIRouter(include_in_schema=False)
    router.get(HERE)(all_)
    router.get(_OF)(overview)
    router.post(_OF)(add)
    router.post(f"{_OF}/{{task_id}}")(change)
    router.post(f"{_OF}/{{task_id}}/end")(end)
    router.post(f"{_OF}/{{task_id}}/reopen")(reopen)
    router.post("/dossiers/{dossier_id}/contacts")(record)
    return router


def all_(
    asking: PeopleReader, request: Request, query: Annotated[TasksPageQuery, Query()], cursor: paging.Cursor = None
) -> Response:
    """The earliest day first; what is late stands out."""
    columns = chosen("tasks", query.columns)
    found, count, following = tasks_of(asking, query, cursor, _A_PAGE)
    with asking.reading() as connection:
        saved, counts = views_of(asking, connection, "tasks")
    return page(
        asking,
        request,
        "tasks/list.html",
        tasks=found,
        count=count,
        next=address("tasks", query, cursor=following) if following else "",
        first=address("tasks", query) if cursor else "",
        saved=saved,
        counts=counts,
        most=MOST_COUNTED,
        most_given=MOST,
        view=normal(urlencode(said(query))),
        said=said(query),
        columns=columns,
        choice=LISTS["tasks"],
        typed=dict.fromkeys(("q", "assignee", "until"), "") | narrowed(query),
        is_narrowed=bool(narrowed(query)),
        colleagues=colleagues(asking),
        today=_today(asking),
    )


def overview(asking: PeopleReader, request: Request, dossier_id: PathId, done: Done = "") -> Response:
    return _page(asking, request, dossier_id, done=done)


def add(asking: DossierWriter, request: Request, dossier_id: PathId, form: Annotated[TaskForm, Form()]) -> Response:
    def made() -> Command:
        return AddTask(dossier_id=dossier_id, **_task(form))

    return _carry(asking, request, dossier_id, form, made, at="task")


def change(
    asking: DossierWriter, request: Request, dossier_id: PathId, task_id: PathId, form: Annotated[TaskForm, Form()]
) -> Response:
    def made() -> Command:
        return ChangeTask(dossier_id=dossier_id, task_id=task_id, **_task(form))

    return _carry(asking, request, dossier_id, form, made, at=task_id)


def end(
    asking: DossierWriter, request: Request, dossier_id: PathId, task_id: PathId, form: Annotated[EndForm, Form()]
) -> Response:
    def made() -> Command:
        ending = "dropped" if form.ending == "dropped" else "done"
        return EndTask(dossier_id=dossier_id, task_id=task_id, ending=ending, outcome=form.outcome)

    return _carry(asking, request, dossier_id, form, made, at=task_id)


def reopen(
    asking: DossierWriter, request: Request, dossier_id: PathId, task_id: PathId, key: Annotated[Key, Form()] = ""
) -> Response:
    def made() -> Command:
        return ReopenTask(dossier_id=dossier_id, task_id=task_id)

    return _carry(asking, request, dossier_id, EndForm(key=key), made, at=task_id)


def record(
    asking: DossierWriter, request: Request, dossier_id: PathId, form: Annotated[ContactForm, Form()]
) -> Response:
    def made() -> Command:
        _check_means(form.means)
        follow_up = None
        if form.subject.strip() or form.due.strip():
            follow_up = FollowUp(subject=form.subject, due=day_typed("due", form.due), assignee=form.assignee)
        return RecordContact.model_validate(
            {
                "dossier_id": dossier_id,
                "means": form.means,
                "direction": "in" if form.direction == "in" else "out",
                "at": moment_typed("at", form.at).replace(tzinfo=AMSTERDAM),
                "party": form.party,
                "summary": form.summary,
                "follow_up": follow_up,
                "no_follow_up": form.no_follow_up,
            }
        )

    return _carry(asking, request, dossier_id, form, made, at="contact")


def _carry(
    asking: Asking, request: Request, dossier_id: str, form: Any, made: Callable[[], Command], *, at: str
) -> Response:
    kept_of(asking, dossier_id)
    try:
        carry_out(asking, made(), dossier_id, form.key or None)
    except Refused as refused:
        return _page(asking, request, dossier_id, refused=refused, typed=form.model_dump(), at=at)
    return to(f"/dossiers/{dossier_id}/tasks", "kept")


def _task(form: TaskForm) -> dict[str, Any]:
    day = day_typed("due", form.due)
    return {"subject": form.subject, "due": day, "assignee": form.assignee, "remark": form.remark}


def _page(
    asking: Asking,
    request: Request,
    dossier_id: str,
    *,
    refused: Refused | None = None,
    typed: dict[str, str] | None = None,
    at: str = "",
    done: str = "",
) -> Response:
    tasks, contacts = kept_of(asking, dossier_id)
    with asking.reading() as connection:
        dossier = visible(asking.viewer, connection, dossier_id)
        if dossier is None:
            raise unknown(dossier_id)
        title, parties = title_of(dossier, connection), parties_in(dossier, connection)
    now = asking.counter.runtime.clock.now().astimezone(AMSTERDAM)
    still = [each for each in tasks if each.state == "open"]
    mistakes = mistakes_in(asking, refused)
    has_place = at in {"contact", "task", *(each.id for each in still)}
    return page(
        asking,
        request,
        "tasks/dossier.html",
        status_of(refused),
        dossier_id=dossier_id,
        title=title,
        open=still,
        over=[each for each in tasks if each.state != "open"],
        contacts=contacts,
        parties={f"{each.application_id}/{each.reference}": each.name or each.reference for each in parties},
        means=get_args(Means),
        colleagues=colleagues(asking),
        himself=asking.viewer.actor.rpartition(":")[2],
        now=now.strftime("%Y-%m-%dT%H:%M"),
        today=now.date(),
        key=new_id,
        typed={at: typed or {}},
        mistakes={at: mistakes},
        trouble=() if has_place else tuple(mistakes.values()),
        done=done,
        may_write=DOSSIERS_WRITE in asking.who.scopes,
    )


def _today(asking: Asking) -> date:
    return asking.counter.runtime.clock.now().astimezone(AMSTERDAM).date()


def _check_means(means: str) -> None:
    if means not in get_args(Means):
        raise Refused("request-invalid", path="means", came=means, expected=", ".join(get_args(Means)))
