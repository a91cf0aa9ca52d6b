"""The style sheet and the icon, served by the hub itself and known by name; nothing else in the folder is reachable."""

from functools import cache
from importlib.resources import files

from fastapi import APIRouter
from fastapi.responses import Response

from schemas.errors import NotFound

_TYPES = {"style.css": "text/css; charset=utf-8", "icon.svg": "image/svg+xml"}


def routes() -> APIRouter:
    router = APIRouter(include_in_schema=False)
    router.get("/static/{name}")(asset)
    return router


def asset(name: str) -> Response:
    if name not in _TYPES:
        raise NotFound("not-found", path="name", came=name, expected="an asset")
    return Response(_content(name), media_type=_TYPES[name], headers={"Cache-Control": "public, max-age=300"})


@cache
def _content(name: str) -> bytes:
    return files("portal_api").joinpath("static", name).read_bytes()
