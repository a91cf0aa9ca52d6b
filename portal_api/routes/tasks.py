"""Tasks (taken) and the contact log (klantcontact) of dossiers."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import Response
from sqlalchemy.engine import Connection

from handlers.contacts.views import ContactView, contacts_in
from handlers.dossiers.views import visible
from handlers.tasks.views import TaskView, count_for, tasks_for, tasks_in
from hub.records import Outcome
from portal_api import paging
from portal_api.lists import wanted_tasks
from portal_api.routes.documented import WRITE_PROBLEMS, PathId, problems
from portal_api.routes.dossiers import unknown
from portal_api.shapes.exchanges import DoneShape
from portal_api.shapes.tasks import (
    ContactRequest,
    ContactShape,
    ContactsShape,
    EndRequest,
    TaskPageShape,
    TaskRequest,
    TaskShape,
    TasksQuery,
    TasksShape,
)
from portal_api.who import Asking, DossierWriter, PeopleReader
from portal_api.writes import IdempotencyKey, IfMatch, done, write
from schemas.commands import Command
from schemas.contacts import FollowUp, RecordContact
from schemas.errors import Refused
from schemas.tasks import AddTask, ChangeTask, EndTask, ReopenTask

_KEY = 2


def routes() -> APIRouter:
    router = APIRouter(tags=["tasks"])
    said, of = problems(*WRITE_PROBLEMS), "/dossiers/{dossier_id}"
    router.get("/tasks", responses=problems(), summary="Open tasks, the earliest day first")(all_)
    router.get(f"{of}/tasks", responses=problems(404), summary="The tasks of a dossier")(listed)
    router.post(f"{of}/tasks", responses=said, summary="Give somebody a task")(add)
    router.post(f"{of}/tasks/{{task_id}}", responses=said, summary="Another day, person or words")(change)
    router.post(f"{of}/tasks/{{task_id}}/end", responses=said, summary="A task is done, or dropped with a reason")(end)
    router.post(f"{of}/tasks/{{task_id}}/reopen", responses=said, summary="A task was ended by mistake")(reopen)
    router.get(f"{of}/contacts", responses=problems(404), summary="Contact with the people of a dossier")(log)
    router.post(f"{of}/contacts", responses=said, summary="Record contact, and what follows")(record)
    return router


def all_(
    asking: PeopleReader,
    query: Annotated[TasksQuery, Query()],
    cursor: paging.Cursor = None,
    limit: paging.Limit = 50,
) -> TaskPageShape:
    found, count, following = tasks_of(asking, query, cursor, limit)
    return TaskPageShape(items=tuple(TaskShape.model_validate(each) for each in found), count=count, next=following)


def tasks_of(
    asking: Asking, query: TasksQuery, cursor: str | None, limit: int
) -> tuple[tuple[TaskView, ...], int, str | None]:
    """One page, how many fit, and the cursor of the next; raises `Refused` (`request-invalid`)."""
    wanted, after = wanted_tasks(asking, query), _after(cursor)
    with asking.reading() as connection:
        found = tasks_for(asking.viewer, connection, wanted, after=after, limit=limit + 1)
        count = count_for(asking.viewer, connection, wanted)
    shown, following = paging.cut(found, limit, lambda each: (each.due.isoformat(), each.id))
    return shown, count, following


def listed(asking: PeopleReader, dossier_id: PathId) -> TasksShape:
    tasks, _ = kept_of(asking, dossier_id)
    return TasksShape(items=tuple(TaskShape.model_validate(each) for each in tasks))


def log(asking: PeopleReader, dossier_id: PathId) -> ContactsShape:
    _, contacts = kept_of(asking, dossier_id)
    return ContactsShape(items=tuple(ContactShape.model_validate(each) for each in contacts))


def kept_of(asking: Asking, dossier_id: str) -> tuple[tuple[TaskView, ...], tuple[ContactView, ...]]:
    """The tasks and contacts of a dossier; raises `NotFound` outside the scope."""
    with asking.reading() as connection:
        return _kept(asking, connection, dossier_id)


def _kept(
    asking: Asking, connection: Connection, dossier_id: str
) -> tuple[tuple[TaskView, ...], tuple[ContactView, ...]]:
    dossier = visible(asking.viewer, connection, dossier_id)
    if dossier is None:
        raise unknown(dossier_id)
    return tasks_in(dossier, connection), contacts_in(dossier, connection)


def add(
    asking: DossierWriter,
    dossier_id: PathId,
    body: TaskRequest,
    response: Response,
    idempotency_key: IdempotencyKey = None,
    if_match: IfMatch = None,
) -> DoneShape:
    made = AddTask(dossier_id=dossier_id, **body.model_dump())
    return _done(asking, made, dossier_id, response, (idempotency_key, if_match))


def change(
    asking: DossierWriter,
    dossier_id: PathId,
    task_id: PathId,
    body: TaskRequest,
    response: Response,
    idempotency_key: IdempotencyKey = None,
    if_match: IfMatch = None,
) -> DoneShape:
    """409 `task-ended` for one that is over."""
    made = ChangeTask(dossier_id=dossier_id, task_id=task_id, **body.model_dump())
    return _done(asking, made, dossier_id, response, (idempotency_key, if_match))


def end(
    asking: DossierWriter,
    dossier_id: PathId,
    task_id: PathId,
    body: EndRequest,
    response: Response,
    idempotency_key: IdempotencyKey = None,
    if_match: IfMatch = None,
) -> DoneShape:
    made = EndTask(dossier_id=dossier_id, task_id=task_id, ending=body.ending, outcome=body.outcome)
    return _done(asking, made, dossier_id, response, (idempotency_key, if_match))


def reopen(
    asking: DossierWriter,
    dossier_id: PathId,
    task_id: PathId,
    response: Response,
    idempotency_key: IdempotencyKey = None,
    if_match: IfMatch = None,
) -> DoneShape:
    made = ReopenTask(dossier_id=dossier_id, task_id=task_id)
    return _done(asking, made, dossier_id, response, (idempotency_key, if_match))


def record(
    asking: DossierWriter,
    dossier_id: PathId,
    body: ContactRequest,
    response: Response,
    idempotency_key: IdempotencyKey = None,
    if_match: IfMatch = None,
) -> DoneShape:
    """A prospect's contact names its follow-up, which becomes a task, or why there is none: `follow-up-missing`."""
    given = body.model_dump(exclude={"follow_up"})
    follow_up = FollowUp(**body.follow_up.model_dump()) if body.follow_up else None
    made = RecordContact(dossier_id=dossier_id, **given, follow_up=follow_up)
    return _done(asking, made, dossier_id, response, (idempotency_key, if_match))


def carry_out(asking: Asking, made: Command, dossier_id: str, key: str | None, if_match: str | None = None) -> Outcome:
    """Once per key, in a dossier in scope; raises `NotFound`, and what the command refuses."""
    kept_of(asking, dossier_id)
    given = {"command": type(made).__name__, **made.model_dump(mode="json")}
    return write(asking, key, given, lambda: made, seen=(dossier_id, if_match))[0]


def _done(
    asking: Asking, made: Command, dossier_id: str, response: Response, of_the_write: tuple[str | None, str | None]
) -> DoneShape:
    return done(carry_out(asking, made, dossier_id, *of_the_write), type(made).__name__, response)


def _after(cursor: str | None) -> tuple[date, str] | None:
    """Where a page begins; raises `Refused` (`request-invalid`)."""
    key = paging.after(cursor, _KEY)
    if key is None:
        return None
    try:
        return date.fromisoformat(key[0]), key[1]
    except ValueError:
        raise Refused(
            "request-invalid", path="cursor", came=str(cursor), expected="`next` of an earlier page"
        ) from None
