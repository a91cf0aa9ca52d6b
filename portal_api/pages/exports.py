"""The forms that take a list along as a file."""

from typing import Annotated

from fastapi import APIRouter, Depends, Form
from fastapi.responses import Response

from portal_api.exporting import Format, Which, export
from portal_api.files import attachment
from portal_api.who import Asking, PeopleReader

_Query = Annotated[str, Form(max_length=500, pattern=r"^[^\x00]*$")]
_Reason = Annotated[str, Form(max_length=200, pattern=r"^[^\x00]*$")]


def _asked(
    as_: Annotated[Format, Form(alias="format")] = "xlsx", query: _Query = "", reason: _Reason = ""
) -> tuple[Format, str, str]:
    return as_, query, reason


_Asked = Annotated[tuple[Format, str, str], Depends(_asked)]


def routes() -> APIRouter:
    router = APIRouter(include_in_schema=False)
    router.post("/dossiers/export")(dossiers)
    router.post("/tasks/export")(tasks)
    router.post("/products/export")(products)
    router.post("/stukken/export")(stukken)
    return router


def dossiers(asking: PeopleReader, asked: _Asked) -> Response:
    return _file(asking, "dossiers", *asked)


def tasks(asking: PeopleReader, asked: _Asked) -> Response:
    return _file(asking, "tasks", *asked)


def products(asking: PeopleReader, asked: _Asked) -> Response:
    return _file(asking, "products", *asked)


def stukken(asking: PeopleReader, asked: _Asked) -> Response:
    return _file(asking, "stukken", *asked)


def _file(asking: Asking, which: Which, form: Format, query: str, reason: str) -> Response:
    made = export(asking, which, form, query, reason)
    return attachment(made.body, made.name, made.media_type)
