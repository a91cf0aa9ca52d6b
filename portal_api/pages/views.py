"""Saving and removing one's own view of a list: forms that lead back to the list."""

from typing import Annotated

from fastapi import APIRouter, Form
from fastapi.responses import RedirectResponse, Response

from portal_api import lists
from portal_api.routes.documented import PathId
from portal_api.who import Anyone
from schemas.errors import Refused

LISTS = frozenset({"/components", *(each.here for each in lists.LISTS.values())})
"""The pages whose views can be saved."""


def routes() -> APIRouter:
    router = APIRouter(include_in_schema=False)
    router.post("/views")(save)
    router.post("/views/{view_id}/remove")(remove)
    return router


def save(
    asking: Anyone,
    page: Annotated[str, Form(max_length=100)],
    name: Annotated[str, Form(max_length=200)],
    query: Annotated[str, Form(max_length=500, pattern=r"^[^\x00]*$")] = "",
) -> Response:
    if page not in LISTS:
        raise Refused("request-invalid", path="page", came=page, expected=", ".join(sorted(LISTS)))
    runtime, views = asking.counter.runtime, asking.counter.views
    with runtime.database.transaction() as connection:
        made = views.save_view(connection, asking.viewer, page, name, query, runtime.clock.now())
    return RedirectResponse(f"{page}?{made.query}" if made.query else page, 303)


def remove(asking: Anyone, view_id: PathId) -> Response:
    with asking.counter.runtime.database.transaction() as connection:
        page = asking.counter.views.remove_view(connection, asking.viewer, view_id)
    return RedirectResponse(page, 303)
