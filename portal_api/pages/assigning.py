"""The page *Toewijzen*: the dossiers or tasks that were picked in a list, all by name, given to one colleague."""

from collections.abc import Callable, Sequence
from typing import Annotated, Literal

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import Response
from pydantic import StringConstraints

from hub.ids import new_id
from portal_api.assigning import (
    Row,
    RowOutcome,
    assign_dossiers,
    assign_tasks,
    counted,
    dossiers_named,
    dossiers_that_fit,
    people,
    tasks_named,
    tasks_that_fit,
)
from portal_api.pages.rendering import page
from portal_api.pages.staff import Key, mistakes_in, status_of
from portal_api.shapes.lists import MOST
from portal_api.who import Asking, DossierAssigner, DossierWriter
from schemas.errors import NotFound, Refused
from schemas.involvements import StaffPart

Which = Literal["dossiers", "tasks"]
_Id = Annotated[str, StringConstraints(pattern=r"^[0-9A-Za-z-]{1,64}$")]
_Picked = Annotated[list[_Id], Query(alias="id", max_length=MOST)]
_Fitting = Annotated[str | None, Query(max_length=500, pattern=r"^[^\x00]*$")]
_Ids = Annotated[list[_Id], Form(alias="id", max_length=MOST)]
_Person = Annotated[str, Form(max_length=64, pattern=r"^[0-9A-Za-z-]*$")]
_Reason = Annotated[str, Form(max_length=500, pattern=r"^[^\x00]*$")]


def routes() -> APIRouter:
    router = APIRouter(include_in_schema=False)
    router.get("/dossiers/assign")(dossiers)
    router.post("/dossiers/assign")(give_dossiers)
    router.get("/tasks/assign")(tasks)
    router.post("/tasks/assign")(give_tasks)
    return router


def dossiers(asking: DossierAssigner, request: Request, picked: _Picked = [], fitting: _Fitting = None) -> Response:  # noqa: B006 - FastAPI copies it
    """What was ticked, or (`fitting`) all that fit the filters of the list, at most as many as one act takes."""
    ids, count = (picked, len(picked)) if fitting is None else dossiers_that_fit(asking, fitting)
    return _page(asking, request, "dossiers", dossiers_named(asking, ids), count=count)


def tasks(asking: DossierWriter, request: Request, picked: _Picked = [], fitting: _Fitting = None) -> Response:  # noqa: B006 - FastAPI copies it
    """As `dossiers`, of tasks."""
    ids, count = (picked, len(picked)) if fitting is None else tasks_that_fit(asking, fitting)
    return _page(asking, request, "tasks", tasks_named(asking, ids), count=count)


def give_dossiers(
    asking: DossierAssigner,
    request: Request,
    ids: _Ids = [],  # noqa: B006 - FastAPI copies it
    part: Annotated[StaffPart, Form()] = "adviser",
    person_id: _Person = "",
    reason: _Reason = "",
    key: Key = "",
) -> Response:
    """Nothing is done when the act as a whole is refused; else each row has its outcome."""
    typed = {"part": part, "person_id": person_id, "reason": reason, "key": key}
    return _give(
        asking,
        request,
        "dossiers",
        lambda: assign_dossiers(asking, key, ids, part, person_id, reason),
        lambda: dossiers_named(asking, ids),
        typed,
    )


def give_tasks(
    asking: DossierWriter,
    request: Request,
    ids: _Ids = [],  # noqa: B006 - FastAPI copies it
    person_id: _Person = "",
    key: Key = "",
) -> Response:
    """As `give_dossiers`, of tasks."""
    typed = {"person_id": person_id, "key": key}
    return _give(
        asking,
        request,
        "tasks",
        lambda: assign_tasks(asking, key, ids, person_id),
        lambda: tasks_named(asking, ids),
        typed,
    )


def _give(
    asking: Asking,
    request: Request,
    which: Which,
    act: Callable[[], tuple[RowOutcome, ...]],
    rows: Callable[[], tuple[Row, ...]],
    typed: dict[str, str],
) -> Response:
    try:
        made = act()
    except NotFound:
        raise
    except Refused as refused:
        return _page(asking, request, which, rows(), again=(refused, typed))
    return _page(asking, request, which, (), made=made)


def _page(
    asking: Asking,
    request: Request,
    which: Which,
    rows: Sequence[Row],
    *,
    count: int = 0,
    again: tuple[Refused | None, dict[str, str]] = (None, {}),
    made: tuple[RowOutcome, ...] = (),
) -> Response:
    """`again` is why the act was refused, with what was typed."""
    refused, typed = again
    return page(
        asking,
        request,
        "lists/assign.html",
        status_of(refused),
        which=which,
        rows=rows,
        beyond=max(count - len(rows), 0) if count > MOST else 0,
        most=MOST,
        made=made,
        counts=counted(made),
        colleagues=[("", "–"), *people(asking)],
        typed={"part": "adviser"} | typed,
        mistakes=mistakes_in(asking, refused),
        key=new_id,
    )
